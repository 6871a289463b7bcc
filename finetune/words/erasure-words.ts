import { counted } from "../../src/score/counted.ts";
import type { Erasure } from "../erase.ts";
import type { LearntOf } from "../learnt-of.ts";
import { wrapped } from "./wrapped.ts";

/** What an erasure changed, and what is left to do, for a person. */
export function erasureWords({ datasets, models, learnt, kept, elsewhere, intents }: Erasure): string {
  return [
    `Erased from the logs and ${counted(datasets.length, "dataset")}; no log brings them back.`,
    ...datasets.map(({ before, now }) => `    ${before} is now ${now}`),
    ...(models.length === 0 ? ["No model had learnt from them."] : learnt.flatMap((one) => wrapped(learntWords(one)))),
    ...kept.flatMap((model) => wrapped(`The model ${model} stays: it has learnt nothing from them.`)),
    ...(intents.length === 0 ? [] : wrapped(`The documentation answers again: ${intents.join(", ")}.`)),
    ...elsewhere.flatMap(({ url, name }) => wrapped(`Delete ${name} at ${url}, which had learnt from them.`)),
    ...(models.length === 0 ? [] : ["Next: npm run finetune -- run"]),
  ].join("\n");
}

/** Why a model goes: whoever reads "without an intent" would not expect it. */
function learntWords({ model, as }: LearntOf): string {
  const words = as.map(({ intent, rows }) =>
    intent === null
      ? `${counted(rows, "question")} as none of its intents, which showed it where these end`
      : `${counted(rows, "question")} as "${intent}"`,
  );
  return `Deleted the model ${model}, which had learnt from them: ${words.join("; ")}.`;
}
