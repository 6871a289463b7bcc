import { describe, expect, it } from "@jest/globals";
import { answerDesk } from "../../src/answer/answer-question.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { passage } from "../support/passage.ts";

const returns = passage({ path: "returns.md", anchor: "how-long", text: "You can return a bicycle within 30 days." });

function ask(cited: { passageId: string; hash: string }[]) {
  const meant = { intent: "returns", probability: 0.9, modelId: "embedded:x" };
  const reply = { kind: "reply" as const, ...meant, text: "You have 30 days [1].", cited, sent: null };
  const answerQuestion = answerDesk({
    knowledge: { current: () => fixedKnowledge([returns]) },
    writer: null,
    tuned: { reply: async () => reply },
    productName: "Shop",
    contactText: "Call us.",
    caution: 50,
    now: () => 0,
    pace: () => Promise.resolve(),
  });
  const quiet = { signal: new AbortController().signal, onDelta: () => {}, onRestart: () => {} };
  return answerQuestion({ text: "How long can I return a bicycle?", history: [] }, quiet);
}

describe("a reply of a tuned model", () => {
  it("[F13] cites its passages while they are what they were", async () => {
    const answer = await ask([{ passageId: returns.id, hash: returns.hash }]);

    expect(answer).toMatchObject({ route: "tuned", text: "You have 30 days [1]." });
    expect(answer.citations).toMatchObject([{ marker: 1, path: "returns.md" }]);
  });

  it("[F13] gives way to the documentation once a passage has changed or is gone", async () => {
    for (const cited of [
      { passageId: returns.id, hash: "before" },
      { passageId: "gone", hash: "x" },
    ]) {
      const answer = await ask([cited]);

      expect(answer.route).not.toBe("tuned");
      expect(answer.record.fallbacks).toContain("tuned-reply-stale");
    }
  });
});
