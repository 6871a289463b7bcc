import { join } from "node:path";
import { cachedEmbedder } from "./cached-embedder.ts";
import { embeddedText } from "./dense-side.ts";
import type { Embedder } from "./embedder.ts";
import type { Segment } from "./segment.ts";
import { openVectorIndex, VectorFilesError, writeVectorIndex } from "./vector-files.ts";
import { type VectorIndex, vectorsOf } from "./vector-index.ts";

/** Texts in memory at once; a server is asked for as many in a few requests. */
const BATCH = 256;
/** Beside the segments: what was embedded once is not embedded again when everything is indexed anew. */
const CACHE = "vectors.cache";

export type StoreInput = {
  /** The index folder. */
  folder: string;
  /** Of the new segment, which no snapshot names yet: its vectors become current with it. */
  segmentFolder: string;
  segment: Segment;
  embedder: Embedder;
  announce: (line: string) => void;
  onProgress?: ((done: number, total: number) => void) | undefined;
};

/**
 * Embeds every passage of a new segment and writes the vectors into its folder. Their ids are the passages' numbers.
 * Cost: the embedder's, once for each new text; in memory 8 bytes a dimension and passage. Throws what the embedder does.
 */
export async function storeVectors(input: StoreInput): Promise<void> {
  const { folder, segmentFolder, segment, announce, onProgress } = input;
  const embedder = cachedEmbedder(input.embedder, join(folder, CACHE));
  const total = segment.pageOf.length;
  const entries: [string, Float32Array][] = [];
  for (let start = 0; start < total; start += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, total - start) }, (_, rank) => start + rank);
    const vectors = await embedder.embed(numbers.map((number) => embeddedText(segment.texts.passage(number))));
    for (const [rank, number] of numbers.entries()) entries.push([String(number), vectors[rank]!]);
    onProgress?.(entries.length, total);
  }
  await writeVectorIndex(segmentFolder, vectorsOf(entries, embedder.dimensions), embedder.id, announce);
}

/**
 * Null for a quick embedder, which keeps none; null and one line that says why where the segment's vectors are missing,
 * damaged or another embedder's.
 */
export function openVectors(
  segmentFolder: string,
  embedder: Embedder,
  announce: (line: string) => void,
): VectorIndex | null {
  if (!embedder.slow) return null;
  try {
    return openVectorIndex(segmentFolder, embedder.id, announce);
  } catch (error) {
    if (!(error instanceof VectorFilesError)) throw error;
    announce(`${error.message}. Questions are searched by their words alone until the next: npm run ingest`);
    return null;
  }
}

/** Where one-line notices go while no logger is there. */
export const toStandardError = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
