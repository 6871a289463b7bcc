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
