import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { filtersOf, markWords, searchQuery } from "../../../client/console/search/filters.ts";

describe("the filters of the search", () => {
  it("[B10] are those of the address that are known and not empty", () => {
    expect(filtersOf(new URLSearchParams("text=a&owner=&evil=1&label=b"))).toEqual({ text: "a", label: "b" });
  });

  it("[B10] cover the whole of both days", () => {
    const query = new URLSearchParams(searchQuery({ from: "2026-11-23", until: "2026-11-23" }));

    expect(Number(query.get("from"))).toBe(new Date(2026, 10, 23).getTime());
    expect(Number(query.get("until"))).toBe(new Date(2026, 10, 24).getTime());
  });

  it("[B10] leave out a day that is none", () => {
    expect(searchQuery({ from: "yesterday", text: "a" })).toBe("text=a");
  });
});

describe("the words of a search in what it found", () => {
  it("[B10] are marked where they begin, whatever their case", () => {
    expect(markWords("Refunds, unrefunded: REFUND!", "refund")).toEqual([
      { text: "Refunds", found: true },
      { text: ", unrefunded: ", found: false },
      { text: "REFUND", found: true },
      { text: "!", found: false },
    ]);
  });

  it("[B10] lose no character, whatever is asked", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (excerpt, asked) => {
        expect(
          markWords(excerpt, asked)
            .map(({ text }) => text)
            .join(""),
        ).toBe(excerpt);
      }),
    );
  });
});
