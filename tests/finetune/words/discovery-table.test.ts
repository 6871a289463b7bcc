import { describe, expect, it } from "@jest/globals";
import { discoveryTable } from "../../../finetune/words/discovery-table.ts";

const group = (id: string, size: number, examples: string[]) => ({
  ...{ id, name: "lost card", phrases: ["lost card", "stolen"], size, cohesion: 0.8123, examples },
});

describe("what discovery shows to people", () => {
  it("[F11] is a line for each group: id, size, cohesion and telling phrases, and what was asked below", () => {
    const proposals = [group("a1", 120, ["I lost my card"]), group("b2", 5, ["Where is it?"])];
    const lines = discoveryTable({ turns: 200, leftOut: 75, proposals }).split("\n");

    expect(lines[0]).toBe("200 questions without an intent, 2 groups; 75 left out.");
    expect(lines).toContain("group  size  cohesion  telling phrases");
    expect(lines).toContain("a1     120   0.81      lost card, stolen");
    expect(lines).toContain("    “I lost my card”");
    expect(lines.at(-2)).toMatch(/--accept GROUP --as NAME/);
  });

  it("[F11] keeps what customers wrote to a line of readable length, and off the terminal's controls", () => {
    const written = `first\nsecond\u001b[2J\u202e ${"long ".repeat(60)}`;
    const lines = discoveryTable({ turns: 5, leftOut: 0, proposals: [group("a1", 5, [written])] }).split("\n");
    const shown = lines.find((line) => line.includes("first"))!;

    expect(shown).toMatch(/^ {4}“first second \[2J long long/);
    expect(shown.length).toBeLessThan(81);
    expect(shown).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it("[F11] says so where there is no group, and counts one question as one", () => {
    expect(discoveryTable({ turns: 1, leftOut: 1, proposals: [] })).toBe(
      "1 question without an intent, 0 groups; 1 left out.",
    );
  });

  it("[F11] tells what was decided and what is still open", () => {
    expect(discoveryTable({ decided: "accepted as cards", open: [{ id: "b2", name: "delivery" }] })).toBe(
      "accepted as cards\n1 group open:\nb2  delivery",
    );
    expect(discoveryTable({ decided: "dismissed", open: [] })).toBe("dismissed\nNo group is open.");
  });
});
