import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { cite } from "../../src/answer/cite.ts";
import { passage } from "../support/passage.ts";

const switches = passage({
  path: "guide/power switch.md",
  anchor: "switch",
  title: "Power",
  headings: ["Basics", "Switch"],
  text: "The frame is blue. The switch is under the saddle.",
});

describe("citing", () => {
  it("[A2] removes a marker that names no passage", () => {
    expect(cite({ draft: "Under the saddle [1], forever [7].", passages: [switches] })).toMatchObject({
      text: "Under the saddle [1], forever.",
      citations: [{ marker: 1 }],
      removed: 1,
    });
  });

  it("[A2] leaves brackets in code and links alone", () => {
    const draft = "Take `list[1]`, see [2](https://example.org).\n\n```\nlist[3]\n```";

    expect(cite({ draft, passages: [] })).toEqual({ text: draft, citations: [], removed: 0 });
  });

  it("[A3] quotes what the sentence before the marker is about", () => {
    expect(cite({ draft: "Look for the switch under the saddle [1].", passages: [switches] }).citations).toEqual([
      {
        marker: 1,
        path: "guide/power switch.md",
        anchor: "switch",
        title: "Power",
        heading: "Basics > Switch",
        quote: "The switch is under the saddle.",
        source: "/docs/guide/power%20switch.md#switch",
      },
    ]);
  });

  it("[A3] links to the source that the page names", () => {
    const elsewhere = passage({ text: "Words.", source: "https://example.org/power" });

    expect(cite({ draft: "Words [1].", passages: [elsewhere] }).citations[0]!.source).toBe("https://example.org/power");
  });

  it("[A3] never quotes what does not stand in the passage, whatever was said", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (said, text) => {
        const { citations } = cite({ draft: `${said} [1]`, passages: [passage({ text })] });
        for (const { quote } of citations) expect(text).toContain(quote);
      }),
    );
  });

  it("[A2] is idempotent", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("word", "[1]", "[2]", "[9]", "`x[3]`", "\n")), (parts) => {
        const passages = [switches, switches];
        const once = cite({ draft: parts.join(" "), passages });
        expect(cite({ draft: once.text, passages }).text).toBe(once.text);
      }),
    );
  });
});
