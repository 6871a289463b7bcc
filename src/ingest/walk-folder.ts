import type { Dirent } from "node:fs";
import { lstat, readdir, realpath, stat } from "node:fs/promises";
import { dirname, extname, join, sep } from "node:path";
import { isOwnFile } from "./own-files.ts";

export type PageFile = {
  /** Relative to the knowledge folder, forward slashes. */
  path: string;
  /** With links resolved. */
  file: string;
};

export type SkippedFile = { path: string; reason: string };

export class NoFolderError extends Error {
  constructor(folder: string) {
    super(`There is no folder ${folder}.`);
    this.name = "NoFolderError";
  }
}

export class NotAFolderError extends Error {
  constructor(path: string) {
    super(`${path} is a file; give the folder that holds it.`);
    this.name = "NotAFolderError";
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
 * a page that is too large, a link that leaves the folder and a folder that cannot be read are named. Throws NoFolderError
 * and NotAFolderError.
 */
export async function walkFolder(folder: string): Promise<Walked> {
  const root = await realpath(folder).catch(() => {
    throw new NoFolderError(folder);
  });
  if (!(await stat(root)).isDirectory()) throw new NotAFolderError(folder);
  const walked: Walked = { files: [], skipped: [] };
  await walkInto(root, "", walked);
  walked.files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return walked;
}

/** One page as the walk would find it, why it would not be read, or undefined when it would be passed over. */
export async function findPage(folder: string, path: string): Promise<PageFile | SkippedFile | undefined> {
  if (path.split("/").some(isPassedOver) || isOwnFile(path)) return undefined;
  const root = await realpath(folder);
  const file = join(root, path);
  const entry = await lstat(file).catch(() => undefined);
  // The walk enters no linked folder.
  if (!entry || (await realpath(dirname(file))) !== dirname(file)) return undefined;
  const found: Walked = { files: [], skipped: [] };
  await addPage(root, path, entry.isSymbolicLink(), found);
  return found.files[0] ?? found.skipped[0];
}

async function walkInto(root: string, prefix: string, walked: Walked): Promise<void> {
  const entries = await entriesOf(root, prefix, walked);
  await Promise.all(
    entries.map((entry) => {
      const path = `${prefix}${entry.name}`;
      if (isPassedOver(entry.name) || isOwnFile(path)) return undefined;
      if (entry.isDirectory()) return walkInto(root, `${path}/`, walked);
      if (isPage(path)) return addPage(root, path, entry.isSymbolicLink(), walked);
      return entry.isSymbolicLink() ? nameFolderOutside(root, path, walked) : undefined;
    }),
  );
}

/** A linked folder is never entered. One within the folder is read where it lies; one outside would be missed in silence. */
async function nameFolderOutside(root: string, path: string, { skipped }: Walked): Promise<void> {
  const target = await realpath(join(root, path)).catch(() => undefined);
  if (target === undefined || target === root || target.startsWith(root + sep)) return;
  const entry = await stat(target).catch(() => undefined);
  if (entry?.isDirectory()) skipped.push({ path, reason: "a link that leaves the folder" });
}

async function addPage(root: string, path: string, isLink: boolean, { files, skipped }: Walked): Promise<void> {
  const file = await resolved(root, path, isLink);
  if (typeof file === "string") files.push({ path, file });
  else skipped.push({ path, reason: file.reason });
}

/** Where the page lies, links followed, or why it must not be read. */
async function resolved(root: string, path: string, isLink: boolean): Promise<string | { reason: string }> {
  try {
    const file = isLink ? await realpath(join(root, path)) : join(root, path);
    if (!file.startsWith(root + sep)) return { reason: "a link that leaves the folder" };

    const entry = await stat(file);
    // A pipe or a device would be read for ever.
    if (!entry.isFile()) return { reason: "not a file" };
    const limit = LIMITS[extname(path).toLowerCase()]!;
    return entry.size > limit ? { reason: tooLarge(entry.size, limit) } : file;
  } catch (error) {
    return { reason: `cannot be opened (${(error as NodeJS.ErrnoException).code})` };
  }
}

async function entriesOf(root: string, prefix: string, { skipped }: Walked): Promise<Dirent[]> {
  try {
    return await readdir(join(root, prefix), { withFileTypes: true });
  } catch (error) {
    if (prefix === "") throw error;
    skipped.push({ path: prefix, reason: `cannot be opened (${(error as NodeJS.ErrnoException).code})` });
    return [];
  }
}

const isPassedOver = (name: string): boolean => name.startsWith(".") || name === "node_modules";

/** By its name. */
export function isPage(path: string): boolean {
  return extname(path).toLowerCase() in LIMITS;
}

function tooLarge(size: number, limit: number): string {
  return `too large: ${Math.ceil(size / MEGABYTE)} MB, at most ${limit / MEGABYTE} MB is read`;
}
