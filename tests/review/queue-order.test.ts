import { describe, expect, it } from "@jest/globals";
import { type Candidate, inRandomShare, queueOf } from "../../src/review/queue-order.ts";

const UNDRAWN = Array.from({ length: 200 }, (_, at) => `answer-${at}`).filter((id) => !inRandomShare(id));

function candidate(at: number, fields: Partial<Candidate> = {}): Candidate {
  return {
    conversationId: "c",
    answerId: UNDRAWN[at]!,
    question: `question ${at}`,
    text: "…",
    outcome: "answered",
    route: "documentation",
    at,
    rating: null,
    margin: 1,
    inDoubt: false,
    reviewed: false,
    disputed: false,
    stale: false,
    ...fields,
  };
}

describe("the order of the review queue", () => {
  it("[J14, O19] puts first what most is learnt from", () => {
    const turns = [
      candidate(0),
      candidate(1, { margin: 0.02 }),
      candidate(2, { rating: "down" }),
      candidate(3, { outcome: "no-answer" }),
      candidate(4, { reviewed: true, stale: true }),
      candidate(5, { reviewed: true, disputed: true }),
      candidate(6, { reviewed: true }),
      candidate(7, { outcome: "no-answer", inDoubt: true }),
    ];

    expect(queueOf(turns, 10).map(({ reasons }) => reasons[0])).toEqual([
      "disputed",
      "stale",
      "thumbs-down",
      "no-answer",
      "in-doubt",
      "low-margin",
      "other",
    ]);
  });

  it("[A37] has nothing to learn from a complaint, which asks nothing", () => {
    const complaint = candidate(0, { outcome: "no-answer", route: "small-talk" });

    expect(queueOf([complaint], 1)).toMatchObject([{ reasons: ["other"] }]);
  });

  it("[J14] counts a question as frequent from three times on, whatever its punctuation", () => {
    const turns = ["Is it open?", "is it open", "Is it open!"].map((question, at) => candidate(at, { question }));

    expect(queueOf(turns, 10).every(({ reasons }) => reasons.includes("frequent"))).toBe(true);
  });

  it("[J29] puts last what says no word, and never counts it as frequent", () => {
    const silent = ["?", "😡😡😡", "🎹💰❓"].map((question, at) => candidate(at, { question, outcome: "no-answer" }));
    const queue = queueOf([...silent, candidate(3)], 10);

    expect(queue.map(({ question }) => question)).toEqual(["question 3", "🎹💰❓", "😡😡😡", "?"]);
    expect(queue.some(({ reasons }) => reasons.includes("frequent"))).toBe(false);
  });

  it("[J13] draws one answer in twenty, by its id alone", () => {
    const drawn = Array.from({ length: 20_000 }, (_, at) => `id ${at}`).filter(inRandomShare);

    expect(drawn.length).toBeGreaterThan(900);
    expect(drawn.length).toBeLessThan(1_100);
    expect(queueOf([candidate(0, { answerId: drawn[0]! })], 1)).toMatchObject([{ reasons: ["random"] }]);
  });
});
