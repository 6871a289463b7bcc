import type { HeapLook, Inspector } from "./inspector.ts";

/** `at`: milliseconds. */
export type SoakSample = HeapLook & { at: number; rssMb: number };

/** `flat` is null where the time was too short to tell. */
export type Trend = { median: number; perHour: number; flat: boolean | null };

export type Soak = { samples: SoakSample[]; end(): Promise<void> };

/** Looks every so often, until `end`, which looks once more. */
export function startSoak(
  inspector: Inspector,
  everySeconds: number,
  { now, rssNow }: { now: () => number; rssNow: () => number | null },
): Soak {
  const samples: SoakSample[] = [];
  const look = async () => {
    const found = await inspector.look();
    samples.push({ at: now(), rssMb: rssNow() ?? Number.NaN, ...found });
  };
  // One that takes longer than it should must not be joined by the next.
  let last = look();
  const looking = setInterval(() => {
    last = last.then(look);
  }, everySeconds * 1_000);

  return {
    samples,
    async end() {
      clearInterval(looking);
      await last.then(look).finally(() => inspector.close());
    },
  };
}

/** Until here caches fill and code is compiled. */
const WARM_UP = 1 / 3;

/** Milliseconds after that. In less, an hour is a guess. */
const LEAST = 600_000;

/** Of the median an hour: a byte that is kept for every answer would show as more. */
const FLAT = 0.05;

/** Slope by Theil and Sen, the median over all pairs: single looks at a bad moment do not move it. */
export function trendOf(samples: readonly { at: number; value: number }[]): Trend {
  const warm = samples.slice(Math.floor(samples.length * WARM_UP));
  const slopes = warm.flatMap((one, rank) =>
    warm.slice(rank + 1).map((other) => (other.value - one.value) / (other.at - one.at)),
  );
  const median = medianOf(warm.map(({ value }) => value));
  const perHour = medianOf(slopes) * 3_600_000;
  const long = (warm.at(-1)?.at ?? 0) - (warm[0]?.at ?? 0) >= LEAST;
  return { median, perHour, flat: long ? perHour <= FLAT * median : null };
}

function medianOf(values: number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

const SOAKED = { heapMb: "heap after a collection, MB", handles: "handles", rssMb: "resident memory, MB" } as const;

/** By name, for the table and the report. */
export function soakTrends(samples: readonly SoakSample[]): Record<keyof typeof SOAKED, Trend> {
  const trend = (name: keyof typeof SOAKED) =>
    trendOf(samples.map((sample) => ({ at: sample.at, value: sample[name] })));
  return { heapMb: trend("heapMb"), handles: trend("handles"), rssMb: trend("rssMb") };
}

/** One for each: what, whether it is flat, and by how much it grows. */
export function soakLines(samples: readonly SoakSample[]): string[] {
  return Object.entries(soakTrends(samples)).map(([name, { median, perHour, flat }]) => {
    const growth = `${perHour < 0 ? "−" : "+"}${Math.abs(perHour).toFixed(1)} an hour`;
    return `${SOAKED[name as keyof typeof SOAKED]}: ${verdict(flat)} (median ${median.toFixed(1)}, ${growth})`;
  });
}

function verdict(flat: Trend["flat"]): string {
  if (flat === null) return "too short to tell";
  return flat ? "flat" : "grows";
}
