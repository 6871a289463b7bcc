import { existsSync } from "node:fs";
import type { SearchAids } from "../search/shipped-aids.ts";
import { currentFile, readSnapshot } from "../search/snapshot.ts";
import { updateKnowledge } from "../search/update-knowledge.ts";
import { lockIndexFolder } from "./ingest-lock.ts";
import { indexFolder } from "./knowledge-folder.ts";
import { isOwnFile } from "./own-files.ts";
import { type ListedPage, logPageChange, pageListStamp, readPageList } from "./page-list.ts";
import type { PageParser } from "./page-parser.ts";
import { PageStore } from "./page-store.ts";
import { parseFiles } from "./parse-files.ts";
import { findPage, isPage, type PageFile, type SkippedFile } from "./walk-folder.ts";

/** Pages that lie beside the main index at most: they are indexed again at each change, about 1 ms each. */
export const MOST_BESIDE = 100;

export type ChangesSettings = {
  knowledgeDir: string;
  dataDir: string;
  /** Stays open: starting its processes would take longer than the change. */
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

/** Pages by path, as listed when the stamp was taken. */
type Known = { stamp: string; pages: Map<string, ListedPage> };

/**
 * Remembers what the page store and the page list held: reading those of a large set anew would take longer than the
 * change. Told of no paths it only reads them.
 */
export function changesIngester(settings: ChangesSettings): ChangesIngester {
  let earlier: PageStore | undefined;
  let known: Known | undefined;
  return async (paths) => {
    const { knowledgeDir, dataDir } = settings;
    if (!paths.every((path) => isPage(path) && !isOwnFile(path))) return undefined;
    const folder = indexFolder(dataDir, knowledgeDir);
    if (!existsSync(currentFile(folder))) return undefined;
    if (new Set([...readSnapshot(folder).hidden, ...paths]).size > MOST_BESIDE) return undefined;

    const unlock = lockIndexFolder(folder, knowledgeDir);
    const store = PageStore.write(folder, earlier);
    try {
      if (known?.stamp !== pageListStamp(folder)) known = listedIn(folder);
      const report = await applyChanges(folder, store, known.pages, paths, settings);
      known.stamp = pageListStamp(folder);
      return report;
    } finally {
      store.close();
      earlier = store;
      unlock();
    }
  };
}

function listedIn(folder: string): Known {
  const stamp = pageListStamp(folder);
  return { stamp, pages: new Map(readPageList(folder).map((page) => [page.path, page])) };
}

/** `known` is brought up to date. */
async function applyChanges(
  folder: string,
  store: PageStore,
  known: Map<string, ListedPage>,
  paths: readonly string[],
  { knowledgeDir, parser, aids }: ChangesSettings,
): Promise<ChangesReport | undefined> {
  const started = performance.now();
  const found = await Promise.all(paths.map((path) => findPage(knowledgeDir, path)));
  const files = found.filter((page): page is PageFile => page !== undefined && "file" in page);
  const unusable = found.filter((page): page is SkippedFile => page !== undefined && "reason" in page);
  const parsed = await parseFiles({ files, store, parser, onDone: () => {} });

  const usable = new Set(parsed.pages.map(({ path }) => path));
  const removed = paths.filter((path) => known.has(path) && !usable.has(path));
  if (paths.length > 0 && removed.length === known.size) return undefined;
  const changed = parsed.pages.filter(({ path, key }) => known.get(path)?.key !== key);
  if (changed.length + removed.length > 0) {
    const pages = changed.map(({ key }) => store.passages(key)!);
    await updateKnowledge({ folder, changed: pages, removed, embedder: aids.embedder });
    const listed = changed.map(({ path, key }, rank) => ({ path, title: pages[rank]![0]!.title, key }));
    logPageChange(folder, { changed: listed, removed });
    for (const path of removed) known.delete(path);
    for (const page of listed) known.set(page.path, page);
  }
  return {
    changed: changed.map(({ path }) => path),
    removed,
    skipped: [...unusable, ...parsed.skipped],
    seconds: (performance.now() - started) / 1000,
  };
}
