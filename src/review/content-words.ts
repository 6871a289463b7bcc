import { GENERAL_SYNONYMS } from "../search/general-synonyms.ts";
import { ENGLISH, spokenIn, wordForms } from "../search/language.ts";
import { fold, hasUnspacedScript, segments } from "../search/script.ts";
import { synonyms } from "../search/synonyms.ts";
import { wordsOf } from "./respell.ts";
import { isAsking, isDeciding, isQuestioning } from "./telling-words.ts";

/** A word that says what a question is about. */
export type ContentWord = { word: string; stem: string; synonyms: readonly string[] };
export type ReadContent = (text: string, language: number) => ContentWord[];

const forms = wordForms();

export const languageOf = (text: string): number => spokenIn(wordsOf(text).map(fold), forms.votes);

/** Leaves out words of asking and those that every text holds; the names of the asked-for (when, where) stay. */
export function contentReader(): ReadContent {
  const stemOf = (word: string, language: number) => forms.stem(fold(word), language);
  const others = synonyms(GENERAL_SYNONYMS, (words) => wordsOf(words).map((word) => stemOf(word, ENGLISH)));
  return (text, language) =>
    wordsOf(text)
      .flatMap((word) => (hasUnspacedScript(word) ? segments(word) : [word]))
      .map((word) => ({ word, stem: isAsking(word) ? "" : stemOf(word, language) }))
      // A letter alone is an article, or what an apostrophe cut off.
      .filter(
        ({ word, stem }) => (stem !== "" || isDeciding(word) || isQuestioning(word)) && /\p{N}|..|\p{Lo}/u.test(word),
      )
      .map(({ word, stem }) => ({ word, stem: stem || word, synonyms: others(stem) }));
}

/** "rent" and "rental" are one word; shorter beginnings and longer endings are shared by chance. */
const STEM = 4;
const ENDING = 3;

/** The same word in another form, or another word for the same. */
export function alike(one: ContentWord, other: ContentWord): boolean {
  if (one.stem === other.stem || one.synonyms.includes(other.stem)) return true;
  const [short, long] = one.stem.length < other.stem.length ? [one.stem, other.stem] : [other.stem, one.stem];
  if (isDeciding(one.word) || isDeciding(other.word)) return false;
  return short.length >= STEM && long.length - short.length <= ENDING && long.startsWith(short);
}
