import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { gramsOf } from "../../src/intents/grams.ts";
import { fitStack, probabilitiesOf } from "../../src/intents/stack.ts";
import { expectedCalibrationError } from "../../src/score/answerability.ts";
import { seededRandom } from "../../src/score/seeded-random.ts";

describe("n-grams of a text", () => {
  it("do not depend on case, digits' values, or how accents are encoded", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (text) => {
        expect(gramsOf(text.normalize("NFD"))).toEqual(gramsOf(text.normalize("NFC")));
      }),
    );
    expect(gramsOf("Order 4471 LATE")).toEqual(gramsOf("order 9023 late"));
    expect(gramsOf("Order 447 late")).not.toEqual(gramsOf("order 9023 late"));
  });

  it("are found in scripts without spaces", () => {
    expect(gramsOf("取消订单").characters.size).toBeGreaterThan(0);
  });
});

describe("the stack of opinions", () => {
  it("[I1] gives calibrated chances, whatever the scale of the scores", () => {
    const random = seededRandom(3);
    const classes = 4;
    for (const scale of [0.2, 1, 8]) {
      const labels = Int32Array.from({ length: 2_000 }, () => Math.floor(random() * classes));
      const noisy = (label: number) =>
        Float64Array.from({ length: classes }, (_, at) => scale * ((at === label ? 1 : 0) + 2 * (random() - 0.5)));
      const opinions = Array.from(labels, (label) => ({
        grams: noisy(label),
        meaning: noisy(label),
        neighbours: noisy(label),
      }));
      const stack = fitStack(opinions, labels);
      const forecasts = opinions.map((opinion, at) => {
        const chances = probabilitiesOf(opinion, stack);
        const probability = Math.max(...chances);
        return { probability, happened: chances.indexOf(probability) === labels[at] };
      });

      expect(expectedCalibrationError(forecasts)).toBeLessThan(0.05);
    }
  });
});
