import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A page of the index that serves. */
export type ListedPage = {
  path: string;
  title: string;
  /** In the page store. */
  key: string;
};

/** The pages of an index folder in path order; empty when nothing was ingested. */
export function readPageList(folder: string): ListedPage[] {
  try {
    return JSON.parse(readFileSync(pageListFile(folder), "utf8")) as ListedPage[];
  } catch {
    return [];
  }
}

/** Atomic: a reader sees the old list or the new one. */
export function writePageList(folder: string, pages: ListedPage[]): void {
  const temporary = `${pageListFile(folder)}.new`;
  writeFileSync(temporary, JSON.stringify(pages));
  renameSync(temporary, pageListFile(folder));
}

export function pageListFile(folder: string): string {
  return join(folder, "pages.json");
}
