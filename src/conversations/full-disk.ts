import { statfsSync } from "node:fs";
import type { ConversationStore } from "./conversation-store.ts";

/** Whether something failed for want of room, by the codes of SQLite and of the operating system. */
export function isDiskFull(fault: unknown): boolean {
  const code = typeof fault === "object" && fault !== null && "code" in fault ? fault.code : undefined;
  return code === "SQLITE_FULL" || code === "ENOSPC" || code === "EDQUOT";
}

/** Bytes that this process may still write to the disk of a folder. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

export type FullDiskWatch = {
  /** The same store; what becomes of its writes is looked at. */
  store: ConversationStore;
  /** Whether the last that was heard is that there is no room. */
  full: () => boolean;
};

/** Below, a write that happens to fit into what the log of the database holds already is no sign of room. */
const ROOM = 1_024 ** 2;

/** What changes the database. A read succeeds on a full disk and says nothing of it. */
const WRITES = [
  "keepQuestion",
  "startAnswer",
  "finishAnswer",
  "rateAnswer",
  "keepHumanRequest",
  "keepEmail",
  "transfer",
  "keepReply",
  "keepDraft",
  "keepCustomer",
  "changeOwner",
  "check",
] as const;

/** Tells once that the disk is full, and once that there is room again, however many writes fail between. */
export function watchFullDisk(
  store: ConversationStore,
  free: () => number,
  tell: (full: boolean) => void,
): FullDiskWatch {
  let full = false;
  const change = (now: boolean) => {
    if (now !== full) tell(now);
    full = now;
  };

  const watched =
    (write: (...args: never[]) => Promise<unknown>) =>
    async (...args: never[]) => {
      try {
        const result = await write(...args);
        if (full && free() >= ROOM) change(false);
        return result;
      } catch (error) {
        if (isDiskFull(error)) change(true);
        throw error;
      }
    };
  const writes = Object.fromEntries(WRITES.map((verb) => [verb, watched(store[verb])]));
  return { store: { ...store, ...writes }, full: () => full };
}
