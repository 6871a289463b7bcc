import { describe, expect, it } from "@jest/globals";
import { withoutMarks } from "../../../client/console/parts/excerpt.ts";

describe("an excerpt", () => {
  it.each([
    ["## Ports\n**Open** `8080` [1]", "Ports\nOpen 8080"],
    ["| port | use |\n| --- | :-: |\n| 80 | web |", "port use \n \n 80 web"],
    ["see | port | --- | --- | 80", "see port 80"],
    ["Read [the guide](/docs/guide.md).", "Read the guide."],
    ["cat log | grep error", "cat log | grep error"],
  ])("[B25] of %j is plain words", (markdown, plain) => {
    expect(withoutMarks(markdown).replace(/ +/g, " ")).toBe(plain);
  });
});
