import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { nextSpeech, plainWords } from "../../client/widget/sentences.ts";

describe("what a screen reader hears of a growing answer", () => {
  it("[U16] is silent until a sentence is certainly over", () => {
    expect(nextSpeech("Run npm start", 0, false)).toEqual({ spoken: "", upTo: 0 });
    expect(nextSpeech("Run npm start. ", 0, false)).toEqual({ spoken: "", upTo: 0 });
  });

  it("[U16] reads whole sentences, and each of them once", () => {
    const first = nextSpeech("It is installed. Then run", 0, false);
    expect(first).toEqual({ spoken: "It is installed.", upTo: 17 });

    expect(nextSpeech("It is installed. Then run it. And", first.upTo, false).spoken).toBe("Then run it.");
  });

  it("[U16] reads a line when the next one begins", () => {
    expect(nextSpeech("1. Clone it\n2. Ent", 0, false).spoken).toBe("1. Clone it");
  });

  it("[U16] reads a code block as one piece", () => {
    expect(nextSpeech("```sh\nnpm ci\nnpm st", 0, false).spoken).toBe("");
    expect(nextSpeech("```sh\nnpm ci\nnpm start\n```\n", 0, false).spoken).toBe("npm ci npm start");
  });

  it("[U16] reads the rest when the answer is finished", () => {
    expect(nextSpeech("It is installed. No dot", 17, true).spoken).toBe("No dot");
  });

  it("[U16] leaves out the marks", () => {
    const written =
      "## Title\n**Bold** and `code` with [a link](https://example.com) [1].\n| a | b |\n|---|---|\n| c | d |";

    expect(plainWords(written)).toBe("Title Bold and code with a link. a, b c, d");
  });

  it("[U16] says the same words however the answer is cut", () => {
    const words = fc.constantFrom(
      "One. ",
      "Two words! ",
      "three ",
      "four\n",
      "Is it? ",
      "[1] ",
      "**five** ",
      "- six\n",
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 20 }), fc.array(fc.nat(120)), (pieces, cuts) => {
        const answer = pieces.join("");
        const heard: string[] = [];
        let from = 0;
        for (const cut of cuts.sort((a, b) => a - b)) {
          const speech = nextSpeech(answer.slice(0, Math.max(cut, from)), from, false);
          heard.push(speech.spoken);
          from = speech.upTo;
        }
        heard.push(nextSpeech(answer, from, true).spoken);

        expect(lettersOf(heard.join(" "))).toBe(lettersOf(answer));
      }),
    );
  });
});

function lettersOf(written: string): string {
  return written.replace(/[^a-zA-Z]/g, "");
}
