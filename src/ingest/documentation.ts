import type { Passage } from "../search/passage.ts";
import { type ListedPage, pageListStamp, readPageList } from "./page-list.ts";
import { PageStore } from "./page-store.ts";

/** The pages that answers come from, as they were ingested. */
export interface Documentation {
  /** In path order. */
  pages(): readonly ListedPage[];
  /** Undefined for a path that is not in the index: nothing else can be reached. */
  markdown(path: string): string | undefined;
}

type Opened = { stamp: string; pages: ListedPage[]; keys: Map<string, string>; store: PageStore | undefined };

/** `indexFolder` is asked at each call, and a new ingest is noticed by the dates of the page list (two `stat`s). */
export function ingestedDocumentation(indexFolder: () => string): Documentation {
  let opened: Opened | undefined;

  function current(): Opened {
    const folder = indexFolder();
    const stamp = pageListStamp(folder);
    if (opened?.stamp === stamp) return opened;
    opened?.store?.close();
    const pages = readPageList(folder);
    opened = {
      stamp,
      pages,
      keys: new Map(pages.map(({ path, key }) => [path, key])),
      store: PageStore.read(folder),
    };
    return opened;
  }

  return {
    pages: () => current().pages,
    markdown(path) {
      const { keys, store } = current();
      const key = keys.get(path);
      return key === undefined ? undefined : store?.markdown(key);
    },
  };
}

/** Paths of listed pages that are not there any more, or not as they were written; null: the list itself cannot be read. */
export function brokenPages(indexFolder: string): string[] | null {
  const pages = readPageList(indexFolder);
  if (pages.length === 0) return null;
  const store = PageStore.read(indexFolder);
  try {
    return pages.filter((page) => !isWhole(page, store?.passages(page.key)?.[0])).map(({ path }) => path);
  } finally {
    store?.close();
  }
}

/** The list has no checksum of its own, and each page knows what it should say. */
const isWhole = ({ path, title }: ListedPage, stored: Passage | undefined): boolean =>
  stored?.path === path && stored.title === title;
