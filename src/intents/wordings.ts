import { z } from "zod";
import { byName } from "../models/by-name.ts";
import { LANGUAGE_COUNT, spokenIn, wordForms } from "../search/language.ts";
import { denies } from "../search/negation.ts";
import { fold, hasUnspacedScript, segments } from "../search/script.ts";
import type { CalibratedOn } from "./calibrate.ts";
import { hashOf } from "./grams.ts";
import type { LabelledText } from "./train-intent-classifier.ts";

/** How the questions of one intent are put. Hashes instead of words: a model spells out nothing that a customer wrote. */
const wordingSchema = z.object({
  language: z
    .number()
    .int()
    .min(0)
    .max(LANGUAGE_COUNT - 1),
  /** Of the stems of all content words, rising. */
  stems: z.array(z.number().int().nonnegative()),
  /** Of those that nearly all questions hold: what the intent is about. */
  common: z.array(z.number().int().nonnegative()),
  /** Whether some question says "not". */
  denies: z.boolean(),
  /** Whether the log showed nothing that is asked near it and is something else. */
  alone: z.boolean().default(false),
});
export type Wording = z.infer<typeof wordingSchema>;

/** By intent. A model from before they were kept has none, and its replies are not held back by them. */
export const wordingsSchema = byName(wordingSchema).default({});
export type Wordings = z.infer<typeof wordingsSchema>;

/** What sets a question apart from all that an intent was learnt from. */
export type Unsaid = {
  /** Its content words that none of them holds, as written. */
  words: string[];
  /** They are more than half of its content words, and nothing but its own words shows where the intent ends. */
  mostly: boolean;
  /** It lacks a word that nearly all of them hold. */
  lacking: boolean;
  /** It says "not", and none of them does. */
  negated: boolean;
};

/** @param alone see `CalibratedOn` */
export function wordingsOf(texts: readonly LabelledText[], { alone }: CalibratedOn): Wordings {
  const questions = new Map<string, string[]>();
  for (const { text, intent } of texts) {
    if (intent !== null) questions.set(intent, [...(questions.get(intent) ?? []), text]);
  }
  return Object.fromEntries([...questions].map(([intent, own]) => [intent, { ...wordingOf(own), alone }]));
}

/** `question`: without personal data, as training shows it. */
export function unsaidBy(wording: Wording | undefined, question: string): Unsaid {
  if (!wording) return { words: [], mostly: false, lacking: false, negated: false };
  const said = contentWords(question, wording.language).map(({ word, stem }) => ({ word, hash: hashOf(stem) }));
  const known = new Set(wording.stems);
  const unknown = said.filter(({ hash }) => !known.has(hash));
  return {
    words: unknown.map(({ word }) => word),
    mostly: wording.alone && 2 * unknown.length > said.length,
    lacking: wording.common.some((stem) => !said.some(({ hash }) => hash === stem)),
    negated: denies(question) && !wording.denies,
  };
}

/** One question in twenty may do without a word that the others share: it is misspelt there, or stands for itself. */
const NEARLY_ALL = 0.95;

function wordingOf(questions: readonly string[]): Omit<Wording, "alone"> {
  const language = spokenIn(questions.flatMap(wordsOf), forms.votes);
  const counts = new Map<number, number>();
  for (const question of questions) {
    const own = new Set(contentWords(question, language).map(({ stem }) => hashOf(stem)));
    for (const stem of own) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  const stems = [...counts.keys()].sort((one, other) => one - other);
  const common = stems.filter((stem) => counts.get(stem)! >= NEARLY_ALL * questions.length);
  return { language, stems, common, denies: questions.some(denies) };
}

const forms = wordForms();

const contentWords = (text: string, language: number) =>
  wordsOf(text)
    .map((word) => ({ word, stem: forms.stem(word, language) }))
    .filter(({ stem }) => stem !== "");

const PLACEHOLDER = /\[[A-Z]+_\d+\]/g;

function wordsOf(text: string): string[] {
  const words =
    text
      .replace(PLACEHOLDER, " ")
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.flatMap((word) => (hasUnspacedScript(word) ? segments(word) : [fold(word)]));
}
