import { dayOf, startOfDay } from "../search/filters.ts";

/** Days, the last one included. */
export type Period = { from: string; until: string };

/** More would be narrower than a finger: then each bar stands for a week, then for four. */
const MOST_BARS = 93;
const FALLBACK_DAYS = 30;
const LONGEST_DAYS = 3_650;

/** What the address asks for: a number of days up to today, or a first and a last one. What makes no sense is 30 days. */
export function periodOf(query: URLSearchParams, now: number): Period {
  const [from, until] = [query.get("from") ?? "", query.get("until") ?? ""];
  const [first, last] = [startOfDay(from), startOfDay(until)];
  if (first !== null && last !== null && first <= last && (last - first) / 86_400_000 < LONGEST_DAYS) {
    return { from, until };
  }
  return lastDays(Number(query.get("days")) || FALLBACK_DAYS, now);
}

export function lastDays(days: number, now: number): Period {
  const today = dayOf(now);
  return { from: dayOf(startOfDay(today, 1 - Math.min(Math.max(1, Math.floor(days)), LONGEST_DAYS))!), until: today };
}

/** As many days right before it. */
export function periodBefore({ from, until }: Period): Period {
  const days = daysOf({ from, until });
  return { from: dayOf(startOfDay(from, -days)!), until: dayOf(startOfDay(from, -1)!) };
}

/** Midnights between the bars of a chart: of each day, each week or each four weeks. */
export function edgesOf(period: Period): number[] {
  const days = daysOf(period);
  const step = days <= MOST_BARS ? 1 : days <= 7 * MOST_BARS ? 7 : 28;
  const edges = Array.from({ length: Math.ceil(days / step) }, (_, bar) => startOfDay(period.from, bar * step)!);
  return [...edges, startOfDay(period.until, 1)!];
}

/** Rounded, because the days on which clocks change have 23 and 25 hours. */
export function daysOf({ from, until }: Period): number {
  return Math.round((startOfDay(until, 1)! - startOfDay(from)!) / 86_400_000);
}
