import { editDistance } from "../search/edit-distance.ts";

/** A shorter word has too many neighbours for a guess. */
const SHORTEST = 4;
/** From this length two edits are still the same word. */
const LONG = 8;

const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/**
 * Reads a question's misspelt words as those of the known phrasings: a word that none of them uses becomes the one word
 * within an edit (two from eight letters) that begins with the same letter. Two ordinary words ("price", "prize") are
 * two words and stay apart; a word with two neighbours stays as it is.
 */
export function respeller(
  phrasings: readonly string[],
  isOrdinary: (word: string) => boolean,
): (question: string) => string {
  const known = new Map<string, Set<string>>();
  for (const word of phrasings.flatMap(wordsOf)) {
    const alike = known.get(word[0]!) ?? new Set();
    known.set(word[0]!, alike.add(word));
  }

  const respelt = (word: string): string | null => {
    const others = known.get(word[0]!);
    if (!others || others.has(word) || !mayBeMisspelt(word)) return null;
    const ordinary = isOrdinary(word);
    const near = [...others].filter((other) => isNear(word, other) && !(ordinary && isOrdinary(other)));
    return near.length === 1 ? near[0]! : null;
  };
  return (question) => question.replace(WORD, (written) => respelt(folded(written)) ?? written);
}

function isNear(word: string, other: string): boolean {
  if (!mayBeMisspelt(other)) return false;
  const most = Math.min(word.length, other.length) < LONG ? 1 : 2;
  return editDistance(word, other, most) <= most;
}

/** Numbers and codes are never a slip of each other. */
const mayBeMisspelt = (word: string) => word.length >= SHORTEST && !/\p{N}/u.test(word);

const folded = (word: string) => word.normalize("NFKC").toLowerCase();

/** Case, punctuation and spaces do not make another question. */
export const sameWords = (text: string): string => wordsOf(text).join(" ");

/** Case and punctuation do not make another word. */
export const wordsOf = (text: string): string[] => folded(text).match(WORD) ?? [];
