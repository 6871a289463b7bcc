import type { Registry } from "../models/registry.ts";
import { servingModels } from "../models/served-by.ts";
import type { TunedModel } from "./tuned-model.ts";

/**
 * What a question is about, by the models that serve; null: none of what they know, or no model serves yet. `redact`: as
 * training shows questions.
 */
export function servedIntent(
  registry: () => Registry,
  model: (id: string) => TunedModel | null,
  redact: (question: string) => string,
): (question: string) => Promise<string | null> {
  return async (question) => {
    for (const id of servingModels(registry())) {
      const found = await model(id)?.classifier.classify(redact(question));
      if (found && !found.rejected) return found.ranked[0]!.intent;
    }
    return null;
  };
}
