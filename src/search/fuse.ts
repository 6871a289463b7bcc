export type FuseInput = {
  /** Score by id, on any scale. */
  lexical: ReadonlyMap<string, number>;
  dense: ReadonlyMap<string, number>;
  /** Share of the dense side in 0..1. 0 gives the lexical ids in lexical order, 1 the dense ones in dense order. */
  weight: number;
};

export type Fused = {
  id: string;
  /** In 0..1: `lexical` + `dense`. */
  score: number;
  /** What each side contributes, its weight included. */
  lexical: number;
  dense: number;
};

/**
 * Merges two rankings by their min–max normalised scores, best first. Scores and not ranks, because a clear lexical
 * winner must stay one (reciprocal rank fusion lost in trials). A side that does not know an id gives it nothing.
 */
export function fuse({ lexical, dense, weight }: FuseInput): Fused[] {
  const lexicalShare = weight < 1 ? scaled(lexical, 1 - weight) : NOTHING;
  const denseShare = weight > 0 ? scaled(dense, weight) : NOTHING;

  return [...new Set([...lexicalShare.keys(), ...denseShare.keys()])]
    .map((id) => shares(id, lexicalShare.get(id) ?? 0, denseShare.get(id) ?? 0))
    .sort((one, other) => other.score - one.score);
}

const NOTHING: ReadonlyMap<string, number> = new Map();

/** Best to `weight`, worst to 0; equal scores (one hit is such a case) all to `weight`: found beats not found. */
function scaled(scores: ReadonlyMap<string, number>, weight: number): Map<string, number> {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const score of scores.values()) {
    least = Math.min(least, score);
    most = Math.max(most, score);
  }

  const range = most - least;
  const shares = new Map<string, number>();
  for (const [id, score] of scores) shares.set(id, range > 0 ? weight * ((score - least) / range) : weight);
  return shares;
}

function shares(id: string, lexical: number, dense: number): Fused {
  return { id, score: lexical + dense, lexical, dense };
}

const SMALL = { passages: 2_000, weight: 0.3 };
const LARGE = { passages: 50_000, weight: 0.1 };

/**
 * Share of the dense side for a knowledge base of this many passages. Small sets gain from paraphrase; in large ones
 * there is always something near in meaning that does not answer (at .4, 13 of 16 changed questions were lost).
 * Between the two measured sizes it falls with the logarithm.
 */
export function denseWeight(passages: number): number {
  if (passages <= SMALL.passages) return SMALL.weight;
  if (passages >= LARGE.passages) return LARGE.weight;

  const way = Math.log(passages / SMALL.passages) / Math.log(LARGE.passages / SMALL.passages);
  return SMALL.weight + way * (LARGE.weight - SMALL.weight);
}
