import type { Hit, Term } from "../search/knowledge.ts";
import type { Passage } from "../search/passage.ts";
import { type Unit, unitsOf } from "./units.ts";

/** A unit with what it is worth to the question. */
export type Candidate = {
  unit: Unit;
  /** Rank of its passage among those quoted from. */
  source: number;
  /** Path of its page. */
  page: string;
  /** Rank in its passage. */
  place: number;
  words: number;
  /** Words of the heading that it would be shown below. */
  headingWords: number;
  /** Place of the unit that introduces it. */
  lead: number | null;
  /** Occurrences by stem. */
  terms: Map<string, number>;
  /** Stems that it says together with its heading and the head of its table. */
  says: Set<string>;
  /** The same with the units around it. */
  context: Set<string>;
  value: number;
};

/** The question as far as units are compared with it. */
export type Asked = {
  /** Inverse document frequency by stem. */
  idf: Map<string, number>;
  /** Of all distinct terms; never 0. */
  sum: number;
  bigrams: string[];
  /** Stems that the question itself says, without earlier turns, and the documentation knows. */
  own: Set<string>;
};

/** What each signal adds; measured in docs/decisions on the quoted answers. */
const IN_HEADINGS = 0.4;
const IN_TITLE = 0.2;
const IN_NEIGHBOURS = 0.2;
const IN_LEAD = 0.2;
/** The head of its table names what a row holds. */
const IN_TABLE_HEAD = 0.2;
const BIGRAMS = 0.3;
const PASSAGE = 0.8;
/** Of the first unit of a passage, half of it for the second and so on: writers say what matters first. */
const EARLY = 0.1;
const QUESTION = -0.3;
const FRAGMENT = 0.6;
const CODE = 0.7;
const RESIDUE = -2;

/** `carried` is what earlier turns add to the question's `said`. */
export function askedOf(said: Term[], carried: Term[]): Asked {
  const terms = [...said, ...carried];
  const idf = new Map(terms.map((term) => [term.stem, term.idf]));
  const sum = [...idf.values()].reduce((total, value) => total + value, 0);
  const own = new Set(said.filter(({ known }) => known).map(({ stem }) => stem));
  return { idf, sum: sum || 1, bigrams: bigramsOf(terms), own };
}

/** Every unit of one passage. `strength` is the passage's score ÷ that of the best. */
export function candidatesOf(
  { passage }: Hit,
  source: number,
  strength: number,
  asked: Asked,
  termsOf: (text: string) => Term[],
): Candidate[] {
  const units = unitsOf(passage.text);
  const read = units.map((unit) => termsOf(unit.text));
  const tallies = read.map(tally);
  const headings = tally(termsOf(passage.headings.join(" ")));
  const title = tally(termsOf(passage.title));
  const heading = nearestHeading(passage);
  const headingWords = countWords(heading);
  const headingStems = termsOf(heading).map(({ stem }) => stem);
  const tableHeads = new Map(
    [...new Set(units.map(({ header }) => header))].map((head) => [head, tally(termsOf(head))]),
  );

  return units.map((unit, place) => {
    const own = tallies[place]!;
    const besides = (other: Map<string, number> | undefined) => shareBesides(other, own, asked);
    const lead = leadOf(units, place);
    const tableHead = tableHeads.get(unit.header)!;
    const words = countWords(unit.text);
    const context =
      IN_HEADINGS * besides(headings) +
      IN_TITLE * besides(title) +
      IN_NEIGHBOURS * besides(new Map([...(tallies[place - 1] ?? []), ...(tallies[place + 1] ?? [])])) +
      IN_LEAD * (lead === null ? 0 : shareOf(tallies[lead]!.keys(), asked)) +
      IN_TABLE_HEAD * besides(tableHead);
    const close = BIGRAMS * sharedBigrams(read[place]!, asked);
    const value =
      baseScore(own, read[place]!.length, asked) + context + close + PASSAGE * strength + EARLY / (1 + place);
    return {
      unit,
      source,
      page: passage.path,
      place,
      words,
      headingWords,
      lead,
      terms: own,
      says: new Set([...headingStems, ...tableHead.keys(), ...own.keys()]),
      context: new Set([
        ...headingStems,
        ...tableHead.keys(),
        ...[-1, 0, 1].flatMap((step) => [...(tallies[place + step]?.keys() ?? [])]),
      ]),
      value: worth(value, unit, read[place]!.length, words),
    };
  });
}

export const nearestHeading = ({ title, headings }: Passage): string => headings.at(-1) ?? title;

export function shareOf(stems: Iterable<string>, { idf, sum }: Asked): number {
  let share = 0;
  for (const stem of stems) share += idf.get(stem) ?? 0;
  return share / sum;
}

/** BM25 of the unit ÷ idf of the whole question; k1 1.2, b .5, typical unit of 12 content words. */
function baseScore(own: Map<string, number>, size: number, { idf, sum }: Asked): number {
  let score = 0;
  for (const [stem, weight] of idf) {
    const count = own.get(stem) ?? 0;
    score += (weight * count * 2.2) / (count + 1.2 * (0.5 + (0.5 * size) / 12));
  }
  return score / sum;
}

function shareBesides(other: Map<string, number> | undefined, own: Map<string, number>, asked: Asked): number {
  return shareOf(
    [...(other?.keys() ?? [])].filter((stem) => !own.has(stem)),
    asked,
  );
}

function sharedBigrams(terms: Term[], { bigrams }: Asked): number {
  if (bigrams.length === 0) return 0;
  const own = new Set(bigramsOf(terms));
  return bigrams.filter((pair) => own.has(pair)).length / bigrams.length;
}

const bigramsOf = (terms: Term[]) => terms.slice(1).map((term, rank) => `${terms[rank]!.stem} ${term.stem}`);

function tally(terms: Term[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { stem } of terms) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return counts;
}

/** The unit that this one answers or belongs to: a question right before it, or the ":" above its list, table or code. */
export function leadOf(units: Unit[], place: number): number | null {
  const { block, kind } = units[place]!;
  if (isQuestion(units[place - 1]?.text ?? "")) return place - 1;
  if (kind === "sentence") return null;
  let before = place;
  while (before >= 0 && units[before]!.block === block) before -= 1;
  return before >= 0 && units[before]!.block === block - 1 && units[before]!.text.endsWith(":") ? before : null;
}

export const isQuestion = (text: string) => /[?？]["”']?$/.test(text);

function worth(value: number, unit: Unit, contentWords: number, words: number): number {
  let worth = value;
  if (isQuestion(unit.text)) worth += QUESTION;
  if (contentWords < 3) worth *= FRAGMENT;
  if (unit.kind === "code" || readsAsCode(unit.text, words)) worth *= CODE;
  if (unit.kind === "sentence" && isResidue(unit.text, contentWords, words)) worth += RESIDUE;
  return worth;
}

/** More signs of programming than one in five words. */
function readsAsCode(text: string, words: number): boolean {
  return (text.match(/[{}<>=;\\]|\w\(|\w_\w|":/g)?.length ?? 0) > words / 5;
}

/** Menus and link lists that a converter left behind: hardly a function word, no end of sentence. */
function isResidue(text: string, contentWords: number, words: number): boolean {
  if (/[.!?:。！？]["”')\]]*$/.test(text) || words < 4) return false;
  return contentWords / words > 0.85;
}

export const countWords = (text: string) => text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
