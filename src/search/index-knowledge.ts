import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { basename } from "node:path";
import { SegmentBuilder } from "./build-segment.ts";
import { denseSideFor } from "./dense-side.ts";
import type { Knowledge, LearnedQuestions } from "./knowledge.ts";
import { wordForms } from "./language.ts";
import type { Passage } from "./passage.ts";
import { openVectors, storeVectors, toStandardError } from "./passage-vectors.ts";
import type { FieldSettings } from "./postings.ts";
import { type SupportThresholds, supportThresholdsOf } from "./probes.ts";
import { FIELD_SETTINGS, rankingFor } from "./ranking.ts";
import { openSegment, type Segment, writeSegment } from "./segment.ts";
import { type SearchAids, shippedAids } from "./shipped-aids.ts";
import { learnedIn, newSegmentFolder, type Snapshot, swapSnapshot } from "./snapshot.ts";
import { type TextKnowledgeParts, textKnowledge } from "./text-knowledge.ts";
import { wordsIndexer } from "./words-thread.ts";

export type IndexInput = {
  /** Below DATA_DIR; made when missing. One writer at a time: the caller holds the lock. */
  folder: string;
  /** One array a page, in reading order. */
  pages: AsyncIterable<Passage[]> | Iterable<Passage[]>;
  onProgress?: (progress: { pages: number; passages: number }) => void;
  /** The customer's own groups of synonyms; see synonyms.ts. */
  synonyms?: string;
  learned?: LearnedQuestions;
  /** Overrides what fields count; for measuring one of them. */
  fields?: FieldSettings;
  aids?: SearchAids;
  /** Passages embedded so far, where the embedder is slow. */
  onEmbedded?: (done: number, total: number) => void;
  /** Told in one line when no graph could be built; standard error when not given. */
  announce?: (line: string) => void;
};

export type IndexReport = {
  version: string;
  pages: number;
  passages: number;
  /** From passages to the index on disk, without waiting for the pages to come. */
  indexSeconds: number;
  /** Asking the probe questions of the new index. */
  calibrationSeconds: number;
};

/** Builds a whole new index beside the current one and swaps it in: a reader sees the old index or the new one. */
export async function indexKnowledge(input: IndexInput): Promise<IndexReport> {
  const { folder, synonyms = "", learned = new Map(), aids = shippedAids(), announce = toStandardError } = input;
  const { fields = FIELD_SETTINGS } = input;
  mkdirSync(folder, { recursive: true });
  const segmentFolder = newSegmentFolder(folder);
  const words = wordForms();
  const indexer = wordsIndexer(words, { fields });
  const builder = new SegmentBuilder(segmentFolder, indexer, learned);
  const { version, addMs } = await addPages(input, builder).catch(async (error) => {
    await indexer.stop();
    throw error;
  });
  const added = performance.now();
  const arrays = await builder.finish();
  writeSegment(segmentFolder, arrays);
  const built = performance.now();

  const snapshot: Omit<Snapshot, keyof SupportThresholds> = {
    format: 2,
    version,
    segments: [basename(segmentFolder)],
    hidden: [],
    averages: { passages: [...arrays.passageAverages], pages: [...arrays.pageAverages] },
    synonyms,
    learned: Object.fromEntries(learned),
  };
  const segment = openSegment(segmentFolder);
  const { embedder } = aids;
  if (embedder?.slow) {
    await storeVectors({ folder, segmentFolder, segment, embedder, announce, onProgress: input.onEmbedded });
  }
  const index = embedder && openVectors(segmentFolder, embedder, announce);
  const dense: TextKnowledgeParts["dense"] = embedder && ((read) => denseSideFor(embedder, [index], read, announce));
  // A slow embedder would take minutes over the probes, and support is judged by words.
  const probing = embedder?.slow ? null : dense;
  const thresholds = await calibrated(segment, snapshot, { ...aids, dense: probing }, words);
  swapSnapshot(folder, { ...snapshot, ...thresholds });
  return {
    version,
    pages: builder.pages,
    passages: builder.passages,
    indexSeconds: (addMs + built - added) / 1000,
    calibrationSeconds: (performance.now() - built) / 1000,
  };
}

async function addPages({ pages, onProgress }: IndexInput, builder: SegmentBuilder) {
  const hash = createHash("sha256");
  let addMs = 0;
  for await (const page of pages) {
    if (page.length === 0) continue;
    const started = performance.now();
    const full = builder.addPage(page);
    if (full) await full;
    hash.update(page.map((passage) => `${passage.id} ${passage.hash}`).join("\n"));
    addMs += performance.now() - started;
    onProgress?.({ pages: builder.pages, passages: builder.passages });
  }
  return { version: hash.digest("hex").slice(0, 16), addMs };
}

/** Where "I don't know" begins on this knowledge base: see probes.ts. */
async function calibrated(
  segment: Segment,
  snapshot: Omit<Snapshot, keyof SupportThresholds>,
  { dense, background, probes }: Pick<SearchAids, "background" | "probes"> & Pick<TextKnowledgeParts, "dense">,
  words: ReturnType<typeof wordForms>,
): Promise<SupportThresholds> {
  const knowledge: Knowledge = textKnowledge({
    version: snapshot.version,
    segments: [segment],
    hidden: new Set(),
    words,
    ranking: rankingFor(segment.pageOf.length),
    dense,
    ownSynonyms: snapshot.synonyms,
    // Read by them, off-topic questions would find more words too, and the threshold would take back what they answer.
    guesses: false,
    learned: learnedIn(snapshot),
    background,
    supportThreshold: 0,
    doubtThreshold: 0,
  });
  const scores: number[] = [];
  for (const text of probes) scores.push((await knowledge.search({ text, limit: 1 })).support.score);
  return supportThresholdsOf(scores, segment.pageOf.length);
}
