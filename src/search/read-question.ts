import { priceWords } from "./asked-price.ts";
import type { ContentWord, TermReader, TermStatistics } from "./term-reader.ts";

export type QuestionTerm = TermStatistics & {
  stem: string;
  /** Multiplies the idf: 1 for a word of the question, less for what was added to it. */
  weight: number;
  origin: "words" | "carried" | "synonyms" | "spellings";
};

export type ReadQuestion = {
  /** Distinct, rarest first. */
  terms: QuestionTerm[];
  /** Stems in reading order; what does not stand in the index is left out, and breaks no neighbourhood. */
  order: string[];
  /** Several words between double quotes, as stems; a single word is matched as it is anyway. */
  phrases: string[][];
};

/** Words that mean much the same, as stems with a weight in 0..1. */
export type Expansion = (stem: string) => readonly string[];
export type NearSpellings = (word: string) => readonly { stem: string; weight: number }[];

export type ReadingAids = {
  /** The word that a word unknown to the index is read as; see synonyms.ts. */
  standIn: (stem: string) => string;
  synonyms: Expansion;
  synonymWeight: number;
  spellings: NearSpellings;
  spellingWeight: number;
};

/** Of the kind of thing that is asked for, beside a word that was said. */
const ASKED_FOR = 0.6;

/** A very long text is searched by its rarest words: the rest would cost time and change nothing. */
const MOST_TERMS = 48;

/** `carried`: words that the conversation adds, with their weights. */
export function readQuestion(
  text: string,
  reader: TermReader,
  aids: ReadingAids,
  carried: ReadonlyMap<string, number> = new Map(),
): ReadQuestion {
  const read = reader.read(text).map((word) => ({ ...word, stem: aids.standIn(word.stem) }));
  const words = withoutRedundantParts(read, reader);
  const unknown = words.filter(({ stem }) => reader.statistics(stem).passages === 0);
  const terms = new Map<string, QuestionTerm>();
  const add = (stem: string, weight: number, origin: QuestionTerm["origin"], most: number) => {
    const statistics = reader.statistics(stem);
    if (statistics.passages === 0 || terms.has(stem)) return;
    terms.set(stem, { ...statistics, idf: Math.min(most, statistics.idf), stem, weight, origin });
  };

  for (const { stem } of words) add(stem, 1, "words", Number.POSITIVE_INFINITY);
  const own = rarestFirst([...terms.values()]).slice(0, MOST_TERMS);
  for (const [word, weight] of carried) {
    for (const { stem } of reader.read(word)) add(stem, weight, "carried", Number.POSITIVE_INFINITY);
  }
  const rarest = own[0]?.idf ?? Number.POSITIVE_INFINITY;
  for (const word of priceWords(text)) {
    for (const { stem } of reader.read(word)) add(stem, ASKED_FOR, "synonyms", rarest);
  }
  if (aids.spellingWeight > 0) {
    for (const { surface } of unknown) {
      for (const { stem, weight } of aids.spellings(surface)) {
        add(stem, weight * aids.spellingWeight, "spellings", Number.POSITIVE_INFINITY);
      }
    }
  }
  if (aids.synonymWeight > 0) {
    // A synonym that is rarer than the asked word must not outweigh it.
    for (const { stem, idf } of [...own, ...unknown.map(({ stem }) => ({ stem, idf: reader.statistics(stem).idf }))])
      for (const other of aids.synonyms(stem)) add(other, aids.synonymWeight, "synonyms", idf);
  }

  return {
    terms: rarestFirst([...terms.values()].filter((term) => term.origin !== "words" || own.includes(term))),
    order: words.map(({ stem }) => stem).filter((stem) => terms.has(stem)),
    phrases: phrasesOf(text, reader),
  };
}

/** An identifier that the index knows as a whole is asked as a whole: its parts are often common words. */
function withoutRedundantParts(words: ContentWord[], reader: TermReader): ContentWord[] {
  const kept: ContentWord[] = [];
  for (const word of words) {
    const known = reader.statistics(word.stem).passages > 0;
    if (word.parts > 0 && known) kept.splice(Math.max(0, kept.length - word.parts), word.parts);
    if (word.parts === 0 || known) kept.push(word);
  }
  return kept;
}

function phrasesOf(text: string, reader: TermReader): string[][] {
  return [...text.matchAll(/["“„«]([^"“”„«»]{2,200})["”“»]/g)]
    .map(([, phrase]) => phrase!.trim())
    .filter((phrase) => /\s/.test(phrase))
    .map((phrase) => reader.read(phrase).flatMap(({ stem, parts }) => (parts === 0 ? [stem] : [])))
    .filter((stems) => stems.length > 1);
}

const rarestFirst = (terms: QuestionTerm[]) => terms.sort((a, b) => b.idf - a.idf);
