import { describe, expect, it } from "@jest/globals";
import { signTest, wilson } from "../../src/score/paired.ts";

describe("paired statistics", () => {
  it("gives Wilson's interval", () => {
    const { low, high } = wilson(8, 10);

    expect(low).toBeCloseTo(0.4902, 3);
    expect(high).toBeCloseTo(0.9433, 3);
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  });

  it("gives the exact two-sided sign test and leaves ties out", () => {
    expect(signTest([1, 1, 1, 1, 1, 0, 0.5], [0, 0, 0, 0, 0, 0, 0.5])).toEqual({
      wins: 5,
      losses: 0,
      ties: 2,
      p: 0.0625,
    });
    expect(signTest([1, 0], [0, 1]).p).toBe(1);
    expect(signTest([], []).p).toBe(1);
  });
});
