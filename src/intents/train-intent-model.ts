import { seededRandom } from "../score/seeded-random.ts";
import { columnsByHash, fitGramSpace, gramRow } from "./gram-space.ts";
import type { IntentModel, Reading } from "./intent-model.ts";
import { type Row, scoreInto, type Weights } from "./linear-model.ts";
import { trainSvm } from "./linear-svm.ts";
import { trainLogistic } from "./logistic-regression.ts";
import { fitMeaningSpace, meaningRow } from "./meaning-space.ts";
import { type Neighbours, type Space, unlikeness } from "./neighbours.ts";

export type LabelledReadings = {
  intents: string[];
  /** Of each intent: its name, read as one more text of it. No customer wrote it, so it is never held out. */
  names: Reading[];
  readings: Reading[];
  /** Index into `intents`; `intents.length` is "none of these". */
  labels: Int32Array;
};

/** Rows kept for comparison: more cost time at every question (.2 µs each at most) and decide little. */
const MOST_NEIGHBOURS = 5_000;

export function trainIntentModel(labelled: LabelledReadings, seed: number): IntentModel {
  const { intents, readings, labels } = namesFirst(labelled);
  const none = intents.length;
  const classes = labels.includes(none) ? none + 1 : none;
  const grams = fitGramSpace(readings.map((reading) => reading.grams));
  const columns = columnsByHash(grams);
  const vectors = readings.map(({ vector }) => vector);
  const dimensions = vectors[0]!.length;
  const meaning = fitMeaningSpace(vectors, dimensions);

  const svm = { rows: readings.map((reading) => gramRow(reading.grams, grams, columns)), columns: grams.hashes.length };
  const logistic = { rows: vectors.map((vector) => meaningRow(vector, meaning)), columns: dimensions + 1 };
  const shared = { labels, classes, random: seededRandom(seed) };
  const weights = { grams: trainSvm({ ...svm, ...shared }), meaning: trainLogistic({ ...logistic, ...shared }) };
  const doubt = doubts(logistic.rows, weights.meaning, none);
  return {
    intents,
    grams: { ...grams, weights: weights.grams },
    meaning: { ...meaning, weights: weights.meaning },
    neighbours: keptRows(vectors, labels, { dimensions, classes, none }, (row) => doubt[row]!),
  };
}

/** First, so that they are among the rows that are kept for comparison. */
function namesFirst({ intents, names, readings, labels }: LabelledReadings): Omit<LabelledReadings, "names"> {
  return { intents, readings: [...names, ...readings], labels: Int32Array.from([...intents.keys(), ...labels]) };
}

/** How much a row looks like some intent: highest score of an intent by meaning. */
function doubts(rows: readonly Row[], weights: Weights, none: number): Float64Array {
  const scores = new Float64Array(weights.classes);
  return Float64Array.from(rows, (row) => {
    scoreInto(row, weights, scores);
    return scores.subarray(0, none).reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  });
}

/**
 * The same number from every intent, as far as it has them; of "none of these" those that look most like an intent,
 * because the others are near to no question that is in doubt.
 */
function keptRows(
  vectors: readonly Float32Array[],
  labels: Int32Array,
  space: Space,
  doubtOf: (row: number) => number,
): Neighbours {
  const { classes, none, dimensions } = space;
  const each = Math.max(1, Math.floor(MOST_NEIGHBOURS / 2 / Math.max(1, none)));
  const taken = new Int32Array(none);
  const rows = [...labels.keys()];
  const own = rows.filter((row) => labels[row]! < none && taken[labels[row]!]!++ < each * (classes > none ? 1 : 2));
  const others = rows
    .filter((row) => labels[row]! === none)
    .sort((one, other) => doubtOf(other) - doubtOf(one) || one - other)
    .slice(0, MOST_NEIGHBOURS - own.length);

  const kept = [...own, ...others];
  const flat = new Float32Array(kept.length * dimensions);
  for (const [at, row] of kept.entries()) flat.set(vectors[row]!, at * dimensions);
  const keptLabels = Int32Array.from(kept, (row) => labels[row]!);
  // How near customers' texts lie to each other is not told by names.
  const unlike = unlikeness(flat.subarray(none * dimensions), keptLabels.subarray(none), space);
  return { vectors: flat, labels: keptLabels, unlike };
}
