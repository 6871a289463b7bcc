import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open, readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { PageParser } from "./page-parser.ts";
import type { PageStore } from "./page-store.ts";
import type { PageFile, SkippedFile } from "./walk-folder.ts";

/** Files open at once: enough to keep the parser's processes busy while others are read. */
const LANES = 16;

export type ParsedFiles = {
  /** Usable pages in the order of `files`. */
  pages: { path: string; key: string }[];
  skipped: SkippedFile[];
  /** Pages that were parsed now; the others were in the store. */
  parsed: number;
};

type Input = { files: PageFile[]; store: PageStore; parser: PageParser; onDone: (done: number) => void };

/** Brings the store up to date with the files. A page is known by its path and its bytes, whatever its date says. */
export async function parseFiles({ files, store, parser, onDone }: Input): Promise<ParsedFiles> {
  const results = new Map<PageFile, { key: string } | { reason: string }>();
  const salt = await parserVersion();
  const queue = files[Symbol.iterator]();
  let parsed = 0;

  async function lane(): Promise<void> {
    for (const file of queue) {
      results.set(file, await parseFile(file));
      onDone(results.size);
    }
  }

  async function parseFile({ path, file }: PageFile): Promise<{ key: string } | { reason: string }> {
    const bytes = await readWhole(file);
    if (typeof bytes === "string") return { reason: bytes };
    const key = createHash("sha256").update(salt).update(path).update("\0").update(bytes).digest("hex").slice(0, 32);
    if (store.has(key)) return { key };

    const page = await parser.parse(path, bytes);
    parsed++;
    if ("reason" in page) return page;
    store.add(key, page);
    return { key };
  }

  await Promise.all(Array.from({ length: LANES }, lane));
  const pages: ParsedFiles["pages"] = [];
  const skipped: SkippedFile[] = [];
  for (const file of files) {
    const result = results.get(file)!;
    if ("key" in result) pages.push({ path: file.path, key: result.key });
    else skipped.push({ path: file.path, reason: result.reason });
  }
  return { pages, skipped, parsed };
}

/** The walk has resolved links: one that takes the place of a file in between is not followed. */
async function readWhole(file: string): Promise<Uint8Array | string> {
  try {
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    return `cannot be opened (${(error as NodeJS.ErrnoException).code ?? error})`;
  }
}

/** Hash of the parser's own code: after an upgrade every page is parsed anew, and no number has to be remembered. */
async function parserVersion(): Promise<string> {
  const hash = createHash("sha256");
  for (const folder of [new URL("./", import.meta.url), new URL("./formats/", import.meta.url)]) {
    for (const name of (await readdir(fileURLToPath(folder))).sort()) {
      if (/\.[jt]s$/.test(name)) hash.update(await readFile(new URL(name, folder)));
    }
  }
  return hash.digest("hex");
}
