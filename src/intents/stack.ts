import { softmax } from "./logistic-regression.ts";

/** Scores of one text by class: from its n-grams and from its meaning. */
export type Opinions = { grams: Float64Array; meaning: Float64Array };

/** How much each opinion counts. */
export type Stack = { grams: number; meaning: number };

/** Probability by class: the weighted mean of log-probabilities, normalised. */
export function probabilitiesOf(opinions: Opinions, stack: Stack): Float64Array {
  const blended = blend(opinions, stack);
  softmax(blended);
  return blended;
}

export function blend({ grams, meaning }: Opinions, stack: Stack): Float64Array {
  return grams.map((score, label) => stack.grams * score + stack.meaning * meaning[label]!);
}

const ROUNDS = 25;
/** Starts near what margins and logits need on their own; the problem is convex, so it only saves rounds. */
const START: Stack = { grams: 4, meaning: 0.8 };
const LEAST_WEIGHT = 0.01;

/**
 * The two weights under which held-out texts are most likely (Newton's method on the log-likelihood). It mixes and
 * calibrates at once: with one opinion it would be temperature scaling (Guo et al. 2017).
 */
export function fitStack(opinions: readonly Opinions[], labels: Int32Array): Stack {
  let stack = START;
  for (let round = 0; round < ROUNDS; round += 1) stack = newtonStep(opinions, labels, stack);
  return stack;
}

function newtonStep(opinions: readonly Opinions[], labels: Int32Array, stack: Stack): Stack {
  let [slopeG, slopeM, curveGG, curveGM, curveMM] = [0, 0, RIDGE, 0, RIDGE];
  for (const [at, opinion] of opinions.entries()) {
    const { meanG, meanM, gg, gm, mm } = moments(opinion, probabilitiesOf(opinion, stack));
    slopeG += meanG - opinion.grams[labels[at]!]!;
    slopeM += meanM - opinion.meaning[labels[at]!]!;
    curveGG += gg - meanG * meanG;
    curveGM += gm - meanG * meanM;
    curveMM += mm - meanM * meanM;
  }

  const determinant = curveGG * curveMM - curveGM * curveGM;
  const stepG = (curveMM * slopeG - curveGM * slopeM) / determinant;
  const stepM = (curveGG * slopeM - curveGM * slopeG) / determinant;
  return { grams: held(stack.grams, stepG), meaning: held(stack.meaning, stepM) };
}

/** Keeps the step defined where every held-out text is certain. */
const RIDGE = 1e-3;

/** At most halves or doubles a weight: far from the optimum a full Newton step overshoots. */
const held = (weight: number, step: number) =>
  Math.max(LEAST_WEIGHT, Math.min(2 * weight, Math.max(weight / 2, weight - step)));

function moments({ grams, meaning }: Opinions, probabilities: Float64Array) {
  const sums = { meanG: 0, meanM: 0, gg: 0, gm: 0, mm: 0 };
  for (const [label, probability] of probabilities.entries()) {
    const [g, m] = [grams[label]!, meaning[label]!];
    sums.meanG += probability * g;
    sums.meanM += probability * m;
    sums.gg += probability * g * g;
    sums.gm += probability * g * m;
    sums.mm += probability * m * m;
  }
  return sums;
}
