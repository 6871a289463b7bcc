import type { Embedder } from "../search/embedder.ts";
import type { Classification, IntentClassifier } from "./intent-classifier.ts";
import { impressions, read } from "./intent-model.ts";
import { belongingOf, signsOf } from "./rejection.ts";
import { probabilitiesOf } from "./stack.ts";
import type { TrainedClassifier } from "./train-intent-classifier.ts";

/** The vectors of two embedders say nothing to each other's classifiers. */
export class WrongEmbedderError extends Error {
  constructor(trained: string, given: string) {
    super(
      `The intent classifier was trained with the embedder ${trained}, but ${given} is configured. Train it again.`,
    );
    this.name = "WrongEmbedderError";
  }
}

/** Serves what `trainIntentClassifier` learnt. Throws WrongEmbedderError. */
export function embeddedClassifier(id: string, trained: TrainedClassifier, embedder: Embedder): IntentClassifier {
  if (embedder.id !== trained.embedderId) throw new WrongEmbedderError(trained.embedderId, embedder.id);
  const { model, stack, rejection } = trained;
  const { intents } = model;
  const look = impressions(model);

  return {
    id,
    intents,
    async classify(text): Promise<Classification> {
      const [vector] = await embedder.embed([text]);
      const impression = look(read(text, vector!));
      const probabilities = probabilitiesOf(impression.opinions, stack);
      const belonging = belongingOf(signsOf(impression, stack, intents.length), rejection);

      const ranked = intents
        .map((intent, label) => ({ intent, probability: probabilities[label]!, label }))
        .sort((one, other) => other.probability - one.probability);
      return {
        ranked: ranked.map(({ label, ...shown }) => shown),
        belonging,
        rejected: belonging < rejection.thresholds[ranked[0]!.label]!,
      };
    },
  };
}
