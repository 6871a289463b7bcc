import type { Grams } from "./grams.ts";
import type { Row } from "./linear-model.ts";

/** Which n-grams count, and how much: column `n` belongs to the n-gram with hash `hashes[n]`. */
export type GramSpace = { hashes: Uint32Array; rarities: Float32Array };

/** A model over more columns would be larger than its gain: the least frequent go first. */
const MOST_COLUMNS = 150_000;

/** The n-grams of the texts, each weighed by its inverse document frequency: ln((1 + texts) ÷ (1 + texts with it)) + 1. */
export function fitGramSpace(texts: readonly Grams[]): GramSpace {
  const frequencies = new Map<number, number>();
  for (const { words, characters } of texts) {
    for (const hash of words.keys()) frequencies.set(hash, (frequencies.get(hash) ?? 0) + 1);
    for (const hash of characters.keys()) frequencies.set(hash, (frequencies.get(hash) ?? 0) + 1);
  }

  const kept = [...frequencies];
  if (kept.length > MOST_COLUMNS) kept.sort(([, one], [, other]) => other - one).length = MOST_COLUMNS;
  return {
    hashes: Uint32Array.from(kept, ([hash]) => hash),
    rarities: Float32Array.from(kept, ([, holding]) => Math.log((1 + texts.length) / (1 + holding)) + 1),
  };
}

export function columnsByHash({ hashes }: GramSpace): Map<number, number> {
  return new Map(Array.from(hashes, (hash, column) => [hash, column]));
}

/** Words and characters each of length √½, so that the whole row has length 1 and long words do not drown short ones. */
export function gramRow(grams: Grams, { rarities }: GramSpace, columns: ReadonlyMap<number, number>): Row {
  const found: number[] = [];
  const values: number[] = [];

  for (const block of [grams.words, grams.characters]) {
    const start = values.length;
    let squares = 0;
    for (const [hash, times] of block) {
      const column = columns.get(hash);
      if (column === undefined) continue;
      const value = (1 + Math.log(times)) * rarities[column]!;
      found.push(column);
      values.push(value);
      squares += value * value;
    }
    const length = Math.sqrt(2 * squares);
    for (let at = start; at < values.length; at += 1) values[at]! /= length;
  }
  return { columns: Int32Array.from(found), values: Float32Array.from(values) };
}
