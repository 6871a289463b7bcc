import { existsSync } from "node:fs";
import type { SearchAids } from "../search/shipped-aids.ts";
import { currentFile, readSnapshot } from "../search/snapshot.ts";
import { updateKnowledge } from "../search/update-knowledge.ts";
import { lockIndexFolder } from "./ingest-lock.ts";
import { indexFolder } from "./knowledge-folder.ts";
import { SYNONYMS_FILE } from "./own-synonyms.ts";
import { readPageList, writePageList } from "./page-list.ts";
import type { PageParser } from "./page-parser.ts";
import { PageStore } from "./page-store.ts";
import { parseFiles } from "./parse-files.ts";
import { findPage, isPage, type PageFile, type SkippedFile } from "./walk-folder.ts";

/** Pages that lie beside the main index at most: they are indexed again at each change, about 1 ms each. */
const MOST = 100;

export type ChangesSettings = {
  knowledgeDir: string;
  dataDir: string;
  /** Stays open: starting its threads would take longer than the change. */
  parser: PageParser;
  aids: SearchAids;
};

export type ChangesReport = { changed: string[]; removed: string[]; skipped: SkippedFile[]; seconds: number };

/**
 * Makes changed pages live without reading the others. `paths`: what may have changed below the folder; a page that is
 * the same, or no page, changes nothing. Undefined when a whole `ingest` is due: for many pages, for what is no page (a
 * folder that was moved, the synonyms), and when the folder has no index. Throws IngestRunningError.
 */
export type ChangesIngester = (paths: readonly string[]) => Promise<ChangesReport | undefined>;

/** Remembers what the page store held: scanning that of a large set anew would take longer than the change. */
export function changesIngester(settings: ChangesSettings): ChangesIngester {
  let earlier: PageStore | undefined;
  return async (paths) => {
    const { knowledgeDir, dataDir } = settings;
    if (!paths.every((path) => isPage(path) && path !== SYNONYMS_FILE)) return undefined;
    const folder = indexFolder(dataDir, knowledgeDir);
    if (!existsSync(currentFile(folder))) return undefined;
    if (new Set([...readSnapshot(folder).hidden, ...paths]).size > MOST) return undefined;

    const unlock = lockIndexFolder(folder, knowledgeDir);
    const store = PageStore.write(folder, earlier);
    try {
      return await applyChanges(folder, store, paths, settings);
    } finally {
      store.close();
      earlier = store;
      unlock();
    }
  };
}

async function applyChanges(
  folder: string,
  store: PageStore,
  paths: readonly string[],
  { knowledgeDir, parser, aids }: ChangesSettings,
): Promise<ChangesReport | undefined> {
  const started = performance.now();
  const before = readPageList(folder);
  const found = await Promise.all(paths.map((path) => findPage(knowledgeDir, path)));
  const files = found.filter((page): page is PageFile => page !== undefined && "file" in page);
  const unusable = found.filter((page): page is SkippedFile => page !== undefined && "reason" in page);
  const parsed = await parseFiles({ files, store, parser, onDone: () => {} });

  const known = new Map(before.map((page) => [page.path, page]));
  const usable = new Set(parsed.pages.map(({ path }) => path));
  const removed = paths.filter((path) => known.has(path) && !usable.has(path));
  if (removed.length === before.length) return undefined;
  const changed = parsed.pages.filter(({ path, key }) => known.get(path)?.key !== key);
  if (changed.length + removed.length > 0) {
    const pages = changed.map(({ key }) => store.passages(key)!);
    await updateKnowledge({ folder, changed: pages, removed, embedder: aids.embedder });
    for (const path of removed) known.delete(path);
    for (const [rank, { path, key }] of changed.entries())
      known.set(path, { path, title: pages[rank]![0]!.title, key });
    writePageList(
      folder,
      [...known.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    );
  }
  return {
    changed: changed.map(({ path }) => path),
    removed,
    skipped: [...unusable, ...parsed.skipped],
    seconds: (performance.now() - started) / 1000,
  };
}
