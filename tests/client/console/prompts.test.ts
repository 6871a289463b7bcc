import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { questionsIn } from "../../../client/console/prompts/questions-text.ts";
import { versionName } from "../../../client/console/prompts/version-name.ts";
import { money, partWords } from "../../../client/console/prompts/words.ts";
import { savePromptSchema } from "../../../src/protocol/prompts.ts";

describe("the name of a version", () => {
  it("[M73] is made of whatever is typed", () => {
    expect(versionName("Shorter answers!")).toBe("shorter-answers");
    expect(versionName("Größer & besser")).toBe("gro-er-besser");
    expect(versionName("!?")).toBe("");
  });

  it("[M73] is taken by the server, whatever was typed", () => {
    const { name } = savePromptSchema.shape;
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (typed) => {
        const made = versionName(typed);
        return made === "" || name.safeParse(made).success;
      }),
    );
  });
});

describe("a file of questions", () => {
  it("[M71] is read as eval reads it: unknown keys and blank lines are left out", () => {
    const text = '{"question":"Where?","relevant":["a.md"],"answer":"There."}\r\n\n{"question":"When?"}\n';
    expect(questionsIn(text, 10)).toEqual({
      lines: [
        { question: "Where?", history: [], answer: "There." },
        { question: "When?", history: [] },
      ],
    });
  });

  it.each([
    ["is empty", "", /no question in this file/],
    ["is a table", "question\nWhere?", /^Line 1 is no JSON object/],
    ["names another key", '{"question":"a"}\n{"ask":"b"}', /^Line 2 /],
    ["holds null", "null", /^Line 1 /],
    ["is too long a list", '{"question":"a"}\n{"question":"b"}\n{"question":"c"}', /^3 questions; a replay takes 2/],
    ["is too large", JSON.stringify({ question: "a".repeat(300_000) }), /too long to be sent/],
  ])("[M71] that %s is refused with what is wrong", (_, text, problem) => {
    const read = questionsIn(text, 2);
    expect("problem" in read && read.problem).toMatch(problem);
  });
});

describe("words of the studio", () => {
  it("[M75] show fractions of a cent, and whole cents above", () => {
    expect(money(0.00025, "USD")).toContain("0.00025");
    expect(money(12.3456, "USD")).toContain("12.35");
    expect(money(0, "USD")).toContain("0.00");
  });

  it("[M60] name the parts that differ", () => {
    expect(partWords("sections.notes")).toBe("Private notes");
    expect(partWords("retrieval.promptTokens")).toBe("Search: prompt tokens");
    expect(partWords("smallTalk.en.greeting")).toBe("The bot's own words: en: greeting");
    expect(partWords("smallTalk.de.notFound")).toBe("The bot's own words: de: not found");
  });
});
