import type { Gazetteer, WordClass } from "./gazetteer.ts";

export type Word = {
  start: number;
  end: number;
  text: string;
  class: WordClass;
  /** Starts with a capital and goes on in small letters. */
  capital: boolean;
  /** What stands between the word before and this one; for the first word all before it. */
  gap: string;
};

const WORD = /\p{L}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*/gu;
const CAPITAL = /^\p{Lu}(?:\p{M}*$|['’]?\p{Lu}?.*\p{Ll})/u;

export function wordsOf(text: string, gazetteer: Gazetteer): Word[] {
  let at = 0;
  return [...text.matchAll(WORD)].map(({ 0: written, index }) => {
    const possessive = /['’]s$/.exec(written)?.[0].length ?? 0;
    const word = written.slice(0, written.length - possessive);
    const gap = text.slice(at, index);
    at = index + word.length;
    return { start: index, end: at, text: word, class: gazetteer.classOf(word), capital: CAPITAL.test(word), gap };
  });
}

/** Small words inside surnames. */
const PARTICLES = new Set(
  "van von de der den del della di da do dos das du la le al el bin ibn ter ten zu af y e ni ní".split(" "),
);

/** Index behind the run of capitalised words that starts at `from`, particles inside included; four names at most. */
export function runEnd(words: readonly Word[], from: number): number {
  let end = from;
  for (let next = from; next < words.length && next - from < 6; next++) {
    const word = words[next]!;
    if (next > from && !/^(?:[ \u00A0]|\. )$/.test(word.gap)) break;
    if (next > from && word.gap === ". " && words[next - 1]!.text.length > 1) break;
    if (word.capital) end = next + 1;
    else if (!(next > from && PARTICLES.has(word.text.toLowerCase()))) break;
  }
  return end;
}

export function isKnown({ class: sort }: Word): boolean {
  return sort !== "common" && sort !== "unknown";
}
