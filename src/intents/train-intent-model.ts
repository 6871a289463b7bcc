import { seededRandom, shuffle } from "../score/seeded-random.ts";
import { columnsByHash, fitGramSpace, gramRow } from "./gram-space.ts";
import type { IntentModel, Reading } from "./intent-model.ts";
import { trainSvm } from "./linear-svm.ts";
import { trainLogistic } from "./logistic-regression.ts";
import { fitMeaningSpace, meaningRow } from "./meaning-space.ts";

export type LabelledReadings = {
  intents: string[];
  readings: Reading[];
  /** Index into `intents`; `intents.length` is "none of these". */
  labels: Int32Array;
};

/** Rows remembered for the distance: more cost time at every question (256 dimensions × rows) and decide nothing. */
const MOST_REMEMBERED = 3_000;

export function trainIntentModel({ intents, readings, labels }: LabelledReadings, seed: number): IntentModel {
  const classes = labels.includes(intents.length) ? intents.length + 1 : intents.length;
  const grams = fitGramSpace(readings.map((reading) => reading.grams));
  const columns = columnsByHash(grams);
  const vectors = readings.map(({ vector }) => vector);
  const dimensions = vectors[0]!.length;
  const meaning = fitMeaningSpace(vectors, dimensions);

  const svm = { rows: readings.map((reading) => gramRow(reading.grams, grams, columns)), columns: grams.hashes.length };
  const logistic = { rows: vectors.map((vector) => meaningRow(vector, meaning)), columns: dimensions + 1 };
  const shared = { labels, classes, random: seededRandom(seed) };
  return {
    intents,
    grams: { ...grams, weights: trainSvm({ ...svm, ...shared }) },
    meaning: { ...meaning, weights: trainLogistic({ ...logistic, ...shared }) },
    remembered: remember({ intents, readings, labels }, dimensions, shared.random),
  };
}

/** The same number from every intent, as far as it has them. */
function remember({ intents, readings, labels }: LabelledReadings, dimensions: number, random: () => number) {
  const each = Math.max(1, Math.floor(MOST_REMEMBERED / intents.length));
  const taken = new Int32Array(intents.length + 1);
  const kept = shuffle([...readings.keys()], random).filter((row) => {
    const label = labels[row]!;
    taken[label]! += 1;
    return label < intents.length && taken[label]! <= each;
  });

  const remembered = new Float32Array(kept.length * dimensions);
  for (const [at, row] of kept.entries()) remembered.set(readings[row]!.vector, at * dimensions);
  return remembered;
}
