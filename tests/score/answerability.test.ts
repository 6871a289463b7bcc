import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { abstention, auroc, expectedCalibrationError } from "../../src/score/answerability.ts";

const scores = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 30 });

describe("telling known from unknown", () => {
  it("[E7] is the share of pairs in the right order, ties counted half", () => {
    fc.assert(
      fc.property(scores, scores, (known, unknown) => {
        const pairs = known.flatMap((a) => unknown.map((b): number => (a > b ? 1 : a === b ? 0.5 : 0)));
        expect(auroc(known, unknown)).toBeCloseTo(pairs.reduce((sum, pair) => sum + pair, 0) / pairs.length, 10);
      }),
    );
  });

  it("[E7] has no area without both sides", () => {
    expect(auroc([], [1])).toBeNull();
    expect(auroc([1], [])).toBeNull();
  });

  it("[E7] turns away what lies below the threshold", () => {
    expect(abstention([1, 2, 3, 4], [0, 1, 2, 9], 2)).toEqual({ falseAbstain: 0.25, correctAbstain: 0.5 });
  });

  it("measures how far claimed chances are from what happened", () => {
    const sure = [true, true, true, false].map((happened) => ({ probability: 0.95, happened }));

    expect(expectedCalibrationError(sure)).toBeCloseTo(0.2);
    expect(expectedCalibrationError([{ probability: 1, happened: true }])).toBe(0);
  });
});
