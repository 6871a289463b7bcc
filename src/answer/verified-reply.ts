import type { Passage } from "../search/passage.ts";
import type { Draft } from "./generate.ts";
import type { RecordBook } from "./record.ts";

export type VerifiedReply = {
  answerId: string;
  /** `[n]` cites `passages[n - 1]`. */
  text: string;
  /** As they are now, unchanged since staff verified the answer. */
  passages: Passage[];
  /** How far this answer is ahead of the next one, and how far it must be. */
  lead: number;
  threshold: number;
};

/** What the route asks first of all: staff's own answer to this question. */
export interface VerifiedAnswers {
  /** Null: no verified answer is meant with enough certainty, or the one that is has gone stale. */
  reply(question: string): Promise<VerifiedReply | null>;
}

export function verifiedReply(reply: VerifiedReply, { entry }: RecordBook): Draft {
  const { answerId, text, passages, lead, threshold } = reply;
  entry.verified = { answerId, lead, threshold };
  return { outcome: "answered", route: "verified", text, passages, streamed: false };
}
