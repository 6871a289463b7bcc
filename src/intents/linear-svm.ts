import { shuffle } from "../score/seeded-random.ts";
import { addInto, newWeights, type Row, scoreInto, type Weights } from "./linear-model.ts";

export type SvmInput = {
  rows: readonly Row[];
  /** Class of each row, from 0. */
  labels: Int32Array;
  columns: number;
  classes: number;
  random: () => number;
};

/** Price of a violated margin. 1 is the usual default for rows of length 1. */
const COST = 1;
/** Further passes change no decision that matters. */
const PASSES = 6;
/** Smaller steps are not worth a walk over the row. */
const LEAST_STEP = 1e-3;

/**
 * One linear support vector machine per class against all others, squared hinge loss, by dual coordinate descent
 * (Hsieh et al. 2008, "A dual coordinate descent method for large-scale linear SVM", algorithm 1). All classes visit a
 * row at once: its weights are read in one pass, which is what makes it fast.
 */
export function trainSvm({ rows, labels, columns, classes, random }: SvmInput): Weights {
  const weights = newWeights(columns, classes);
  const duals = new Float32Array(rows.length * classes);
  const curvatures = rows.map((row) => squaredLength(row) + DIAGONAL);
  const order = Int32Array.from(rows.keys());
  const step: Step = {
    scores: new Float64Array(classes),
    classes: new Int32Array(classes),
    sizes: new Float64Array(classes),
  };

  for (let pass = 0; pass < PASSES; pass += 1) {
    for (const at of shuffle(order, random)) {
      scoreInto(rows[at]!, weights, step.scores);
      const own = duals.subarray(at * classes, (at + 1) * classes);
      const moved = moveDuals(step, own, labels[at]!, curvatures[at]!);
      if (moved > 0) addInto(rows[at]!, weights, step.classes, step.sizes, moved);
    }
  }
  return weights;
}

type Step = { scores: Float64Array; classes: Int32Array; sizes: Float64Array };

const DIAGONAL = 1 / (2 * COST);

/** The best dual of each class, the others held fixed; returns how many classes moved. */
function moveDuals({ scores, classes, sizes }: Step, duals: Float32Array, own: number, curvature: number): number {
  let moved = 0;
  for (let label = 0; label < scores.length; label += 1) {
    const sign = label === own ? 1 : -1;
    const dual = duals[label]!;
    const slope = sign * scores[label]! - 1 + DIAGONAL * dual;
    if (dual === 0 && slope >= 0) continue;

    const next = Math.max(0, dual - slope / curvature);
    if (Math.abs(next - dual) < LEAST_STEP) continue;
    duals[label] = next;
    classes[moved] = label;
    sizes[moved] = sign * (next - dual);
    moved += 1;
  }
  return moved;
}

function squaredLength({ values }: Row): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
