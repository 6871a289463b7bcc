import { describe, expect, it } from "@jest/globals";
import { belongingOf, fitBelonging, SIGNS, type Signs, warierOfOtherDomains } from "../../src/intents/rejection.ts";
import { trainIntentClassifier } from "../../src/intents/train-intent-classifier.ts";
import { seededRandom } from "../../src/score/seeded-random.ts";
import { fakeEmbedder } from "../support/fake-embedder.ts";

const random = seededRandom(5);
/** Confidence, margin, energy, nearness. */
const signs = (sure: number, nearness: number): Signs =>
  Float64Array.of(sure + random() - 1, 2 * sure + random(), 4 + sure + random(), nearness + 0.1 * random());
const belong = Array.from({ length: 60 }, () => signs(1, 0.8));
/** Left-out intents of the same domain: as near as those who belong, but nothing is sure of them. */
const strangers = Array.from({ length: 60 }, () => signs(0, 0.75));
const fitted = fitBelonging(belong, strangers);

describe("telling what belongs to an intent", () => {
  it("[I3] gives the signs weights that no sign turns against belonging", () => {
    expect(fitted.weights.every((weight) => weight >= 0)).toBe(true);
    const mean = (some: Signs[]) => some.reduce((sum, one) => sum + belongingOf(one, fitted), 0) / some.length;
    expect(mean(belong)).toBeGreaterThan(mean(strangers) + 0.5);
  });

  it("[I12] believes sureness less of a text far from all that was learnt, where no other domain was shown", () => {
    const warier = warierOfOtherDomains(fitted);
    const [own, farAway] = [signs(1, 0.8), signs(1, 0.3)];
    const lost = (by: typeof fitted) => belongingOf(own, by) - belongingOf(farAway, by);

    expect(lost(warier)).toBeGreaterThan(lost(fitted));
    expect(warier.weights.slice(0, 3)).toEqual(fitted.weights.slice(0, 3));
    expect(SIGNS[3]).toBe("nearness");
  });

  it("[I12] does so only where no text of none was given", async () => {
    const texts = Array.from({ length: 80 }, (_, at) => ({
      text: `${"abcd"[at % 4]} text ${at}`,
      intent: `i${at % 4}`,
    }));
    const withNone = texts.map(({ text, intent }) => ({ text, intent: intent === "i0" ? null : intent }));
    const weightOf = async (some: Parameters<typeof trainIntentClassifier>[0]) =>
      (await trainIntentClassifier(some, fakeEmbedder(), 1)).rejection.weights[3]!;

    expect(await weightOf(texts)).toBeGreaterThanOrEqual(1);
    expect(await weightOf(withNone)).toBeLessThan(1);
  });
});
