import type { KeyValueStore } from "./outbox.ts";

/**
 * A Storage under a prefix of this server's own. Where the browser forbids storage (private windows, blocked
 * third-party data) a Map takes its place: the chat then works until the page is left.
 */
export function browserStore(storage: () => Storage, server: string): KeyValueStore {
  const prefix = `switchboard:${server}:`;
  const opened = open(storage);
  const spare = new Map<string, string>();

  return {
    getItem: (key) => spare.get(key) ?? opened?.getItem(prefix + key) ?? null,
    removeItem: (key) => {
      spare.delete(key);
      opened?.removeItem(prefix + key);
    },
    setItem: (key, value) => {
      try {
        if (!opened) throw new Error("no storage");
        opened.setItem(prefix + key, value);
      } catch {
        // Also when the quota is spent.
        spare.set(key, value);
      }
    },
  };
}

function open(storage: () => Storage): Storage | null {
  try {
    return storage();
  } catch {
    return null;
  }
}
