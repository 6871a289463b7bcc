import type { Interval } from "./paired.ts";

/** How often each side was right on the same questions. */
export type PairedCounts = { both: number; candidateOnly: number; servingOnly: number; neither: number };

export function countPairs(candidate: readonly boolean[], serving: readonly boolean[]): PairedCounts {
  const counts: PairedCounts = { both: 0, candidateOnly: 0, servingOnly: 0, neither: 0 };
  for (const [at, right] of candidate.entries()) {
    if (right) counts[serving[at] ? "both" : "candidateOnly"] += 1;
    else counts[serving[at] ? "servingOnly" : "neither"] += 1;
  }
  return counts;
}

export type Difference = { candidate: number; serving: number; interval: Interval };

/**
 * Shares of both sides, and the interval of candidate − serving for paired shares: Newcombe 1998, "Improved confidence
 * intervals for the difference between binomial proportions based on paired data", method 10. It holds for small counts
 * and for shares near 0 and 1, where the textbook interval is too narrow. `z` is the normal quantile: 1.645 leaves 5 %
 * below and 5 % above.
 */
export function pairedDifference(counts: PairedCounts, z: number): Difference {
  const { both, candidateOnly, servingOnly, neither } = counts;
  const trials = both + candidateOnly + servingOnly + neither;
  if (trials === 0) return { candidate: 0, serving: 0, interval: { low: -1, high: 1 } };

  const [one, other] = [(both + candidateOnly) / trials, (both + servingOnly) / trials];
  const [first, second] = [score(one, trials, z), score(other, trials, z)];
  const tie = correlation(counts, trials);
  const reach = (own: number, against: number) => Math.sqrt(own ** 2 - 2 * tie * own * against + against ** 2);
  return {
    candidate: one,
    serving: other,
    interval: {
      low: one - other - reach(one - first.low, second.high - other),
      high: one - other + reach(first.high - one, other - second.low),
    },
  };
}

/** Wilson's score interval of one share. */
function score(share: number, trials: number, z: number): Interval {
  const denominator = 1 + z ** 2 / trials;
  const centre = (share + z ** 2 / (2 * trials)) / denominator;
  const half = (z / denominator) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** φ of the fourfold table, drawn towards 0 where it is positive, as the method says. */
function correlation({ both, candidateOnly, servingOnly, neither }: PairedCounts, trials: number): number {
  const product = (both + candidateOnly) * (servingOnly + neither) * (both + servingOnly) * (candidateOnly + neither);
  if (product === 0) return 0;

  const cross = both * neither - candidateOnly * servingOnly;
  const drawn = cross > 0 ? Math.max(0, cross - trials / 2) : cross;
  return drawn / Math.sqrt(product);
}
