import { useReducer } from "preact/hooks";
import { useDesk } from "../parts/context.ts";
import { NOTHING_WRITTEN, type Written } from "./compose.ts";

export type ComposerMode = "reply" | "note";

const KEY = "unfinished";

/** What was begun and not sent. It outlives a look at another conversation and a reload, and ends with the tab. */
export class Unfinished {
  readonly #texts: Map<string, Written>;

  constructor(readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem">) {
    this.#texts = new Map(Object.entries(readKept(storage)));
  }

  read(name: string): Written {
    return this.#texts.get(name) ?? NOTHING_WRITTEN;
  }

  keep(name: string, written: Written): void {
    if (written.text === "") this.#texts.delete(name);
    else this.#texts.set(name, written);
    try {
      this.storage.setItem(KEY, JSON.stringify(Object.fromEntries(this.#texts)));
    } catch {
      // A full storage costs no more than the reload's memory.
    }
  }

  clear(): void {
    this.#texts.clear();
    this.storage.removeItem(KEY);
  }
}

function readKept(storage: Pick<Storage, "getItem">): Record<string, Written> {
  try {
    return JSON.parse(storage.getItem(KEY) ?? "{}") as Record<string, Written>;
  } catch {
    return {};
  }
}

/** What a person writes in a conversation. */
export function unfinishedName(staffId: string, mode: ComposerMode, conversationId: string): string {
  return `${staffId} ${mode} ${conversationId}`;
}

/** Reply and note are two texts: what is meant for colleagues must not reach a customer by a slip of the mode. */
export function useUnfinished(conversationId: string) {
  const { me, unfinished } = useDesk();
  const [, renderAgain] = useReducer((times: number) => times + 1, 0);
  const nameOf = (mode: ComposerMode) => unfinishedName(me.staffId, mode, conversationId);
  return {
    read: (mode: ComposerMode) => unfinished.read(nameOf(mode)),
    write(mode: ComposerMode, written: Written) {
      unfinished.keep(nameOf(mode), written);
      renderAgain(undefined);
    },
  };
}
