import { shuffle } from "../score/seeded-random.ts";
import { addInto, newWeights, scoreInto, type Weights } from "./linear-model.ts";
import type { SvmInput } from "./linear-svm.ts";

const BATCH = 32;
/** Steps decide how far the weights get; many rows must still be seen often enough. */
const USUAL_STEPS = 2_000;
const FEWEST_PASSES = 8;
/** Few rows are learnt by heart long before that. */
const MOST_PASSES = 60;
const FEWEST_STEPS = 200;
const RATE = 0.02;
const MOMENTUM = 0.9;
/** Holds the weights near zero, where there are few rows. */
const DECAY = 3e-4;
/** A class whose share of the gradient is below it waits for a later row. */
const LEAST_SHARE = 1e-3;

/** Multinomial logistic regression by stochastic gradient descent with momentum, the rate falling to zero linearly. */
export function trainLogistic({ rows, labels, columns, classes, random }: SvmInput): Weights {
  const weights = newWeights(columns, classes);
  const gradient = newWeights(columns, classes);
  const velocity = new Float32Array(weights.values.length);
  const next = endlessly(rows.length, random);
  const push: Push = {
    shares: new Float64Array(classes),
    classes: new Int32Array(classes),
    sizes: new Float64Array(classes),
  };

  const steps = stepsFor(rows.length / BATCH);

  for (let step = 0; step < steps; step += 1) {
    gradient.values.fill(0);
    for (let n = 0; n < BATCH; n += 1) {
      const at = next();
      scoreInto(rows[at]!, weights, push.shares);
      addInto(rows[at]!, gradient, push.classes, push.sizes, pushOf(push, labels[at]!));
    }
    descend(weights.values, gradient.values, velocity, RATE * (1 - step / steps));
  }
  return weights;
}

function stepsFor(stepsOfAPass: number): number {
  const usual = Math.max(USUAL_STEPS, FEWEST_PASSES * stepsOfAPass);
  return Math.ceil(Math.max(FEWEST_STEPS, Math.min(usual, MOST_PASSES * stepsOfAPass)));
}

/** Every row once in random order, then again in another. */
function endlessly(rows: number, random: () => number): () => number {
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  let at = rows;
  return () => {
    if (at === rows) {
      shuffle(order, random);
      at = 0;
    }
    return order[at++]!;
  };
}

type Push = { shares: Float64Array; classes: Int32Array; sizes: Float64Array };

/** Softmax minus truth, ÷ batch, for the classes where it matters; returns their number. */
function pushOf({ shares, classes, sizes }: Push, own: number): number {
  softmax(shares);
  let count = 0;
  for (let label = 0; label < shares.length; label += 1) {
    const push = shares[label]! - (label === own ? 1 : 0);
    if (Math.abs(push) < LEAST_SHARE) continue;
    classes[count] = label;
    sizes[count] = push / BATCH;
    count += 1;
  }
  return count;
}

function descend(weights: Float32Array, gradient: Float32Array, velocity: Float32Array, rate: number): void {
  for (let at = 0; at < weights.length; at += 1) {
    const moved = MOMENTUM * velocity[at]! + gradient[at]! + DECAY * weights[at]!;
    velocity[at] = moved;
    weights[at]! -= rate * moved;
  }
}

/** In place: scores become shares that sum to 1. */
export function softmax(scores: Float64Array): void {
  let most = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > most) most = score;
  let sum = 0;
  for (let at = 0; at < scores.length; at += 1) {
    scores[at] = Math.exp(scores[at]! - most);
    sum += scores[at]!;
  }
  for (let at = 0; at < scores.length; at += 1) scores[at]! /= sum;
}
