import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import { SegmentBuilder } from "./build-segment.ts";
import type { Embedder } from "./embedder.ts";
import { LocalWordsIndexer } from "./index-words.ts";
import type { LearnedQuestions } from "./knowledge.ts";
import { wordForms } from "./language.ts";
import type { Passage } from "./passage.ts";
import { storeVectors, toStandardError } from "./passage-vectors.ts";
import { FIELD_SETTINGS } from "./ranking.ts";
import { openSegment, passagesOfPage, writeSegment } from "./segment.ts";
import { learnedIn, newSegmentFolder, readSnapshot, type Snapshot, swapSnapshot } from "./snapshot.ts";

export type UpdateInput = {
  /** Holds an index already; one writer at a time: the caller holds the lock. */
  folder: string;
  /** New and changed pages as a whole, one array a page. */
  changed: readonly (readonly Passage[])[];
  /** Paths that are gone. */
  removed: readonly string[];
  /** Approved questions by passage id, all of them; those of the index as it is when not given. */
  learned?: LearnedQuestions;
  /** The one that the index was built with. Null: changed pages are found by their words alone. */
  embedder?: Embedder | null;
};

/**
 * Makes a few changed pages live without building the index again: they become a small segment beside the main one,
 * whose old versions of them are hidden. Word statistics and the threshold of "I don't know" stay those of the last whole
 * build, so `indexKnowledge` is due now and then. Throws NothingIngestedError or DamagedIndexError.
 */
export async function updateKnowledge({
  folder,
  changed,
  removed,
  learned,
  embedder = null,
}: UpdateInput): Promise<{ version: string }> {
  const snapshot = readSnapshot(folder);
  const questions = learned ?? learnedIn(snapshot);
  const written = changed.filter((page) => page.length > 0);
  const touched = new Set([...written.map((page) => page[0]!.path), ...removed]);
  const kept = pagesOfSmallSegment(folder, snapshot).filter((page) => !touched.has(page[0]!.path));

  const segmentFolder = newSegmentFolder(folder);
  const { averages } = snapshot;
  const indexer = new LocalWordsIndexer(wordForms(), { fields: FIELD_SETTINGS, averages });
  const builder = new SegmentBuilder(segmentFolder, indexer, questions);
  for (const page of [...kept, ...written]) builder.addPage(page);
  writeSegment(segmentFolder, await builder.finish());
  if (embedder?.slow) {
    const segment = openSegment(segmentFolder);
    await storeVectors({ folder, segmentFolder, segment, embedder, announce: toStandardError });
  }

  const version = nextVersion(snapshot, written, removed);
  const hidden = [...new Set([...snapshot.hidden, ...touched])];
  const segments = [snapshot.segments[0]!, basename(segmentFolder)];
  swapSnapshot(folder, { ...snapshot, version, hidden, segments, learned: Object.fromEntries(questions) });
  return { version };
}

/** What changed before stays changed: the new small segment replaces the one before. */
function pagesOfSmallSegment(folder: string, { segments }: Snapshot): Passage[][] {
  const name = segments[1];
  if (name === undefined) return [];
  const segment = openSegment(join(folder, name));
  return segment.paths.map((_, page) => passagesOfPage(segment, page));
}

function nextVersion(
  { version }: Snapshot,
  changed: readonly (readonly Passage[])[],
  removed: readonly string[],
): string {
  const hash = createHash("sha256").update(version).update(removed.join("\n"));
  for (const page of changed) hash.update(page.map((passage) => `${passage.id} ${passage.hash}`).join("\n"));
  return hash.digest("hex").slice(0, 16);
}
