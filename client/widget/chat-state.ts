import type { ErrorCode } from "../../src/protocol/visitor.ts";
import type { Conversation } from "./conversation.ts";
import type { Verdict } from "./memory.ts";
import type { Unsent } from "./outbox.ts";

/** All that the view is made from. */
export type ChatState = {
  conversation: Conversation;
  /** `idle` until the customer opens the chat or has a conversation to come back to; `outdated`: reload the page. */
  connection: "idle" | "connecting" | "online" | "reconnecting" | "outdated";
  unsent: readonly Unsent[];
  draft: string;
  open: boolean;
  /** Highest cursor that the customer has seen. */
  readTo: number;
  /** By the answer's id. */
  verdicts: Readonly<Record<string, Verdict>>;
  /** Why the last rating, stop or call for a person did not arrive. */
  trouble: ErrorCode | "lost" | null;
};
