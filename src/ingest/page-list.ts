import { appendFileSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";

/** A page of the index that serves. */
export type ListedPage = {
  path: string;
  title: string;
  /** In the page store. */
  key: string;
};

/** What happened to a few pages since the whole list was written. */
export type ListChange = { changed: ListedPage[]; removed: string[] };

/** Beyond, the whole list is written again: 27,000 pages take 4 MB. */
const LONGEST_LOG = 1 << 20;

/** The pages of an index folder in path order; empty when nothing was ingested. */
export function readPageList(folder: string): ListedPage[] {
  const written = readOrEmpty(listFile(folder));
  let listed: ListedPage[];
  try {
    listed = JSON.parse(written.toString()) as ListedPage[];
  } catch {
    return [];
  }
  const changes = readLog(folder, crc32(written));
  return changes.length === 0 ? listed : applied(listed, changes);
}

/** Atomic: a reader sees the old list or the new one. */
export function writePageList(folder: string, pages: readonly ListedPage[]): void {
  const temporary = `${listFile(folder)}.new`;
  writeFileSync(temporary, JSON.stringify(pages));
  renameSync(temporary, listFile(folder));
  // One that a crash leaves here names the list before, and is passed over.
  rmSync(logFile(folder), { force: true });
}

/**
 * Notes a change to a list without writing the others: some 5 ms for 27,000 pages instead of 50. A line that a crash cuts
 * off is passed over: the page then counts as not yet changed, and is taken again by whatever looks at it next.
 */
export function logPageChange(folder: string, change: ListChange): void {
  if ((statSync(logFile(folder), { throwIfNoEntry: false })?.size ?? 0) > LONGEST_LOG) {
    writePageList(folder, readPageList(folder));
  }
  const list = crc32(readOrEmpty(listFile(folder)));
  if (listOf(readOrEmpty(logFile(folder)).toString()) !== list) writeFileSync(logFile(folder), String(list));
  // The line break comes first, so that a cut-off line harms no other.
  appendFileSync(logFile(folder), `\n${JSON.stringify(change)}`);
}

/** Changes whenever the list does. */
export function pageListStamp(folder: string): string {
  const stats = [listFile(folder), logFile(folder)].map((file) => statSync(file, { throwIfNoEntry: false }));
  return [folder, ...stats.map((stat) => `${stat?.mtimeMs} ${stat?.ino} ${stat?.size}`)].join(" ");
}

function applied(listed: ListedPage[], changes: ListChange[]): ListedPage[] {
  const pages = new Map(listed.map((page) => [page.path, page]));
  for (const { changed, removed } of changes) {
    for (const path of removed) pages.delete(path);
    for (const page of changed) pages.set(page.path, page);
  }
  return [...pages.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function readLog(folder: string, list: number): ListChange[] {
  const log = readOrEmpty(logFile(folder)).toString();
  if (listOf(log) !== list) return [];
  const [, ...lines] = log.split("\n");
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as ListChange];
    } catch {
      return [];
    }
  });
}

/** Checksum of the list that the log belongs to, its first line. */
const listOf = (log: string): number => Number.parseInt(log, 10);

function readOrEmpty(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return Buffer.alloc(0);
    throw error;
  }
}

const listFile = (folder: string): string => join(folder, "pages.json");
const logFile = (folder: string): string => join(folder, "pages.log");
