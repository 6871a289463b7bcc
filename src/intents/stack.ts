import { softmax } from "./logistic-regression.ts";

/** Where a class's score comes from: the text's n-grams, its meaning, and the training texts nearest to it. */
export const SOURCES = ["grams", "meaning", "neighbours"] as const;
type Source = (typeof SOURCES)[number];

/** Scores of one text by class. */
export type Opinions = Record<Source, Float64Array>;

/** How much each opinion counts. */
export type Stack = Record<Source, number>;

/** Probability by class: the weighted mean of log-probabilities, normalised. */
export function probabilitiesOf(opinions: Opinions, stack: Stack): Float64Array {
  const blended = blend(opinions, stack);
  softmax(blended);
  return blended;
}

export function blend({ grams, meaning, neighbours }: Opinions, stack: Stack): Float64Array {
  return grams.map((score, label) => {
    return stack.grams * score + stack.meaning * meaning[label]! + stack.neighbours * neighbours[label]!;
  });
}

const ROUNDS = 25;
/** Starts near what margins and logits need on their own; the problem is convex, so it only saves rounds. */
const START: Stack = { grams: 4, meaning: 0.8, neighbours: 0.5 };
const LEAST_WEIGHT = 0.01;

/**
 * The weights under which held-out texts are most likely (Newton's method on the log-likelihood). It mixes and calibrates
 * at once: with one opinion it would be temperature scaling (Guo et al. 2017).
 */
export function fitStack(opinions: readonly Opinions[], labels: Int32Array): Stack {
  let stack = START;
  for (let round = 0; round < ROUNDS; round += 1) stack = newtonStep(opinions, labels, stack);
  return stack;
}

/** Keeps the step defined where every held-out text is certain. */
const RIDGE = 1e-3;

function newtonStep(opinions: readonly Opinions[], labels: Int32Array, stack: Stack): Stack {
  const slope = SOURCES.map(() => 0);
  const curvature = SOURCES.map((_, row) => SOURCES.map((_, column) => (row === column ? RIDGE : 0)));
  for (const [at, opinion] of opinions.entries()) {
    const probabilities = probabilitiesOf(opinion, stack);
    const means = SOURCES.map((source) => mean(probabilities, (label) => opinion[source][label]!));
    for (const [row, source] of SOURCES.entries()) {
      slope[row]! += means[row]! - opinion[source][labels[at]!]!;
      for (let column = 0; column <= row; column += 1) {
        const other = opinion[SOURCES[column]!];
        const joint = mean(probabilities, (label) => opinion[source][label]! * other[label]!);
        const covariance = joint - means[row]! * means[column]!;
        curvature[row]![column]! += covariance;
        if (row !== column) curvature[column]![row]! += covariance;
      }
    }
  }

  const step = solved(curvature, slope);
  const [grams, meaning, neighbours] = SOURCES.map((source, at) => held(stack[source], step[at]!));
  return { grams: grams!, meaning: meaning!, neighbours: neighbours! };
}

function mean(probabilities: Float64Array, of: (label: number) => number): number {
  let sum = 0;
  for (let label = 0; label < probabilities.length; label += 1) sum += probabilities[label]! * of(label);
  return sum;
}

/** At most halves or doubles a weight: far from the optimum a full Newton step overshoots. */
const held = (weight: number, step: number) =>
  Math.max(LEAST_WEIGHT, Math.min(2 * weight, Math.max(weight / 2, weight - step)));

/** x of A·x = b, by Gaussian elimination; A is positive definite, so that no rows need to be exchanged. */
function solved(matrix: readonly number[][], vector: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, vector[at]!]);
  for (const [at, pivot] of rows.entries()) {
    for (const [other, row] of rows.entries()) {
      if (other === at) continue;
      const share = row[at]! / pivot[at]!;
      for (let column = at; column < row.length; column += 1) row[column]! -= share * pivot[column]!;
    }
  }
  return rows.map((row, at) => row[rows.length]! / row[at]!);
}
