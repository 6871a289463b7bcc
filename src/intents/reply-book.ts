import { z } from "zod";
import { byName } from "../models/by-name.ts";

const approvedReplySchema = z.object({
  /** Placeholders such as `[ORDER_1]` are slots. */
  text: z.string(),
  /** Conversations in which staff approved it. */
  approvals: z.number().int().positive(),
  /** The passages that it cites, as they were when it was approved last. */
  cited: z.array(z.object({ passageId: z.string(), hash: z.string() })),
  /** Mean direction of the questions that it answered. */
  centre: z.array(z.number()),
});
export type ApprovedReply = z.infer<typeof approvedReplySchema>;

/** Approved replies by intent. */
export const replyBookSchema = byName(z.array(approvedReplySchema));
export type ReplyBook = z.infer<typeof replyBookSchema>;

/** The reply whose questions lie nearest to this one. Its words are staff's; nothing is ever written freely. */
export function pickReply(replies: readonly ApprovedReply[], vector: Float32Array): ApprovedReply | undefined {
  const nearness = ({ centre }: ApprovedReply) => centre.reduce((sum, value, at) => sum + value * vector[at]!, 0);
  return [...replies].sort((one, other) => nearness(other) - nearness(one) || other.approvals - one.approvals)[0];
}

const SLOT = /\[([A-Z]+)_(\d{1,9})\]/g;

export type SlotValues = ReadonlyMap<string, string>;

/** Null when a slot has no value in this conversation: half a reply is none. */
export function fillReply(text: string, values: SlotValues): string | null {
  const missing = [...text.matchAll(SLOT)].some(([slot]) => !values.has(slot));
  return missing ? null : text.replace(SLOT, (slot) => values.get(slot)!);
}

export const slotsOf = (text: string): string[] => [...text.matchAll(SLOT)].map(([slot]) => slot);
