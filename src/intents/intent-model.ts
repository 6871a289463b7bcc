import { exactIndex } from "../search/exact-index.ts";
import { columnsByHash, type GramSpace, gramRow } from "./gram-space.ts";
import { type Grams, gramsOf } from "./grams.ts";
import { scoreInto, type Weights } from "./linear-model.ts";
import { type MeaningSpace, meaningRow } from "./meaning-space.ts";
import type { Opinions } from "./stack.ts";

/** Both opinions, and the training rows that are remembered. Classes beyond `intents` stand for "none of these". */
export type IntentModel = {
  intents: string[];
  grams: GramSpace & { weights: Weights };
  meaning: MeaningSpace & { weights: Weights };
  /** Row-major unit vectors of training rows. */
  remembered: Float32Array;
};

/** A text as the model reads it. */
export type Reading = { grams: Grams; vector: Float32Array };

/** What the model thinks of a text, before anything is weighed. Nearness is a cosine. */
export type Impression = { opinions: Opinions; nearness: number };

const NEIGHBOURS = 3;

export const read = (text: string, vector: Float32Array): Reading => ({ grams: gramsOf(text), vector });

/** A function, because looking n-grams up needs a table that is built once. */
export function impressions(model: IntentModel): (reading: Reading) => Impression {
  const columns = columnsByHash(model.grams);
  const dimensions = model.meaning.means.length;
  const ids = Array.from({ length: model.remembered.length / dimensions }, (_, row) => String(row));
  const remembered = exactIndex({ ids, dimensions, rows: model.remembered });

  return ({ grams, vector }) => {
    const opinions = { grams: scores(model.grams.weights), meaning: scores(model.meaning.weights) };
    scoreInto(gramRow(grams, model.grams, columns), model.grams.weights, opinions.grams);
    scoreInto(meaningRow(vector, model.meaning), model.meaning.weights, opinions.meaning);
    const nearest = remembered.nearest(vector, NEIGHBOURS);
    return { opinions, nearness: nearest.reduce((sum, { similarity }) => sum + similarity, 0) / NEIGHBOURS };
  };
}

const scores = ({ classes }: Weights) => new Float64Array(classes);
