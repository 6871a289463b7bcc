import { counted } from "../../src/score/counted.ts";
import type { Erasure } from "../erase.ts";
import { wrapped } from "./wrapped.ts";

/** What an erasure changed, and what is left to do, for a person. */
export function erasureWords({ datasets, models, elsewhere, intents }: Erasure): string {
  const held = models.length === 0 ? "No model had learnt from them." : `Deleted models: ${models.join(", ")}.`;
  return [
    `Erased from the logs and ${counted(datasets.length, "dataset")}; no log brings them back.`,
    ...datasets.map(({ before, now }) => `    ${before} is now ${now}`),
    ...wrapped(held),
    ...(intents.length === 0 ? [] : wrapped(`The documentation answers again: ${intents.join(", ")}.`)),
    ...elsewhere.flatMap(({ url, name }) => wrapped(`Delete ${name} at ${url}, which had learnt from them.`)),
    ...(models.length === 0 ? [] : ["Next: npm run finetune -- run"]),
  ].join("\n");
}
