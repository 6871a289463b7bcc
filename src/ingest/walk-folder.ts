import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { SYNONYMS_FILE } from "./own-synonyms.ts";

export type PageFile = {
  /** Relative to the knowledge folder, forward slashes. */
  path: string;
  file: string;
  /** Bytes. */
  size: number;
};

export type SkippedFile = { path: string; reason: string };

export class NoFolderError extends Error {
  constructor(folder: string) {
    super(`There is no folder ${folder}.`);
    this.name = "NoFolderError";
  }
}

const MEGABYTE = 1024 * 1024;
/** Largest file that is read, in bytes: text beyond this is a dump rather than a page. */
const LIMITS: Record<string, number> = {
  ".md": 16 * MEGABYTE,
  ".markdown": 16 * MEGABYTE,
  ".mdx": 16 * MEGABYTE,
  ".html": 16 * MEGABYTE,
  ".htm": 16 * MEGABYTE,
  ".txt": 16 * MEGABYTE,
  ".csv": 16 * MEGABYTE,
  ".pdf": 64 * MEGABYTE,
  ".docx": 64 * MEGABYTE,
};

export type Walked = {
  /** By path, in code-unit order: the same folder gives the same index. */
  files: PageFile[];
  skipped: SkippedFile[];
};

/**
 * Lists the pages of a folder. Hidden entries, `node_modules` and other kinds of file are passed over in silence;
 * a page that is too large, a link that leaves the folder and a folder that cannot be read are named. Throws NoFolderError.
 */
export async function walkFolder(folder: string): Promise<Walked> {
  const root = await realpath(folder).catch(() => {
    throw new NoFolderError(folder);
  });
  const walked: Walked = { files: [], skipped: [] };
  await walkInto(root, "", walked);
  walked.files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return walked;

  async function walkInto(at: string, prefix: string, found: Walked): Promise<void> {
    for (const entry of await entriesOf(at, prefix, found)) {
      const path = `${prefix}${entry.name}`;
      if (entry.name.startsWith(".") || entry.name === "node_modules" || path === SYNONYMS_FILE) continue;
      if (entry.isDirectory()) await walkInto(join(at, entry.name), `${path}/`, found);
      else if (isPage(path)) await addPage(join(at, entry.name), path, entry, found);
    }
  }

  async function addPage(file: string, path: string, entry: Dirent, found: Walked): Promise<void> {
    const target = entry.isSymbolicLink() ? await realpath(file).catch(() => undefined) : file;
    if (target === undefined) return void found.skipped.push({ path, reason: "a link that leads nowhere" });
    if (!target.startsWith(root + sep))
      return void found.skipped.push({ path, reason: "a link that leaves the folder" });

    const { size } = await stat(target);
    const limit = LIMITS[extname(path).toLowerCase()]!;
    if (size > limit) return void found.skipped.push({ path, reason: tooLarge(size, limit) });
    found.files.push({ path, file: target, size });
  }
}

async function entriesOf(at: string, prefix: string, found: Walked): Promise<Dirent[]> {
  try {
    return await readdir(at, { withFileTypes: true });
  } catch (error) {
    if (prefix === "") throw error;
    found.skipped.push({
      path: prefix,
      reason: `the folder cannot be read (${(error as NodeJS.ErrnoException).code})`,
    });
    return [];
  }
}

function isPage(path: string): boolean {
  return extname(path).toLowerCase() in LIMITS;
}

function tooLarge(size: number, limit: number): string {
  return `too large: ${Math.ceil(size / MEGABYTE)} MB, at most ${limit / MEGABYTE} MB is read`;
}
