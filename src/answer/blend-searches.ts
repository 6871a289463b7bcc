import type { Hit, SearchResult } from "../search/knowledge.ts";

/**
 * One ranking of two searches: the question by itself, and with what the conversation adds. Each hit gets
 * `standing` · its share of the best score alone + (1 − standing) · the same in context, so that a change of topic wins
 * on its own words and a follow-up on the earlier ones. Support is the better of both.
 */
export function blendSearches(alone: SearchResult, inContext: SearchResult, standing: number): SearchResult {
  const blended = new Map<string, Hit>();
  for (const { hits, weight } of [
    { hits: alone.hits, weight: standing },
    { hits: inContext.hits, weight: 1 - standing },
  ]) {
    const best = hits[0]?.score ?? 0;
    for (const hit of hits) {
      const share = best > 0 ? (weight * hit.score) / best : 0;
      const before = blended.get(hit.passage.id);
      blended.set(hit.passage.id, { ...hit, score: (before?.score ?? 0) + share });
    }
  }

  return {
    hits: [...blended.values()].sort((a, b) => b.score - a.score),
    support: alone.support.score >= inContext.support.score ? alone.support : inContext.support,
  };
}
