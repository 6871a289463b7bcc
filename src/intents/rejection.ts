import type { Impression } from "./intent-model.ts";
import { blend, type Stack } from "./stack.ts";

/** What tells a text that belongs to some intent from one that belongs to none. */
export type Signs = Float64Array;

export const SIGNS = ["confidence", "margin", "energy", "nearness"] as const;

/** `scales` are standard deviations. Belonging = 1 ÷ (1 + e^−(bias + Σ weight·(sign − mean) ÷ scale)). */
export type Belonging = { means: number[]; scales: number[]; weights: number[]; bias: number };

/** What belongs less than the threshold of the intent that it looks most like is none of the intents. */
export type Rejection = Belonging & { thresholds: number[] };

/**
 * Confidence and margin of the blended scores, energy of the scores by meaning (Liu et al. 2020, "Energy-based
 * out-of-distribution detection"), and the cosine to the nearest training rows.
 */
export function signsOf({ opinions, nearness }: Impression, stack: Stack, intents: number): Signs {
  const blended = blend(opinions, stack);
  const [first, second] = bestTwo(blended.subarray(0, intents));
  const energy = logSumExp(opinions.meaning.subarray(0, intents));
  return Float64Array.of(first - logSumExp(blended), first - second, energy, nearness);
}

export function belongingOf(signs: Signs, { means, scales, weights, bias }: Belonging): number {
  let sum = bias;
  for (const [at, sign] of signs.entries()) sum += (weights[at]! * (sign - means[at]!)) / scales[at]!;
  return 1 / (1 + Math.exp(-sum));
}

const ROUNDS = 300;
const RATE = 1;
const DECAY = 1e-3;

/**
 * Where every stranger is of an intent that was left out, nothing from another domain is among them, and nearness tells
 * that best: it then counts one standard deviation for one more than they call for (figures in finetune/LOG.md).
 */
export function warierOfOtherDomains(belonging: Belonging): Belonging {
  const weights = belonging.weights.map((weight, at) => (SIGNS[at] === "nearness" ? weight + 1 : weight));
  return { ...belonging, weights };
}

/**
 * Logistic regression of belonging on the signs, both sides weighing the same whatever their numbers. No weight is below
 * zero: every sign speaks for belonging, and of texts unlike any that were seen a negative weight would say the opposite.
 */
export function fitBelonging(belong: readonly Signs[], strangers: readonly Signs[]): Belonging {
  const rejection = standardised([...belong, ...strangers]);
  const sides = [
    { rows: belong, truth: 1 },
    { rows: strangers, truth: 0 },
  ];

  for (let round = 0; round < ROUNDS; round += 1) {
    const slopes = rejection.weights.map((weight) => DECAY * weight);
    let slope = 0;
    for (const { rows, truth } of sides) {
      for (const signs of rows) {
        const push = (belongingOf(signs, rejection) - truth) / (2 * rows.length);
        slope += push;
        for (const [at, sign] of signs.entries()) {
          slopes[at]! += (push * (sign - rejection.means[at]!)) / rejection.scales[at]!;
        }
      }
    }
    rejection.bias -= RATE * slope;
    for (const [at, value] of slopes.entries()) {
      rejection.weights[at] = Math.max(0, rejection.weights[at]! - RATE * value);
    }
  }
  return rejection;
}

function standardised(rows: readonly Signs[]): Belonging {
  const count = Math.max(1, rows.length);
  const means = SIGNS.map((_, at) => rows.reduce((sum, signs) => sum + signs[at]!, 0) / count);
  const scales = SIGNS.map((_, at) => {
    const variance = rows.reduce((sum, signs) => sum + (signs[at]! - means[at]!) ** 2, 0) / count;
    return Math.sqrt(variance) || 1;
  });
  return { means, scales, weights: SIGNS.map(() => 0), bias: 0 };
}

function bestTwo(scores: Float64Array): [number, number] {
  let [first, second] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const score of scores) {
    if (score > first) [first, second] = [score, first];
    else if (score > second) second = score;
  }
  return [first, Math.max(second, first - WIDEST_MARGIN)];
}

/** One class alone has no runner-up. */
const WIDEST_MARGIN = 20;

function logSumExp(scores: Float64Array): number {
  const most = scores.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
  return most + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - most), 0));
}
