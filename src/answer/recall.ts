import type { Hit, SearchResult } from "../search/knowledge.ts";
import type { Topics } from "./conversation-topics.ts";

/** Passages up to which what was found before is what a question points to, and from which it is not. */
const SMALL = 500;
const LARGE = 3_000;

/**
 * A question that only points back is often answered where the one before it was: each hit that was found before gets
 * `weight` · its own weight there, in shares of the best score. In a small documentation a section says all about its
 * subject; a large one has a page for each side of it, and there the folders tell better
 * (docs/decisions/2026-11-23-follow-ups.md). Between the two measured sizes it falls with the logarithm.
 */
export function recall(
  result: SearchResult,
  found: Topics["found"],
  weight: number,
  passages: number,
): { result: SearchResult; found: Topics["found"] } {
  const share = weight * smallness(passages);
  if (share === 0) return { result, found: new Map() };
  const hits = new Map(result.hits.map((hit) => [hit.passage.id, hit]));
  for (const [id, { hit, weight: own }] of found) {
    hits.set(id, { ...hit, score: (hits.get(id)?.score ?? 0) + share * own });
  }
  const sorted = [...hits.values()].sort((one, other) => other.score - one.score);
  return { result: { ...result, hits: sorted }, found };
}

function smallness(passages: number): number {
  const way = Math.log(passages / SMALL) / Math.log(LARGE / SMALL);
  return 1 - Math.min(1, Math.max(0, way));
}

/** Of the best passage that was found before; what is weaker was only found beside the answer. */
const LEAST = 0.5;

export const isRecalled = (hit: Hit | undefined, found: Topics["found"]): boolean =>
  hit !== undefined && (found.get(hit.passage.id)?.weight ?? 0) > LEAST;
