import { createHash } from "node:crypto";
import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import type { Embedder } from "./embedder.ts";

/** Vectors are kept batch by batch: an ingest that was killed goes on where it was. */
const TEXTS_PER_BATCH = 64;
const HASH_BYTES = 32;
const CHECK_BYTES = 8;

/**
 * Remembers in `file` what `embedder` said, by content hash; the texts themselves are not stored. Meant for passages: the
 * file grows with every new text. Records that a crash left unfinished are dropped when it is opened.
 */
export function cachedEmbedder(embedder: Embedder, file: string): Embedder {
  const { id, dimensions } = embedder;
  const known = openCache(file, embedder);

  return {
    id,
    dimensions,
    slow: embedder.slow,
    async embed(texts) {
      const unknown = [...new Set(texts)].filter((text) => !known.has(hashOf(text)));
      for (let start = 0; start < unknown.length; start += TEXTS_PER_BATCH) {
        const batch = unknown.slice(start, start + TEXTS_PER_BATCH);
        const vectors = await embedder.embed(batch);
        keep(
          file,
          batch.map((text, i) => [hashOf(text), vectors[i]!] as const),
          known,
        );
      }
      return texts.map((text) => known.get(hashOf(text))!.slice());
    },
  };
}

/** File: one line that names the embedder, then records of (SHA-256 of the text, float32 × dimensions, check). */
function openCache(file: string, { id, dimensions }: Embedder): Map<string, Float32Array> {
  const header = Buffer.from(`switchboard-vectors 1 ${id} ${dimensions}\n`);
  const known = new Map<string, Float32Array>();
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  if (!bytes.subarray(0, header.length).equals(header)) {
    writeFileSync(file, header);
    return known;
  }

  let at = header.length;
  const size = HASH_BYTES + 4 * dimensions + CHECK_BYTES;
  for (; at + size <= bytes.length; at += size) {
    const record = bytes.subarray(at, at + size);
    const content = record.subarray(0, size - CHECK_BYTES);
    if (!checkOf(content).equals(record.subarray(size - CHECK_BYTES))) break;
    known.set(content.toString("hex", 0, HASH_BYTES), floatsOf(content.subarray(HASH_BYTES)));
  }
  truncateSync(file, at);
  return known;
}

function keep(
  file: string,
  entries: (readonly [hash: string, vector: Float32Array])[],
  known: Map<string, Float32Array>,
): void {
  const records = entries.map(([hash, vector]) => {
    const content = Buffer.concat([Buffer.from(hash, "hex"), bytesOf(vector)]);
    return Buffer.concat([content, checkOf(content)]);
  });

  const handle = openSync(file, "a");
  appendFileSync(handle, Buffer.concat(records));
  fsyncSync(handle);
  closeSync(handle);
  for (const [hash, vector] of entries) known.set(hash, vector);
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function checkOf(content: Buffer): Buffer {
  return createHash("sha256").update(content).digest().subarray(0, CHECK_BYTES);
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function floatsOf({ buffer, byteOffset, byteLength }: Buffer): Float32Array {
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}
