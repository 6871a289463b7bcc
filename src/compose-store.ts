import type { Logger } from "pino";
import type { Config } from "./config.ts";
import type { ConversationStore } from "./conversations/conversation-store.ts";
import { type FullDiskWatch, freeBytes, watchFullDisk } from "./conversations/full-disk.ts";
import type { DiskFigures } from "./server/metrics.ts";

export type ComposedStore = Pick<FullDiskWatch, "store"> & {
  /** Rejects while nothing can be kept for want of room; looks again at each call. */
  checkRoom: () => Promise<void>;
  figures: DiskFigures;
};

/** The store of conversations, which says in plain words when the disk is full. */
export function composeStore(
  { dataDir }: Pick<Config, "dataDir">,
  kept: ConversationStore,
  logger: Logger,
  free = () => freeBytes(dataDir),
): ComposedStore {
  const tell = (full: boolean) => (full ? logger.error(fullLine(dataDir)) : logger.info(ROOM_AGAIN));
  const { store, full } = watchFullDisk(kept, free, tell);
  return {
    store,
    async checkRoom() {
      // Only a write tells; what else is wrong with it, the check of the store says.
      await store.check().catch(() => {});
      if (full()) throw new Error(fullLine(dataDir));
    },
    figures: { full, free },
  };
}

const fullLine = (dataDir: string) =>
  `The disk of ${dataDir} is full. New messages are refused, and their customers are told so; what was acknowledged is safe, and is answered once there is room. Make room on this disk: the server goes on by itself.`;

const ROOM_AGAIN = "There is room on the disk again: messages are kept, and what waited is answered.";
