import { describe, expect, it } from "@jest/globals";
import { hitAt, precisionAt, ranksOf, recallAt, reciprocalRankAt } from "../../src/score/ranking.ts";

const hits = [
  { path: "a.md", anchor: "one" },
  { path: "a.md", anchor: "two" },
  { path: "b.md", anchor: "" },
  { path: "c.md", anchor: "x" },
];

describe("ranking figures", () => {
  it("[E3] ranks distinct paths, so that several passages of a page take one place", () => {
    expect(ranksOf(hits, ["b.md", "c.md", "d.md"])).toEqual([2, 3, null]);
  });

  it("[E3] lets an anchor count only where it is given", () => {
    expect(ranksOf(hits, ["a.md", "a.md#two", "a.md#three"])).toEqual([1, 1, null]);
  });

  it("[E3] divides recall by the relevant pages and precision by the places", () => {
    const ranks = [1, 3, null, 5];

    expect(recallAt(ranks, 3)).toBe(0.5);
    expect(precisionAt(ranks, 3)).toBeCloseTo(2 / 3);
    expect(hitAt([4], 3)).toBe(0);
    expect(hitAt([3], 3)).toBe(1);
    expect(reciprocalRankAt([null, 4, 2], 3)).toBe(0.5);
    expect(reciprocalRankAt([4], 3)).toBe(0);
  });
});
