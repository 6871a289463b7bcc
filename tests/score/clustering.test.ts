import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { adjustedMutualInformation, purity } from "../../src/score/clustering.ts";

const labels = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 2, maxLength: 40 });

describe("how well groups agree with hidden labels", () => {
  it("[I10] gives 1 to the same division, whatever its groups are called", () => {
    fc.assert(
      fc.property(labels, (truth) => {
        const renamed = truth.map((label) => `group ${label}`);
        expect(adjustedMutualInformation(renamed, truth)).toBeCloseTo(1, 9);
        expect(purity(renamed, truth)).toBe(1);
      }),
    );
  });

  it("[I10] does not depend on which division is called the true one", () => {
    fc.assert(
      fc.property(labels, fc.infiniteStream(fc.constantFrom("x", "y")), (truth, stream) => {
        const found = truth.map(() => stream.next().value as string);
        expect(adjustedMutualInformation(found, truth)).toBeCloseTo(adjustedMutualInformation(truth, found), 9);
      }),
    );
  });

  it("[I10] gives what was worked out by hand for four items", () => {
    const [found, truth] = [
      ["1", "1", "2", "2"],
      ["a", "b", "a", "b"],
    ];

    // No information; the six equally likely divisions into pairs give ln 2 twice, so ln(2) ÷ 3 by chance: (0 − ⅓) ÷ (1 − ⅓).
    expect(adjustedMutualInformation(found, truth)).toBeCloseTo(-0.5, 9);
    expect(purity(found, truth)).toBe(0.5);
  });

  it("[I10] finds one group for everything worthless", () => {
    expect(adjustedMutualInformation(["1", "1", "1", "1"], ["a", "a", "b", "b"])).toBeCloseTo(0, 9);
  });
});
