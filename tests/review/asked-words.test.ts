import { describe, expect, it } from "@jest/globals";
import { comparedPhrasing, comparedQuestion, keptQuestion } from "../../src/review/asked-words.ts";
import { masked } from "../support/masked.ts";

const kept = (question: string) => keptQuestion(question, (text) => masked(text).text);

describe("what is kept of a question, and compared", () => {
  it("[J28] is without personal data, and without the clauses that held nothing else", () => {
    const asked = "My suitcase was damaged by your crew, who pays?";
    for (const own of [
      `${asked} My email is rosa.kline@example.com and phone 07700 900555`,
      `My name is Rosa Kline. ${asked} You can reach me at rosa.kline@example.com, 07700 900555.`,
      `${asked}\nrosa.kline@example.com`,
      asked,
    ])
      expect(kept(own)).toBe(asked);

    expect(kept("Wer zahlt den Koffer? Meine Mailadresse ist rosa@example.com")).toBe("Wer zahlt den Koffer?");
    expect(kept("The crew broke it and my email is rosa@example.com")).toBe("The crew broke it");
  });

  it("[J28] keeps a clause that says more than that, one that asks, and a question of nothing else", () => {
    for (const more of [
      "Send the bill to rosa@example.com",
      "Can you call me on 07700 900555?",
      "My email is rosa@example.com",
    ])
      expect(kept(more)).toMatch(/\[(?:EMAIL|PHONE)_1\]/);
    expect(comparedPhrasing("Send the bill to [EMAIL_1]")).toBe("Send the bill to");
    expect(comparedPhrasing("[EMAIL_1]")).toBe("");
    expect(kept("")).toBe("");
  });

  it("[J28] compares a name that the documentation uses, too", () => {
    const isTopic = (word: string) => word === "Anna";
    const compared = (question: string) => comparedQuestion(question, masked, isTopic);

    expect(compared("Does Anna Lind work here?")).toBe("Does Anna Lind work here?");
    expect(compared("Does Chloe Lind work here?").replace(/\s+/g, " ")).toBe("Does work here?");
  });
});
