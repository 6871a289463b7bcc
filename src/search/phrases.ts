/** A quoted phrase as terms of one segment, and the sum of their idf. */
export type Phrase = { terms: readonly number[]; worth: number };

/** Sum of the worth of the quoted phrases that stand in the passage word for word (function words aside). */
export function phraseWorth(phrases: readonly Phrase[], passage: Int32Array): number {
  let sum = 0;
  for (const { terms, worth } of phrases) if (holds(passage, terms)) sum += worth;
  return sum;
}

function holds(passage: Int32Array, terms: readonly number[]): boolean {
  for (let at = passage.indexOf(terms[0]!); at >= 0; at = passage.indexOf(terms[0]!, at + 1)) {
    if (terms.every((term, offset) => passage[at + offset] === term)) return true;
  }
  return false;
}
