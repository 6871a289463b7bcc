/** Least share of the correction's words that the passages must hold. */
const HELD = 0.6;

export type GapInput = {
  /** What staff wrote instead; null: they only rejected it. */
  correction: string | null;
  reason: string | null;
  /** Texts of the passages that the answer was made from. */
  passages: readonly string[];
};

/** Whether the documentation lacks what the customer asked for, as far as the passages that were found can tell. */
export function isDocumentationGap({ correction, reason, passages }: GapInput): boolean {
  if (reason === "not-in-docs") return true;
  if (correction === null || reason === "tone") return false;

  const words = new Set(wordsOf(correction));
  const held = new Set(passages.flatMap(wordsOf));
  const found = [...words].filter((word) => held.has(word)).length;
  return found < HELD * words.size;
}

/** Short words stand everywhere and would make every correction look documented. */
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? [];
