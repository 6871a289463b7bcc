import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Page } from "../../../src/protocol/staff-http.ts";
import type { Failure } from "../wire/api.ts";
import { useDesk } from "./context.ts";

export type Pages<Item> = {
  items: readonly Item[];
  /** Nothing has arrived yet. */
  loading: boolean;
  failure: Failure | null;
  /** Reads the next page; null when all is there. */
  more: (() => void) | null;
  /** Reads the first page again. */
  reload: () => void;
};

/** Reads a list page by page. @param cursor the name of the query's part that takes `next` */
export function usePages<Item>(path: string, cursor: "after" | "before"): Pages<Item> {
  const { api } = useDesk();
  const [state, setState] = useState<{ path: string; items: Item[]; next: string | null; failure: Failure | null }>();
  const current = useRef(path);
  current.current = path;

  const read = useCallback(
    async (before: Item[], after: string | null) => {
      const joint = path.includes("?") ? "&" : "?";
      const result = await api.get<Page<Item>>(after ? `${path}${joint}${cursor}=${encodeURIComponent(after)}` : path);
      if (current.current !== path) return;
      if (result.ok)
        setState({ path, items: [...before, ...result.value.items], next: result.value.next, failure: null });
      // What was read stays in sight, and the next page can be asked for again.
      else
        setState((now) => {
          const known = now?.path === path ? now : { items: before, next: after };
          return { path, items: known.items, next: known.next, failure: result.error };
        });
    },
    [path],
  );
  useEffect(() => void read([], null), [read]);

  const known = state?.path === path ? state : null;
  const next = known?.next;
  return {
    items: known?.items ?? [],
    loading: !known,
    failure: known?.failure ?? null,
    more: next ? () => void read(known.items, next) : null,
    reload: () => void read([], null),
  };
}
