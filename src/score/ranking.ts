export type Relevant = string;

/** A hit as far as ranking is concerned. */
export type Ranked = { path: string; anchor: string };

/** Rank of each relevant page (from 1), null where it was not found. */
export type Ranks = (number | null)[];

/**
 * Ranks are over distinct paths: a hit's rank is the number of paths seen up to it. "path" is found at the first hit of
 * that path, "path#anchor" at the first hit of that section.
 */
export function ranksOf(hits: Ranked[], relevant: Relevant[]): Ranks {
  const seen = new Set<string>();
  const firstRank = new Map<string, number>();
  for (const { path, anchor } of hits) {
    seen.add(path);
    for (const key of [path, `${path}#${anchor}`]) {
      if (!firstRank.has(key)) firstRank.set(key, seen.size);
    }
  }
  return [...new Set(relevant)].map((key) => firstRank.get(key) ?? null);
}

const within = (ranks: Ranks, k: number) => ranks.filter((rank) => rank !== null && rank <= k).length;

/** 1 when any relevant page stands among the first k. */
export const hitAt = (ranks: Ranks, k: number): number => (within(ranks, k) > 0 ? 1 : 0);

/** Share of the relevant pages that stand among the first k. */
export const recallAt = (ranks: Ranks, k: number): number => within(ranks, k) / ranks.length;

/** Share of the first k places that relevant pages hold; missing places count as wrong. */
export const precisionAt = (ranks: Ranks, k: number): number => within(ranks, k) / k;

/** 1 ÷ rank of the first relevant page, 0 below place k (Voorhees 1999, mean reciprocal rank). */
export function reciprocalRankAt(ranks: Ranks, k: number): number {
  const best = Math.min(...ranks.map((rank) => rank ?? Number.POSITIVE_INFINITY));
  return best <= k ? 1 / best : 0;
}
