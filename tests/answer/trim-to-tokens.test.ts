import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { trimToTokens } from "../../src/answer/trim-to-tokens.ts";

/** One token a word: easy to follow in a test. */
const words = (text: string) => text.match(/\S+/g)?.length ?? 0;

describe("trimming a text to a token budget", () => {
  it("[M30] leaves a text that fits as it is", () => {
    expect(trimToTokens(" Press twice. Then wait.\n", 4, words)).toBe("Press twice. Then wait.");
  });

  it.each([
    ["a sentence", "Press twice. Then wait. It blinks.", 5, "Press twice. Then wait."],
    [
      "a hard-wrapped sentence",
      "Press the button\nand hold it. Then wait\nfor it.",
      9,
      "Press the button\nand hold it.",
    ],
    ["a list item", "- Open it\n- Take the\n  battery out\n- Close it", 8, "- Open it\n- Take the\n  battery out"],
    ["a numbered step", "1. Open it.\n2. Close it.", 4, "1. Open it."],
    ["a table row", "| a | b |\n| - | - |\n| 1 | 2 |\n| 3 | 4 |", 16, "| a | b |\n| - | - |\n| 1 | 2 |"],
    ["a code block", "Run this:\n\n```sh\nnpm ci\nnpm start\n```\n\nThen wait.", 7, "Run this:"],
    [
      "a whole code block",
      "Run this:\n\n```sh\nnpm ci\nnpm start\n```\n\nThen wait.",
      8,
      "Run this:\n\n```sh\nnpm ci\nnpm start\n```",
    ],
  ])("[M30] cuts behind %s, never inside", (_, text, budget, left) => {
    expect(trimToTokens(text, budget, words)).toBe(left);
  });

  it("[M30] leaves nothing when not even the first sentence fits", () => {
    expect(trimToTokens("Press it two or three times.", 3, words)).toBe("");
    expect(trimToTokens("Press it.", 0, words)).toBe("");
  });

  it("[M30] always leaves a beginning of the text that fits", () => {
    const line = fc.constantFrom(
      "One two. ",
      "three four\n",
      "- five six\n",
      "| seven |\n",
      "\n```\ncode code\n```\n",
      "\n",
      "## Head\n",
      "8. ",
      "Nine! Ten? ",
    );

    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), fc.nat(40), (lines, budget) => {
        const text = lines.join("");
        const left = trimToTokens(text, budget, words);

        expect(text.trimStart().startsWith(left)).toBe(true);
        expect(words(left)).toBeLessThanOrEqual(budget);
        expect((left.match(/```/g)?.length ?? 0) % 2).toBe(0);
      }),
    );
  });
});
