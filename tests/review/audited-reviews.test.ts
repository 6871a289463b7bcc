import { describe, expect, it } from "@jest/globals";
import { refusal } from "../../src/conversations/refusal.ts";
import type { Reviewed } from "../../src/protocol/review.ts";
import { auditedReviews } from "../../src/review/audited-reviews.ts";
import type { ReviewDesk } from "../../src/review/review-desk.ts";

const DONE: Reviewed = { ok: true, state: "agreed", verifiedAnswer: true, documentationGap: false, learningRow: true };

function deskThat(answers: boolean) {
  const said = async () => (answers ? DONE : refusal("not-found"));
  const desk: ReviewDesk = { review: said, settle: said, undo: said, retire: async () => answers };
  const log: string[][] = [];
  return { log, audited: auditedReviews(desk, async (...entry) => void log.push(entry)) };
}

async function everything(desk: ReviewDesk) {
  await desk.review({ messageId: "a1", verdict: "corrected", text: "You have 60 days." }, "ana");
  await desk.settle({ messageId: "a1", verdict: "approved" }, "olga");
  await desk.undo("a1", "ana");
  await desk.retire("a1", "ben");
}

describe("the log of what was reviewed", () => {
  it("[T12] says who gave, settled and took back which verdict, and who retired an answer, without a word of it", async () => {
    const { audited, log } = deskThat(true);
    await everything(audited);

    expect(log).toEqual([
      ["ana", "review", "a1", "corrected"],
      ["olga", "settle-review", "a1", "approved"],
      ["ana", "undo-review", "a1", ""],
      ["ben", "retire-verified-answer", "a1", ""],
    ]);
  });

  it("[T12] holds nothing that was refused", async () => {
    const { audited, log } = deskThat(false);
    await everything(audited);
    expect(log).toEqual([]);
  });
});
