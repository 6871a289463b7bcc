import type { Unit } from "./units.ts";

/** Words up to which a line without an end is a heading or a label that lost its place. */
const LABEL = 6;
/** Share of a menu's longer words that begin with a capital letter, and words from which title case alone gives it away. */
const CAPITALS = 0.5;
const MENU = 10;
/** Distinct words of a line that says everything twice. */
const REPEATED = 0.67;

/**
 * Left over from a menu, a heading or a bracket: nobody is helped by it. `terms` are its content words. A value that
 * stands alone ("10.0.0.0/16", "$20 a month") is none: it may be the whole answer.
 */
export function isScrap({ kind, text }: Unit, words: number, terms: number): boolean {
  if (kind !== "sentence" || hasEnd(text)) return kind === "sentence" && words < 2 && !isValue(text);
  if (isMenu(text)) return true;
  return isValue(text) ? terms === 0 : words <= LABEL || terms < 2;
}

const hasEnd = (text: string) => /[.!?:;。！？]["”’)\]`]*$/u.test(text);

const isValue = (text: string) => /\d/.test(text) && text.length > 3;

/**
 * Entries of a menu or a table of contents: in title case, run together by a converter ("Getting startedVersions"), or
 * each said twice. Product names are joined like that too, but in a sentence, which has an end.
 */
function isMenu(text: string): boolean {
  const words = text.replace(/(\p{Ll}{3}|\d)(?=\p{Lu}\p{Ll})/gu, "$1 ").match(WORD) ?? [];
  const joined = words.length > (text.match(WORD)?.length ?? 0);
  const long = words.filter((word) => word.length > 3);
  const capitals = long.filter((word) => /^\p{Lu}/u.test(word)).length;
  const distinct = new Set(words.map((word) => word.toLowerCase())).size;
  if (words.length >= 4 && distinct <= REPEATED * words.length) return true;
  return capitals >= CAPITALS * long.length && (joined || words.length >= MENU);
}

const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu;
