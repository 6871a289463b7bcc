import { describe, expect, it } from "@jest/globals";
import {
  cannedMatches,
  citePassage,
  dropCitation,
  fillCanned,
  NOTHING_WRITTEN,
  sourcelessMarkers,
  usedCitations,
} from "../../../client/console/inbox/compose.ts";
import type { Citation } from "../../../src/protocol/conversation.ts";

function passage(path: string): Citation {
  return { marker: 1, path, anchor: "", title: path, heading: "", quote: `Words of ${path}`, source: `/docs/${path}` };
}

describe("a reply that cites the documentation", () => {
  it("[B8] numbers its sources, and a source that is cited again keeps its number", () => {
    const one = citePassage(NOTHING_WRITTEN, passage("a.md"));
    expect(citePassage(one, passage("a.md"))).toEqual(one);
    const two = citePassage(one, passage("b.md"));
    const again = citePassage(two, passage("a.md"));

    expect(again.text).toBe("[1] [2] [1] ");
    expect(again.citations.map(({ marker, path }) => [marker, path])).toEqual([
      [1, "a.md"],
      [2, "b.md"],
    ]);
  });

  it("[B8] gives a new source no number that a draft's source has", () => {
    const draft = { text: "Yes [3].", citations: [{ ...passage("a.md"), marker: 3 }] };

    expect(citePassage(draft, passage("b.md")).citations.map(({ marker }) => marker)).toEqual([3, 4]);
  });

  it("[B18] names the numbers behind which no source stands, and no link", () => {
    const written = { text: "Yes [2], or [1] and [9] [2] [3](/docs/a.md).", citations: [passage("a.md")] };

    expect(sourcelessMarkers(written)).toEqual([2, 9]);
  });

  it("[B8] sends only the sources whose mark still stands in the text", () => {
    const written = { text: "Yes [2].", citations: [passage("a.md"), { ...passage("b.md"), marker: 2 }] };

    expect(usedCitations(written).map(({ path }) => path)).toEqual(["b.md"]);
  });

  it("[B8] loses the marks of a source that is removed", () => {
    const written = { text: "Yes [1], and no [12].", citations: [passage("a.md"), { ...passage("b.md"), marker: 12 }] };

    expect(dropCitation(written, 1)).toEqual({ text: "Yes, and no [12].", citations: [written.citations[1]] });
  });
});

describe("canned replies", () => {
  const replies = [
    { shortcut: "hello", text: "Hello {customer}" },
    { shortcut: "Help", text: "…" },
    { shortcut: "refund", text: "…" },
  ];

  it("[B9] are offered for a slash and the beginning of their shortcut, and for nothing else", () => {
    const offered = (text: string) => cannedMatches(text, replies).map(({ shortcut }) => shortcut);

    expect(offered("/")).toEqual(["hello", "Help", "refund"]);
    expect(offered("/he")).toEqual(["hello", "Help"]);
    expect(offered("/hello there")).toEqual([]);
    expect(offered("and/or")).toEqual([]);
    expect(offered("")).toEqual([]);
  });

  it("[B9] fill in the three names they know, as text", () => {
    const values = { customer: "$& <b>", agent: "Ana", page: "p" };

    expect(fillCanned("{customer} {agent} {page} {other} {customer}", values)).toBe("$& <b> Ana p {other} $& <b>");
  });
});
