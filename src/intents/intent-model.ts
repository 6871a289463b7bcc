import { columnsByHash, type GramSpace, gramRow } from "./gram-space.ts";
import { type Grams, gramsOf } from "./grams.ts";
import { scoreInto, type Weights } from "./linear-model.ts";
import { type MeaningSpace, meaningRow } from "./meaning-space.ts";
import { type Neighbours, voting } from "./neighbours.ts";
import type { Opinions } from "./stack.ts";

/** What each opinion is made from. A class beyond `intents` stands for "none of these". */
export type IntentModel = {
  intents: string[];
  grams: GramSpace & { weights: Weights };
  meaning: MeaningSpace & { weights: Weights };
  neighbours: Neighbours;
};

/** A text as the model reads it. */
export type Reading = { grams: Grams; vector: Float32Array };

/** What the model thinks of a text, before anything is weighed. Nearness is a cosine. */
export type Impression = { opinions: Opinions; nearness: number };

export const read = (text: string, vector: Float32Array): Reading => ({ grams: gramsOf(text), vector });

/** A function, because looking n-grams up needs a table that is built once. */
export function impressions(model: IntentModel): (reading: Reading) => Impression {
  const columns = columnsByHash(model.grams);
  const { classes } = model.meaning.weights;
  const vote = voting(model.neighbours, {
    dimensions: model.meaning.means.length,
    classes,
    none: model.intents.length,
  });

  return ({ grams, vector }) => {
    const { shares, nearness } = vote(vector);
    const opinions = { grams: new Float64Array(classes), meaning: new Float64Array(classes), neighbours: shares };
    scoreInto(gramRow(grams, model.grams, columns), model.grams.weights, opinions.grams);
    scoreInto(meaningRow(vector, model.meaning), model.meaning.weights, opinions.meaning);
    return { opinions, nearness };
  };
}
