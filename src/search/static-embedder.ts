import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Embedder } from "./embedder.ts";
import { normalise } from "./normalise.ts";
import { bertWords, piecesOf, readWordPieces, type WordPieces } from "./word-pieces.ts";

/**
 * The embedder that ships with the product: about 0.03 ms a question, English. `root`: the checkout. Read once for each
 * process (50 ms, some 20 MB): serving, ingest and what staff approve share it.
 */
export function defaultEmbedder(root: string): Embedder {
  const folder = join(root, "src", "search", "static-embedder");
  const embedder = shipped.get(folder) ?? staticEmbedder(folder);
  shipped.set(folder, embedder);
  return embedder;
}

const shipped = new Map<string, Embedder>();

/**
 * One int8 row per word piece, summed and normalised: no network, no model run. Throws EmbedderDataError when the
 * folder's `table.bin` and `vocab.txt` are not what they should be.
 */
export function staticEmbedder(folder: string): Embedder {
  const table = readTable(join(folder, "table.bin"));
  const pieces = readWordPieces(readFileSync(join(folder, "vocab.txt"), "utf8"));

  const rowsOf = rememberedRows(pieces);

  return {
    id: `static-${table.dimensions}-v${table.version}`,
    dimensions: table.dimensions,
    slow: false,
    embed: async (texts) => texts.map((text) => sumOfRows(text, table, rowsOf)),
  };
}

export class EmbedderDataError extends Error {
  override readonly name = "EmbedderDataError";
}

type Table = { version: number; dimensions: number; scales: Float32Array; rows: Int8Array };

/** "STEB" in little-endian order. */
const MAGIC = 0x42455453;
const HEADER_BYTES = 16;

/** Layout: uint32 × (magic, version, rows, dimensions), float32 scale × rows, int8 × rows × dimensions; little-endian. */
function readTable(file: string): Table {
  const bytes = readFileSync(file);
  if (bytes.length < HEADER_BYTES || bytes.readUInt32LE(0) !== MAGIC)
    throw new EmbedderDataError(`${file} is no embedder table`);

  const [version, rows, dimensions] = [bytes.readUInt32LE(4), bytes.readUInt32LE(8), bytes.readUInt32LE(12)];
  const rowsStart = HEADER_BYTES + 4 * rows;
  if (bytes.length !== rowsStart + rows * dimensions) throw new EmbedderDataError(`${file} is cut off`);

  const scales = Float32Array.from({ length: rows }, (_, row) => bytes.readFloatLE(HEADER_BYTES + 4 * row));
  return {
    version,
    dimensions,
    scales,
    rows: new Int8Array(bytes.buffer, bytes.byteOffset + rowsStart, rows * dimensions),
  };
}

/** Words whose rows are kept, some 150 bytes each: texts repeat their words, and finding pieces takes longer than adding them. */
const KEPT_WORDS = 20_000;

function rememberedRows(pieces: WordPieces): (word: string) => readonly number[] {
  const kept = new Map<string, readonly number[]>();
  return (word) => {
    const known = kept.get(word);
    if (known) return known;
    if (kept.size >= KEPT_WORDS) kept.clear();
    const rows = piecesOf(word, pieces) ?? [];
    kept.set(word, rows);
    return rows;
  };
}

function sumOfRows(
  text: string,
  { dimensions, scales, rows }: Table,
  rowsOf: (word: string) => readonly number[],
): Float32Array {
  const sum = new Float32Array(dimensions);
  for (const word of bertWords(text)) {
    for (const row of rowsOf(word)) {
      const scale = scales[row]!;
      const start = row * dimensions;
      for (let i = 0; i < dimensions; i++) sum[i]! += scale * rows[start + i]!;
    }
  }
  return normalise(sum);
}
