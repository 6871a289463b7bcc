import type { Passage } from "./passage.ts";

export type SearchQuery = {
  text: string;
  /** Words of earlier turns that the question leaves unsaid, with weights 0..1 beside its own. */
  carried?: ReadonlyMap<string, number>;
  /** Hits wanted, at most. */
  limit: number;
  /** Page paths (or folder prefixes ending in "/") that the conversation is about, with weights 0..1. */
  topics?: ReadonlyMap<string, number>;
  /** Fill `Hit.signals`: costs time, so only `--explain` and the record ask for it. */
  explain?: boolean;
};

export type Hit = {
  passage: Passage;
  /** Comparable within one result only; never confidence. Higher is better. */
  score: number;
  /** Share of each named signal in `score`; empty unless asked for. */
  signals: Readonly<Record<string, number>>;
};

/** Approved questions by the id of a passage that answers them. */
export type LearnedQuestions = ReadonlyMap<string, readonly string[]>;

/** How far the documentation covers the question, from which "I don't know" is decided. */
export type Support = {
  /** Comparable with `Knowledge.supportThreshold`. Ranking transfers between knowledge bases, thresholds do not. */
  score: number;
  parts: Readonly<Record<string, number>>;
};

export type SearchResult = {
  /** Best first; passages of the same page may follow each other. Empty when no term is known. */
  hits: Hit[];
  support: Support;
};

/** A content word of a text as the index knows it. */
export type Term = {
  /** As written, lower case. */
  surface: string;
  /** As indexed: equal stems are the same term. */
  stem: string;
  /** Inverse document frequency over passages, in nats; the maximum when `known` is false. */
  idf: number;
  known: boolean;
};

/** One immutable snapshot of the documentation, opened for reading. */
export interface Knowledge {
  /** Content hash of the snapshot. */
  readonly version: string;
  readonly pages: number;
  readonly passages: number;
  /** Below this `Support.score` nothing relevant is known (probe calibration after each ingest). */
  readonly supportThreshold: number;
  /** From here up to `supportThreshold` what was found may or may not answer; never above it. */
  readonly doubtThreshold: number;

  search(query: SearchQuery): Promise<SearchResult>;
  passage(id: string): Passage | undefined;
  /** The passages of a page in reading order; empty when there is no such page. */
  page(path: string): Passage[];
  /** Content words in order of appearance, duplicates included; stop words left out. */
  terms(text: string): Term[];
  /** A question with words written together or apart as the documentation writes them; mostly empty. Mere proposals. */
  readings(text: string): readonly string[];
}

/** Nothing was ever ingested into this folder. */
export class NothingIngestedError extends Error {
  constructor(folder: string) {
    super(`There is no index in ${folder} yet. Build it with: npm run ingest -- DIR`);
    this.name = "NothingIngestedError";
  }
}

/**
 * Where the newest snapshot comes from: asked at each question, so that an ingest is live at the next one. `current`
 * throws NothingIngestedError.
 */
export interface KnowledgeSource {
  current(): Knowledge;
}
