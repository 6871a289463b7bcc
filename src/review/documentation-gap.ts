/** Least share of the correction's words that the passages must hold. */
const HELD = 0.6;

export type GapInput = {
  /** What staff wrote instead; null: they only rejected it. */
  correction: string | null;
  reason: string | null;
  /** Texts of the passages that the correction cites. */
  cited: readonly string[];
  /** Texts of the passages that the answer was made from. */
  passages: readonly string[];
};

/** Whether the documentation lacks what the customer asked for, as far as its passages can tell. */
export function isDocumentationGap({ correction, reason, cited, passages }: GapInput): boolean {
  if (reason === "not-in-docs") return true;
  if (correction === null || reason === "tone") return false;

  const words = new Set(wordsOf(correction));
  const held = new Set([...cited, ...passages].flatMap(wordsOf));
  const found = [...words].filter((word) => held.has(word)).length;
  // Who names no source found none, unless all of it stands there.
  return cited.length === 0 ? found === 0 || found < words.size : found < HELD * words.size;
}

/** Short words stand everywhere and would make every correction look documented; a number says much, a marker nothing. */
const wordsOf = (text: string): string[] => text.toLowerCase().match(/(?<![[\p{N}])\p{N}+|[\p{L}\p{N}]{4,}/gu) ?? [];
