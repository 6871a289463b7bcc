import type { Embedder } from "../search/embedder.ts";
import { startWorker } from "../search/start-worker.ts";
import type { CalibratedOn, Calibration } from "./calibrate.ts";
import type { IntentModel } from "./intent-model.ts";
import { nameAsWords } from "./name-as-words.ts";
import type { NamedIntent, Part, TrainingPart } from "./training-worker.ts";

/** `intent: null` marks a text that is none of the intents. */
export type LabelledText = { text: string; intent: string | null };

/** Everything that a classifier knows, plain data. */
export type TrainedClassifier = { embedderId: string; model: IntentModel } & Calibration;

export class TooFewIntentsError extends Error {
  constructor() {
    super("An intent classifier needs texts of at least two intents, or of one intent and of none.");
    this.name = "TooFewIntentsError";
  }
}

type Following = {
  /** Ends the training at once; it is thrown what the signal's reason is. */
  signal?: AbortSignal;
  /** Called as each of the `PARTS` is there. */
  onPart?: () => void;
};

/** What is trained side by side, each in a thread of its own. */
export const PARTS = 2;

/**
 * The same texts in the same order with the same seed give the same classifier. The event loop stays free meanwhile.
 * Throws TooFewIntentsError.
 */
export async function trainIntentClassifier(
  texts: readonly LabelledText[],
  embedder: Embedder,
  seed: number,
  { signal, onPart = () => {} }: Following = {},
): Promise<TrainedClassifier & CalibratedOn> {
  if (new Set(texts.map(({ intent }) => intent)).size < 2) throw new TooFewIntentsError();
  const [vectors, intents] = [await embedder.embed(texts.map(({ text }) => text)), await namedIntents(texts, embedder)];
  const whole = new AbortController();
  const until = AbortSignal.any(signal ? [signal, whole.signal] : [whole.signal]);
  const inThread = <Name extends keyof Part>(part: Name) => {
    const trained = trainedInThread<Part[Name]>({ part, texts, vectors, intents, seed }, until);
    return trained.then((one) => {
      onPart();
      return one;
    });
  };

  try {
    // The model of all texts and those of some of them, which calibration looks at, do not need each other.
    const [model, calibration] = await Promise.all([inThread("model"), inThread("calibration")]);
    return { embedderId: embedder.id, model, ...calibration };
  } finally {
    // Where one failed the other one's work is for nothing.
    whole.abort();
  }
}

async function namedIntents(texts: readonly LabelledText[], embedder: Embedder): Promise<NamedIntent[]> {
  const intents = [...new Set(texts.flatMap(({ intent }) => intent ?? []))].sort();
  const names = intents.map(nameAsWords);
  const vectors = await embedder.embed(names);
  return intents.map((intent, at) => ({ intent, name: names[at]!, vector: vectors[at]! }));
}

function trainedInThread<Result>(part: TrainingPart, until: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    until.throwIfAborted();
    const worker = startWorker("../intents/training-worker", part);
    until.addEventListener("abort", () => void worker.terminate(), { once: true });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(until.aborted ? until.reason : new Error("The training's thread ended early.")));
  });
}
