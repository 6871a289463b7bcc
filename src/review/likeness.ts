import { columnsByHash, fitGramSpace, gramRow } from "../intents/gram-space.ts";
import { gramsOf } from "../intents/grams.ts";
import type { Row } from "../intents/linear-model.ts";

/** A question as the matcher reads it. `row` is of length 1, `vector` of length 1 or all zeros. */
export type ReadQuestion = { row: Row; vector: Float32Array };

/** Reads and compares questions; n-grams are weighed by their rarity among the texts it was made from. */
export type QuestionSpace = {
  read(text: string, vector: Float32Array): ReadQuestion;
  /** To each of the others, in 0..1: exp(−3 · (1 − .85 · cos of meaning − .15 · cos of n-grams)). */
  likenesses(one: ReadQuestion, others: readonly ReadQuestion[]): Float64Array;
};

/** Share of meaning in the likeness; the rest is words and parts of words. See the decision page for the losers. */
const MEANING = 0.85;
/** How fast likeness falls with distance. */
const SHARPNESS = 3;

export function questionSpace(texts: readonly string[]): QuestionSpace {
  const grams = fitGramSpace(texts.map(gramsOf));
  const columns = columnsByHash(grams);
  // One row laid out in full: looking each entry of the other rows up in a table would cost ten times as much.
  const laidOut = new Float32Array(grams.hashes.length);

  return {
    read: (text, vector) => ({ row: gramRow(gramsOf(text), grams, columns), vector }),
    likenesses({ row, vector }, others) {
      for (const [at, column] of row.columns.entries()) laidOut[column] = row.values[at]!;
      const found = Float64Array.from(others, (other) => {
        const near = MEANING * product(vector, other.vector) + (1 - MEANING) * sparseProduct(laidOut, other.row);
        return Math.exp(-SHARPNESS * (1 - near));
      });
      for (const column of row.columns) laidOut[column] = 0;
      return found;
    },
  };
}

function sparseProduct(laidOut: Float32Array, { columns, values }: Row): number {
  let sum = 0;
  for (let at = 0; at < columns.length; at += 1) sum += laidOut[columns[at]!]! * values[at]!;
  return sum;
}

function product(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += one[at]! * other[at]!;
  return sum;
}
