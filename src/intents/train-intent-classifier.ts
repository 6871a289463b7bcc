import type { Embedder } from "../search/embedder.ts";
import { belongs, type HeldOut, type HeldOutTexts, holdOut } from "./hold-out.ts";
import { type IntentModel, read } from "./intent-model.ts";
import { belongingOf, fitBelonging, type Rejection, signsOf } from "./rejection.ts";
import { areApart, type Judged, thresholdsOf } from "./rejection-thresholds.ts";
import { blend, fitStack, type Stack } from "./stack.ts";
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

  const { stack, rejection } = calibrated(holdOut(labelled, seed), labelled.intents);
  return { embedderId: embedder.id, model: trainIntentModel(labelled, seed), stack, rejection };
}

/** How opinions are weighed and what is turned away, from texts that the models did not see. */
function calibrated({ known, strangers, asMixed }: HeldOutTexts, intents: readonly string[]) {
  const labels = Int32Array.from(known, ({ label }) => label);
  const stack = fitStack(
    known.map(({ impression }) => impression.opinions),
    labels,
  );
  const signs = ({ impression, intents: of }: HeldOut) => signsOf(impression, stack, of.length);
  const right = (text: HeldOut) => belongs(text) && topIntent(text, stack) === text.label;
  const wrong = known.filter((text) => !right(text));
  const against = (others: HeldOut[]) => {
    const belonging = fitBelonging(known.filter(right).map(signs), [...others, ...strangers].map(signs));
    const judge = (text: HeldOut): Judged => ({
      intent: text.intents[topIntent(text, stack)]!,
      right: right(text),
      belonging: belongingOf(signs(text), belonging),
      weight: text.weight,
    });
    const strange = strangers.map((text) => ({ ...judge(text), right: false }));
    return { belonging, judged: { known: known.map(judge), strangers: strange, asMixed: asMixed.map(judge) } };
  };

  const all = against(wrong);
  // What lies far away is easily told apart, and would drown what is hard to tell.
  const apart = areApart(all.judged);
  const { belonging, judged } = apart ? against(wrong.filter(belongs)) : all;
  return { stack, rejection: { ...belonging, thresholds: thresholdsOf(judged, intents, apart) } };
}

function topIntent({ impression, intents }: HeldOut, stack: Stack): number {
  const scores = blend(impression.opinions, stack).subarray(0, intents.length);
  return scores.indexOf(scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY));
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
