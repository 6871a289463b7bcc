import type { Embedder } from "../search/embedder.ts";
import { type HeldOut, holdOut } from "./hold-out.ts";
import { type IntentModel, read } from "./intent-model.ts";
import { fitRejection, type Rejection, signsOf } from "./rejection.ts";
import { fitStack, type Stack } from "./stack.ts";
import { type LabelledReadings, trainIntentModel } from "./train-intent-model.ts";

/** `intent: null` marks a text that is none of the intents. */
export type LabelledText = { text: string; intent: string | null };

/** Everything that a classifier knows, plain data. */
export type TrainedClassifier = { embedderId: string; model: IntentModel; stack: Stack; rejection: Rejection };

export class TooFewIntentsError extends Error {
  constructor() {
    super("An intent classifier needs texts of at least two intents, or of one intent and of none.");
    this.name = "TooFewIntentsError";
  }
}

/** The same texts in the same order with the same seed give the same classifier. Throws TooFewIntentsError. */
export async function trainIntentClassifier(
  texts: readonly LabelledText[],
  embedder: Embedder,
  seed: number,
): Promise<TrainedClassifier> {
  const labelled = await readAll(texts, embedder);
  if (new Set(labelled.labels).size < 2) throw new TooFewIntentsError();

  const { known, strangers } = holdOut(labelled, seed);
  const labels = Int32Array.from(known, ({ label }) => label);
  const stack = fitStack(
    known.map(({ impression }) => impression.opinions),
    labels,
  );
  const signs = ({ impression, intents }: HeldOut) => signsOf(impression, stack, intents);
  const belong = known.filter(({ label, intents }) => label < intents);
  const none = known.filter(({ label, intents }) => label === intents);
  const rejection = fitRejection(belong.map(signs), [...none, ...strangers].map(signs));
  return { embedderId: embedder.id, model: trainIntentModel(labelled, seed), stack, rejection };
}

async function readAll(texts: readonly LabelledText[], embedder: Embedder): Promise<LabelledReadings> {
  const intents = [...new Set(texts.flatMap(({ intent }) => intent ?? []))].sort();
  const labelOf = new Map(intents.map((intent, label) => [intent, label]));
  const vectors = await embedder.embed(texts.map(({ text }) => text));
  return {
    intents,
    readings: texts.map(({ text }, at) => read(text, vectors[at]!)),
    labels: Int32Array.from(texts, ({ intent }) => (intent === null ? intents.length : labelOf.get(intent)!)),
  };
}
