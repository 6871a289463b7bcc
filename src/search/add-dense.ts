import type { Candidate } from "./best-passages.ts";
import { type Nearness, type Place, placeKey } from "./dense-side.ts";
import { fuse } from "./fuse.ts";

export type AddDenseInput = {
  /** Lexical best that were compared, best first; their scores change. */
  compared: readonly Candidate[];
  /** Their similarities are in the order of `compared`. */
  near: Nearness;
  /** Share of the dense side in 0..1. */
  weight: number;
  /** The candidate of a passage that is near in meaning; null for one that is hidden. */
  candidateOf: (place: Place) => Candidate | null;
};

/**
 * Adds the dense share on the scale of the lexical scores, so that the order is that of `fuse`: what was not among the
 * lexical best starts where the worst of them stands.
 */
export function addDense({ compared, near, weight, candidateOf }: AddDenseInput): void {
  const candidates = new Map(compared.map((candidate) => [placeKey(candidate), candidate]));
  const lexical = new Map(compared.map((candidate) => [placeKey(candidate), candidate.score]));
  const dense = new Map<string, number>();
  for (const [at, value] of near.similarities.entries()) {
    if (value !== undefined) dense.set(placeKey(compared[at]!), value);
  }
  for (const { similarity, ...place } of near.nearest) {
    const key = placeKey(place);
    const candidate = candidates.get(key) ?? candidateOf(place);
    if (candidate) candidates.set(key, candidate);
    if (candidate) dense.set(key, similarity);
  }

  const { floor, unit } = scaleOf(compared, weight);
  for (const { id, dense: share } of fuse({ lexical, dense, weight })) {
    const candidate = candidates.get(id)!;
    const lift = lexical.has(id) ? 0 : Math.max(0, floor - candidate.score);
    give(candidate, lift + share * unit);
  }
}

/** Score of a candidate without words, and of one whole share. Where all scores are equal, each is worth all of it. */
function scaleOf(compared: readonly Candidate[], weight: number): { floor: number; unit: number } {
  const [most, least] = [compared[0]?.score ?? 0, compared.at(-1)?.score ?? 0];
  const floor = most > least ? least : 0;
  return { floor, unit: most > 0 ? (most - floor) / (1 - weight) : 1 };
}

function give(candidate: Candidate, share: number): void {
  candidate.score += share;
  if (share > 0) candidate.shares.dense = share;
}
