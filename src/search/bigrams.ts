import { GAP } from "./passage-terms.ts";

/** Two neighbouring words of the question, as terms of one segment, and what finding them together is worth. */
export type WordPair = { first: number; second: number; worth: number };

/** `order`: the question's terms with their idf, in reading order; -1 for one that the segment lacks. */
export function wordPairs(order: readonly { id: number; idf: number }[]): WordPair[] {
  const pairs = new Map<string, WordPair>();
  for (const [at, first] of order.entries()) {
    const second = order[at + 1];
    if (!second || first.id < 0 || second.id < 0 || first.id === second.id) continue;
    pairs.set(`${first.id} ${second.id}`, {
      first: first.id,
      second: second.id,
      worth: (first.idf + second.idf) / 2,
    });
  }
  return [...pairs.values()];
}

/** Sum of the worth of the pairs that stand in the passage in this order, with one word in between at most. */
export function bigramWorth(pairs: readonly WordPair[], terms: Int32Array): number {
  let sum = 0;
  for (const { first, second, worth } of pairs) if (follows(first, second, terms)) sum += worth;
  return sum;
}

function follows(first: number, second: number, terms: Int32Array): boolean {
  for (let at = terms.indexOf(first); at >= 0; at = terms.indexOf(first, at + 1)) {
    if (terms[at + 1] === second || (terms[at + 1] !== GAP && terms[at + 2] === second)) return true;
  }
  return false;
}
