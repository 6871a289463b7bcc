import { createHash } from "node:crypto";

/** Words in a row that two replies seldom share by chance. */
const WORDS = 6;
const PRINT_LENGTH = 16;

/**
 * Fingerprints of texts that belong to one customer's case, without what others were told as well: hashes of every six words
 * in a row, of a short text the text itself. They recognise a text that repeats a part of it and cannot be read.
 */
export function casePrints(cases: readonly string[], common: readonly string[]): string[] {
  const known = new Set(common.flatMap(printsOf));
  return [...new Set(cases.flatMap(printsOf))].filter((print) => !known.has(print)).sort();
}

/** Whether a text repeats a case, other than in words that stand in one of these. */
export function repeatsCase(text: string, cases: ReadonlySet<string>, sources: readonly string[]): boolean {
  const allowed = new Set(sources.flatMap(printsOf));
  return printsOf(text).some((print) => cases.has(print) && !allowed.has(print));
}

function printsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const runs = Math.max(1, words.length - WORDS + 1);
  return Array.from({ length: words.length === 0 ? 0 : runs }, (_, at) =>
    createHash("sha256")
      .update(words.slice(at, at + WORDS).join(" "))
      .digest("hex")
      .slice(0, PRINT_LENGTH),
  );
}
