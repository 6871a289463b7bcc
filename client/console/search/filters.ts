import type { Drilldown } from "../../../src/protocol/insights.ts";
import { linkTo } from "../route.ts";

/** The filters as they stand in the page's address, days as "2026-11-23". */
export const FILTERS = [
  "text",
  "rows",
  "order",
  "from",
  "until",
  "resolution",
  "channel",
  "outcome",
  "owner",
  "label",
  "intent",
  "route",
  "rating",
  "model",
  "promptVersion",
  "unreviewed",
  "timedReview",
] as const;
export type FilterName = (typeof FILTERS)[number];
export type Filters = Partial<Record<FilterName, string>>;

export function filtersOf(query: URLSearchParams): Filters {
  return Object.fromEntries(
    FILTERS.map((name) => [name, query.get(name) ?? ""] as const).filter(([, value]) => value !== ""),
  );
}

/** The server's query: days become the milliseconds at which they begin and end where the reader is. */
export function searchQuery(filters: Filters): string {
  const { from, until, ...others } = filters;
  const query = new URLSearchParams(others);
  const begin = from ? startOfDay(from) : null;
  const end = until ? startOfDay(until, 1) : null;
  if (begin !== null) query.set("from", String(begin));
  if (end !== null) query.set("until", String(end));
  return query.toString();
}

/** The address of the search that lists what a figure counts. Its times are midnights where the reader is. */
export function rowsBehind({ from, until, ...others }: Drilldown): string {
  return linkTo(["search"], {
    ...others,
    ...(from !== undefined && { from: dayOf(from) }),
    ...(until !== undefined && { until: dayOf(until - 1) }),
  });
}

/** "2026-11-23" of a moment where the reader is. */
export function dayOf(at: number): string {
  const date = new Date(at);
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return parts.map((part, place) => String(part).padStart(place === 0 ? 4 : 2, "0")).join("-");
}

/** @param later days after it. Null for what is no day. */
export function startOfDay(day: string, later = 0): number | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  return year ? new Date(Number(year), Number(month) - 1, Number(date) + later).getTime() : null;
}

export type Piece = { text: string; found: boolean };

/** The excerpt cut where words of the search begin. Case is ignored; a word is found at its start, as stems are. */
export function markWords(excerpt: string, asked: string): Piece[] {
  const words = asked.match(/[\p{L}\p{N}_]+/gu) ?? [];
  if (words.length === 0) return [{ text: excerpt, found: false }];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])(${words.join("|")})[\\p{L}\\p{N}_]*`, "giu");
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: text, index } of excerpt.matchAll(pattern)) {
    if (index > end) pieces.push({ text: excerpt.slice(end, index), found: false });
    pieces.push({ text, found: true });
    end = index + text.length;
  }
  if (end < excerpt.length) pieces.push({ text: excerpt.slice(end), found: false });
  return pieces;
}
