import { describe, expect, it } from "@jest/globals";
import { judge, progressWords, sittingOf, skip } from "../../../client/console/review/sitting.ts";
import type { QueuedTurn } from "../../../src/protocol/review.ts";

const turn = (answerId: string): QueuedTurn => ({
  conversationId: "c1",
  answerId,
  question: "Where is my parcel?",
  text: "On its way.",
  outcome: "answered",
  route: "documentation",
  at: 0,
  reasons: ["other"],
  citations: [],
  verdicts: [],
});

describe("how far a sitting is", () => {
  it("[B13] counts what has a verdict; what was skipped is named and not done", () => {
    const begun = sittingOf([turn("a"), turn("b"), turn("c")]);
    expect(progressWords(begun)).toBe("0 of 3 reviewed");
    expect(progressWords(skip(judge(begun, "a"), "b"))).toBe("1 of 3 reviewed, 1 skipped");
  });
});
