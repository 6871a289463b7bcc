import type { Refusal } from "../protocol/visitor.ts";
import type { ReviewDesk } from "./review-desk.ts";

/** Notes what somebody did to the conversation of an answer. `detail` holds no word of a customer. */
export type NoteReview = (staffId: string, action: string, answerId: string, detail: string) => Promise<void>;

/** The same desk, of which the log learns: only what was done, not what was refused. */
export function auditedReviews(desk: ReviewDesk, note: NoteReview): ReviewDesk {
  async function noted<Done extends { ok: true }>(
    reviewed: Done | Refusal,
    ...entry: Parameters<NoteReview>
  ): Promise<Done | Refusal> {
    if (reviewed.ok) await note(...entry);
    return reviewed;
  }

  return {
    review: async (review, staffId) =>
      noted(await desk.review(review, staffId), staffId, "review", review.messageId, review.verdict),
    settle: async (review, staffId) =>
      noted(await desk.settle(review, staffId), staffId, "settle-review", review.messageId, review.verdict),
    undo: async (answerId, staffId) => noted(await desk.undo(answerId, staffId), staffId, "undo-review", answerId, ""),
    async retire(id, staffId) {
      const retired = await desk.retire(id, staffId);
      if (retired) await note(staffId, "retire-verified-answer", id, "");
      return retired;
    },
  };
}
