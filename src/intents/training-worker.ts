import { parentPort, workerData } from "node:worker_threads";
import { type CalibratedOn, type Calibration, calibrate } from "./calibrate.ts";
import { type IntentModel, read } from "./intent-model.ts";
import type { LabelledText } from "./train-intent-classifier.ts";
import { type LabelledReadings, trainIntentModel } from "./train-intent-model.ts";

/** A thread's life: read the texts, train one part of the classifier, post it. */
export type TrainingPart = {
  part: keyof Part;
  texts: readonly LabelledText[];
  /** One for each text. */
  vectors: readonly Float32Array[];
  /** In the order of their classes. */
  intents: readonly NamedIntent[];
  seed: number;
};

/** Its name as words, and their embedding. */
export type NamedIntent = { intent: string; name: string; vector: Float32Array };

export type Part = { model: IntentModel; calibration: Calibration & CalibratedOn };

const { part, seed, ...given } = workerData as TrainingPart;
const labelled = labelledReadings(given);
parentPort!.postMessage(part === "model" ? trainIntentModel(labelled, seed) : calibrate(labelled, seed));

function labelledReadings({ texts, vectors, intents }: Omit<TrainingPart, "part" | "seed">): LabelledReadings {
  const labelOf = new Map(intents.map(({ intent }, label) => [intent, label]));
  return {
    intents: intents.map(({ intent }) => intent),
    names: intents.map(({ name, vector }) => read(name, vector)),
    readings: texts.map(({ text }, at) => read(text, vectors[at]!)),
    labels: Int32Array.from(texts, ({ intent }) => (intent === null ? intents.length : labelOf.get(intent)!)),
  };
}
