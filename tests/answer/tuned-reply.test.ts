import { describe, expect, it } from "@jest/globals";
import { answerDesk } from "../../src/answer/answer-question.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { passage } from "../support/passage.ts";

const returns = passage({ path: "returns.md", anchor: "how-long", text: "You can return a bicycle within 30 days." });

const damaged = passage({
  path: "returns.md",
  anchor: "damaged",
  headings: ["Damaged parcels"],
  text: "Damaged: write to us.",
});
const NOTHING = { words: [] as string[], mostly: false, lacking: false, negated: false };

function ask(
  cited: { passageId: string; hash: string }[],
  unsaid = NOTHING,
  knowledge = fixedKnowledge([returns]),
  whenAsked = () => {},
) {
  const meant = { intent: "returns", probability: 0.9, modelId: "embedded:x" };
  const reply = { kind: "reply" as const, ...meant, text: "You have 30 days [1].", cited, sent: null };
  const answerQuestion = answerDesk({
    knowledge: { current: () => knowledge },
    writer: null,
    tuned: {
      meant: async () => ({
        unsaid,
        reply: async () => {
          whenAsked();
          return reply;
        },
      }),
    },
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

  it("[F35] gives way to the documentation where the question denies what no question of the intent denied", async () => {
    const asked: string[] = [];
    const answer = await ask([], { ...NOTHING, negated: true }, undefined, () => void asked.push("the server"));

    expect(answer.route).toBe("documentation");
    expect(asked).toEqual([]);
    expect(answer.record.fallbacks).toContain("tuned-reply-negated");
  });

  it("[F35] gives way where a new word stands in place of the one that every question of the intent holds", async () => {
    const answer = await ask([], { ...NOTHING, words: ["saddle"], lacking: true });
    expect(answer.route).toBe("documentation");
    expect(answer.record.fallbacks).toContain("tuned-reply-other-matter");

    expect((await ask([], { ...NOTHING, lacking: true })).route).toBe("tuned");
  });

  it("[F35] gives way where most words of the question stand in no question of the intent", async () => {
    const answer = await ask([], { ...NOTHING, words: ["sell", "gift"], mostly: true });

    expect(answer.route).toBe("documentation");
    expect(answer.record.fallbacks).toContain("tuned-reply-other-matter");
  });

  it("[F35] gives way to a section that a rare word calls which no question of the intent holds", async () => {
    const others = Array.from({ length: 8 }, (_, at) => passage({ anchor: `${at}`, text: `Something else ${at}.` }));
    const unsaid = { ...NOTHING, words: ["damaged"] };
    const called = { ...fixedKnowledge([damaged, ...others]), passages: 1 };
    const unsure = { ...fixedKnowledge([damaged, ...others], 0.1), passages: 1 };

    const answer = await ask([], unsaid, called);
    expect(answer.route).toBe("documentation");
    expect(answer.record.fallbacks).toContain("tuned-reply-documented");

    expect((await ask([], { ...unsaid, words: ["bicycle"] }, called)).route).toBe("tuned");
    expect((await ask([], unsaid, unsure)).route).toBe("tuned");
  });
});
