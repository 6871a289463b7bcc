/** Scripts without spaces between words: each character is a word, and neighbours are searched as a phrase. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/gu;

/** A text as the full-text index takes it. */
export function searchable(text: string): string {
  return text.replace(UNSPACED, " $& ");
}

/** More would be a pasted page, and each word costs a walk through its list. */
const WORD_LIMIT = 12;

/**
 * What a person typed, as a query of FTS5: every word must occur, "…" is a phrase, and nothing else has a meaning.
 * Null when there is no word in it.
 */
export function searchQuery(typed: string): string | null {
  const phrases = [...typed.matchAll(/"([^"]*)"|[^\s"]+/gu)].map(([all, quoted]) => quoted ?? all);
  const words = phrases
    .map((phrase) => searchable(phrase).match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu) ?? [])
    .filter((phrase) => phrase.length > 0)
    .slice(0, WORD_LIMIT);
  // Only letters and digits are left, so no quote can end the phrase.
  return words.length === 0 ? null : words.map((phrase) => `"${phrase.join(" ")}"`).join(" ");
}
