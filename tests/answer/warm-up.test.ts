import { describe, expect, it } from "@jest/globals";
import type { Answer, Question } from "../../src/answer/answer-question.ts";
import { warmUp } from "../../src/answer/warm-up.ts";

function recording() {
  const did: string[] = [];
  const answerQuestion = async ({ text, conversationId }: Question) => {
    did.push(conversationId ? `${text} for ${conversationId}` : text);
    return { text } as Answer;
  };
  return { did, answerQuestion, pause: async () => void did.push("pause") };
}

describe("the warm-up after a start", () => {
  it("[S4] asks for every page of a small documentation, with a pause before each, for nobody", async () => {
    const { did, answerQuestion, pause } = recording();

    await warmUp(answerQuestion, ["Returns", "Warranty"], pause);

    expect(did).toEqual(["pause", "Returns", "pause", "Warranty"]);
  });

  it("[S4] asks for 300 pages of a large one, evenly", async () => {
    const { did, answerQuestion } = recording();

    await warmUp(
      answerQuestion,
      Array.from({ length: 30_000 }, (_, page) => `${page}`),
      async () => {},
    );

    expect(did).toHaveLength(300);
    expect(did.map(Number)).toEqual(Array.from({ length: 300 }, (_, step) => step * 100));
  });

  it("[S4] asks nothing where there is no page", async () => {
    const { did, answerQuestion, pause } = recording();

    await warmUp(answerQuestion, [], pause);

    expect(did).toEqual([]);
  });
});
