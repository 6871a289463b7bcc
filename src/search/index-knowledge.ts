import { createHash } from "node:crypto";
import { mkdir, open, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Passage } from "./passage.ts";

export type IndexInput = {
  /** Below DATA_DIR; made when missing. One writer at a time: the caller holds the lock. */
  folder: string;
  /** One array a page, in reading order. */
  pages: AsyncIterable<Passage[]> | Iterable<Passage[]>;
  onProgress?: (progress: { pages: number; passages: number }) => void;
};

export type IndexReport = { version: string; pages: number; passages: number; indexSeconds: number };

/** Builds a new snapshot beside the current one and swaps it in: a reader sees the old index or the new one. */
export async function indexKnowledge({ folder, pages, onProgress }: IndexInput): Promise<IndexReport> {
  const started = performance.now();
  await mkdir(folder, { recursive: true });
  const lines: string[] = [];
  const hash = createHash("sha256");
  let pageCount = 0;
  for await (const page of pages) {
    if (page.length === 0) continue;
    pageCount++;
    for (const passage of page) {
      lines.push(JSON.stringify(passage));
      hash.update(passage.id).update(passage.hash);
    }
    onProgress?.({ pages: pageCount, passages: lines.length });
  }
  const version = hash.digest("hex").slice(0, 16);
  const generation = `generation-${version}-${process.pid}-${Date.now()}`;
  await mkdir(join(folder, generation));
  await writeFile(join(folder, generation, "passages.jsonl"), lines.join("\n"));
  await writeFile(join(folder, generation, "manifest.json"), JSON.stringify({ version, pages: pageCount }));
  await swap(folder, generation);
  return { version, pages: pageCount, passages: lines.length, indexSeconds: (performance.now() - started) / 1000 };
}

async function swap(folder: string, generation: string): Promise<void> {
  const temporary = join(folder, "CURRENT.new");
  const file = await open(temporary, "w");
  await file.writeFile(generation);
  await file.sync();
  await file.close();
  await rename(temporary, join(folder, "CURRENT"));
  for (const name of await readdir(folder)) {
    if (name.startsWith("generation-") && name !== generation) await rm(join(folder, name), { recursive: true });
  }
}
