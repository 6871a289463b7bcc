import { FULL_IMPACT, type Postings } from "./postings.ts";
import type { QuestionTerm } from "./read-question.ts";
import type { Segment } from "./segment.ts";
import type { TimeSlice } from "./time-slice.ts";

/** One cell a passage and a page: taken from a pool, because concurrent searches must not share it. */
export type Scores = { passages: Float32Array; pages: Float32Array };

export const emptyScores = ({ pageOf, paths }: Segment): Scores => ({
  passages: new Float32Array(pageOf.length),
  pages: new Float32Array(paths.length),
});

/** Adds BM25F of every term to every passage and page that holds it, and yields to the event loop in between. */
export async function scorePassages(
  terms: readonly QuestionTerm[],
  segment: Segment,
  position: number,
  withPages: boolean,
  scores: Scores,
  slice: TimeSlice,
): Promise<void> {
  scores.passages.fill(0);
  scores.pages.fill(0);
  for (const { ids, idf, pageIdf, weight } of terms) {
    const term = ids[position]!;
    if (term < 0) continue;
    addImpacts(segment.passagePostings, term, weight * idf, scores.passages);
    if (withPages) addImpacts(segment.pagePostings, term, weight * Math.min(idf, pageIdf), scores.pages);
    await slice.breathe();
  }
}

function addImpacts({ starts, documents, impacts }: Postings, term: number, worth: number, into: Float32Array): void {
  const scale = worth / FULL_IMPACT;
  const end = starts[term + 1]!;
  for (let at = starts[term]!; at < end; at++) into[documents[at]!]! += scale * impacts[at]!;
}
