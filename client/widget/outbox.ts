import type { ErrorCode } from "../../src/protocol/visitor.ts";

/** A message that no acknowledgement covers yet. */
export type Unsent = {
  /** Given once and kept over reloads, so that the server takes the message once however often it is sent. */
  clientMessageId: string;
  text: string;
  /** Why the server refused it; null while it waits for its turn. */
  refused: ErrorCode | null;
};

/** Where text is kept: the browser's localStorage or sessionStorage, or a Map in their place. */
export type KeyValueStore = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export interface Outbox {
  /** Oldest first. */
  all(): Unsent[];
  add(message: Unsent): void;
  remove(clientMessageId: string): void;
  refuse(clientMessageId: string, code: ErrorCode): void;
  /** Forgets a refusal: the message waits again. */
  retry(clientMessageId: string): void;
}

/** Reads the store at each call, because the tabs of a browser share it. What is damaged counts as empty. */
export function outbox(store: KeyValueStore, key: string): Outbox {
  const all = () => readUnsent(store.getItem(key));
  const write = (messages: Unsent[]) =>
    messages.length > 0 ? store.setItem(key, JSON.stringify(messages)) : store.removeItem(key);
  const change = (clientMessageId: string, refused: ErrorCode | null) =>
    write(all().map((message) => (message.clientMessageId === clientMessageId ? { ...message, refused } : message)));

  return {
    all,
    add: (message) => write([...all(), message]),
    remove: (clientMessageId) => write(all().filter((message) => message.clientMessageId !== clientMessageId)),
    refuse: change,
    retry: (clientMessageId) => change(clientMessageId, null),
  };
}

function readUnsent(stored: string | null): Unsent[] {
  try {
    const messages: unknown = JSON.parse(stored ?? "[]");
    return Array.isArray(messages) ? messages.filter(isUnsent) : [];
  } catch {
    return [];
  }
}

function isUnsent(value: unknown): value is Unsent {
  const { clientMessageId, text } = (value ?? {}) as Partial<Unsent>;
  return typeof clientMessageId === "string" && typeof text === "string";
}
