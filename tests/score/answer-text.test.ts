import { describe, expect, it } from "@jest/globals";
import {
  citationScore,
  countWords,
  tokenOverlap,
  unsupportedSentences,
  wordTypes,
} from "../../src/score/answer-text.ts";

describe("scoring an answer's words", () => {
  it("[E4] compares distinct words in lower case, without common words", () => {
    expect([...wordTypes("The Saddle is the saddle, No. 42!")]).toEqual(["saddle", "42"]);
  });

  it("[E4] gives nothing for echoing the question", () => {
    expect(
      tokenOverlap("How long is the warranty?", "The warranty is five years.", "How long is the warranty?"),
    ).toEqual({
      recall: 0,
      f1: 0,
    });
  });

  it("[E4] counts recall against the reference and precision against the answer", () => {
    const { recall, f1 } = tokenOverlap("five years, red paint [1]", "five long years", "warranty")!;

    expect(recall).toBeCloseTo(2 / 3);
    expect(f1).toBeCloseTo((2 * (2 / 3) * (2 / 4)) / (2 / 3 + 2 / 4));
  });

  it("[E4] has no score where the reference says nothing new", () => {
    expect(tokenOverlap("yes", "The warranty.", "What is the warranty?")).toBeNull();
  });

  it("[E5] finds sentences that stand in no cited passage, whatever their line ends and emphasis", () => {
    const passages = ["The frame is\nblue. It is light.", "Colours"];

    expect(unsupportedSentences("**Colours**\n\nThe frame is blue. It is cheap. [1]", passages)).toEqual([
      "It is cheap.",
    ]);
    expect(unsupportedSentences("The frame is blue. It is light. [1]", passages)).toEqual([]);
  });

  it("counts the words that a customer reads", () => {
    expect(countWords("- two words [1]\n\n| --- |")).toBe(2);
  });

  it("[E6] compares distinct cited with relevant pages", () => {
    expect(citationScore(["a.md", "a.md", "b.md"], ["a.md#x", "c.md"])).toEqual({ precision: 0.5, recall: 0.5 });
    expect(citationScore([], ["a.md"])).toEqual({ precision: 0, recall: 0 });
    expect(citationScore(["a.md"], [])).toBeNull();
  });
});
