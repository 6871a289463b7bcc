import { describe, expect, it } from "@jest/globals";
import { notDocumented } from "../../src/answer/wording.ts";
import { passage } from "../support/passage.ts";

const hit = (path: string, heading: string, score: number) => ({
  passage: passage({ path, anchor: heading, headings: [heading], text: "…" }),
  score,
  signals: {},
});

describe("when nothing relevant is known", () => {
  it("[A9] names each of the nearest pages once, by its best passage", () => {
    const hits = [hit("warranty.md", "How long", 3), hit("returns.md", "Days", 2), hit("warranty.md", "Exceptions", 1)];

    const { outcome, text, passages } = notDocumented("How long is it?", hits);

    expect(outcome).toBe("no-answer");
    expect(passages.map(({ headings }) => headings[0])).toEqual(["How long", "Days"]);
    expect(text).toContain("Page > How long [1]");
  });

  it("[A9] takes the letter of an error code for no language", () => {
    for (const code of ["e04", "E-04", "o2"]) expect(notDocumented(code, []).text).toContain("I could not find this");
    expect(notDocumented("dove e quando", []).text).toContain("Non l'ho trovato");
  });
});
