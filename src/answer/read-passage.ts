import type { Term } from "../search/knowledge.ts";
import type { Passage } from "../search/passage.ts";
import { isScrap } from "./scraps.ts";
import { type Unit, unitsOf } from "./units.ts";

/** A passage before anything is asked of it. */
export type ReadPassage = {
  units: readonly ReadUnit[];
  /** Occurrences by stem, of all its headings and of its page's title. */
  headings: Tally;
  title: Tally;
  /** Of the heading that its units would be shown below. */
  nearest: { stems: ReadonlySet<string>; words: number };
};

export type ReadUnit = {
  unit: Unit;
  terms: readonly Term[];
  tally: Tally;
  /** Of the head of its table; empty elsewhere. */
  tableHead: Tally;
  words: number;
  /** See scraps.ts. */
  scrap: boolean;
};

export type Tally = ReadonlyMap<string, number>;
export type TermsOf = (text: string) => Term[];

/** Some 10 kB each; reading one takes longer than all the rest of quoting it. */
const KEPT = 1_000;

/** By the snapshot's own `terms`, so that nothing outlives it. What a customer says is never kept here. */
const read = new WeakMap<TermsOf, Map<string, { text: string; passage: ReadPassage }>>();

export function readPassage(passage: Passage, termsOf: TermsOf): ReadPassage {
  const known = read.get(termsOf) ?? new Map<string, { text: string; passage: ReadPassage }>();
  read.set(termsOf, known);
  const before = known.get(passage.id);
  if (before?.text === passage.text) return before.passage;
  if (known.size >= KEPT) known.delete(known.keys().next().value!);
  const now = { text: passage.text, passage: readAnew(passage, termsOf) };
  known.set(passage.id, now);
  return now.passage;
}

function readAnew(passage: Passage, termsOf: TermsOf): ReadPassage {
  const heads = new Map<string, Tally>();
  const headOf = ({ header }: Unit) => {
    const tallied = heads.get(header) ?? tally(termsOf(header));
    heads.set(header, tallied);
    return tallied;
  };
  const nearest = nearestHeading(passage);
  return {
    units: unitsOf(passage.text).map((unit) => {
      const terms = termsOf(unit.text);
      const [counts, words] = [tally(terms), countWords(unit.text)];
      const scrap = isScrap(unit, words, counts.size);
      return { unit, terms, tally: counts, tableHead: headOf(unit), words, scrap };
    }),
    headings: tally(termsOf(passage.headings.join(" "))),
    title: tally(termsOf(passage.title)),
    nearest: { stems: new Set(termsOf(nearest).map(({ stem }) => stem)), words: countWords(nearest) },
  };
}

export const nearestHeading = ({ title, headings }: Passage): string => headings.at(-1) ?? title;

function tally(terms: readonly Term[]): Tally {
  const counts = new Map<string, number>();
  for (const { stem } of terms) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return counts;
}

export const countWords = (text: string) => text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
