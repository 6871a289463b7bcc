import { describe, expect, it } from "@jest/globals";
import { replyFigures } from "../../src/score/reply-verdicts.ts";

describe("scoring replies", () => {
  it("[G7] tells exact, wrong and missing replies apart, and replies to what documentation should answer", () => {
    const figures = replyFigures([
      { reply: "Yes.", route: "tuned", text: "Yes." },
      { reply: "Yes.", route: "tuned", text: "Yes!" },
      { reply: "Yes.", route: "documentation", text: "See page 3 [1]." },
      { reply: "Yes.", route: "verified", text: "Yes." },
      { reply: undefined, route: "tuned", text: "Yes." },
      { reply: undefined, route: "documentation", text: "…" },
    ]);

    expect(figures).toEqual({ replyExact: 0.5, replyWrong: 0.25, replyNone: 0.25, tunedOnDocs: 0.5 });
  });

  it("[G7] has no opinion without such questions", () => {
    expect(replyFigures([])).toEqual({ replyExact: null, replyWrong: null, replyNone: null, tunedOnDocs: null });
  });
});
