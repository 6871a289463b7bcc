import type { IntentClassifier } from "../../src/intents/intent-classifier.ts";

/** Knows the intent of the texts that it is given, rejects every other. */
export function scriptedClassifier(script: Record<string, string>): IntentClassifier {
  const intents = [...new Set(Object.values(script))].sort();
  return {
    id: "scripted",
    intents,
    async classify(text) {
      const known = script[text];
      const sure = (intent: string) => (intent === known ? 1 : 0);
      const ranked = intents.map((intent) => ({
        intent,
        probability: known === undefined ? 1 / intents.length : sure(intent),
      }));
      ranked.sort((one, other) => other.probability - one.probability);
      return { ranked, belonging: known === undefined ? 0 : 1, rejected: known === undefined };
    },
  };
}
