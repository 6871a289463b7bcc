import { denseWeight } from "./fuse.ts";
import type { FieldSettings } from "./postings.ts";

/** How strongly each signal counts. 0 switches a signal off; what each is worth: docs/reports (signals, one at a time). */
export type Ranking = {
  fields: FieldSettings;
  /** Share of the page's own score that each of its passages gets. */
  page: number;
  /** Of the mean idf of two neighbouring question words that stand together in the passage. */
  bigrams: number;
  /** Weight of a synonym beside the word that was asked. */
  synonyms: number;
  /** Weight of the nearest spelling of a word that the documentation does not know. */
  spellings: number;
  /** Share of the score that a near copy of a better page loses. */
  duplicates: number;
  /** Of the best score, when the conversation is about the page or folder. */
  topics: number;
  /** Of the question's idf, when the passage holds a "quoted phrase" of the question. */
  phrases: number;
  /** Share of the dense side in 0..1. */
  dense: number;
  /** Best by words of which neighbours, phrases and near copies are judged, about 5 µs each. */
  readPassages: number;
  /** Lexical best that are compared with the question by meaning. */
  densePassages: number;
};

/** Fields in the order body, headings, title, path, learned (docs/decisions/2026-11-23-learnt-questions.md). */
export const FIELD_SETTINGS: FieldSettings = {
  weights: [1, 1.5, 3, 1, 0.5],
  b: [0.75, 0.4, 0.4, 0.4, 0.2],
  k1: 3,
};

/** Passages. Below, a page of its own says little that its passages do not. */
const LARGE = 20_000;

/** Signals that help a small knowledge base can harm a large one, and the reverse. */
export function rankingFor(passages: number): Ranking {
  const large = passages > LARGE;
  return {
    fields: FIELD_SETTINGS,
    page: large ? 0.25 : 0,
    bigrams: 0.5,
    synonyms: 0.3,
    spellings: 0.8,
    duplicates: 0.1,
    topics: 2.5,
    phrases: 0.5,
    dense: denseWeight(passages),
    readPassages: large ? 50 : 100,
    densePassages: large ? 20 : 50,
  };
}
