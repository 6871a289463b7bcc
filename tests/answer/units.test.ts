import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { unitsOf } from "../../src/answer/units.ts";

const texts = (text: string) => unitsOf(text).map((unit) => unit.text);

describe("cutting a passage into units", () => {
  it("parts sentences, and leaves abbreviations and numbers whole", () => {
    expect(texts("Use a cable, e.g. USB. Version 2.5 is needed. See Dr. Who.")).toEqual([
      "Use a cable, e.g. USB.",
      "Version 2.5 is needed.",
      "See Dr. Who.",
    ]);
  });

  it("parts sentences that a converter has glued together", () => {
    expect(texts("It matches the answer.Speed The model is fast enough.")).toEqual([
      "It matches the answer.",
      "Speed The model is fast enough.",
    ]);
  });

  it("keeps names with dots whole", () => {
    expect(texts("Import System.Text and Node.js today.")).toHaveLength(1);
  });

  it("lets hard-wrapped lines flow, and parts lines that were ended on purpose", () => {
    const wrapped =
      "The bicycle is delivered in a box and must be assembled before the\nfirst ride, which takes about half an hour without experience.";
    expect(texts(wrapped)).toHaveLength(1);
    expect(texts("Open the lid\nPress the button\nWait")).toEqual(["Open the lid", "Press the button", "Wait"]);
  });

  it("makes one unit of a fence, an item with its continuation, and a row", () => {
    const units = unitsOf("```sh\na\n\nb\n```\n\n- one\n  more\n- two\n\n| H |\n|---|\n| x |");

    expect(units.map(({ kind, text }) => [kind, text])).toEqual([
      ["code", "```sh\na\n\nb\n```"],
      ["item", "- one\n  more"],
      ["item", "- two"],
      ["row", "| x |"],
    ]);
    expect(units.at(-1)!.header).toBe("| H |\n|---|\n");
  });

  it("tells steps from items", () => {
    expect(unitsOf("1. Open\n2. Close").map(({ kind }) => kind)).toEqual(["step", "step"]);
  });

  it("[A1] gives slices of the passage, in order and without overlap, for any text", () => {
    const markdown = fc.array(
      fc.oneof(
        fc.string(),
        fc.constantFrom("- item", "1. step", "| a | b |", "|---|---|", "```", "# Heading", "", "End. Next! Why?"),
      ),
    );
    fc.assert(
      fc.property(markdown, (lines) => {
        const text = lines.join("\n");
        let end = 0;
        for (const unit of unitsOf(text)) {
          expect(text.slice(unit.start, unit.end)).toBe(unit.text);
          expect(unit.start).toBeGreaterThanOrEqual(end);
          end = unit.end;
        }
      }),
    );
  });

  it("[A5] reads on where a line ends in a comma, however long it is", () => {
    const long = `The endings are ${"quite different ".repeat(8)}ones: kept,`;

    expect(unitsOf(`${long}\nlost and found.`).map(({ text }) => text)).toEqual([`${long}\nlost and found.`]);
  });
});
