import type { Hit, Term } from "../search/knowledge.ts";
import { type ReadUnit, readPassage, type Tally, type TermsOf } from "./read-passage.ts";
import type { Unit } from "./units.ts";

/** A unit with what it is worth to the question. */
export type Candidate = {
  unit: Unit;
  /** Rank of its passage among those quoted from. */
  source: number;
  /** Path of its page. */
  page: string;
  /** Score of its passage ÷ that of the best. */
  strength: number;
  /** Rank in its passage. */
  place: number;
  words: number;
  /** Left over from a menu or a heading. */
  scrap: boolean;
  /** Words of the heading that it would be shown below. */
  headingWords: number;
  /** That heading says each word of the question and no other. */
  named: boolean;
  /** Place of the unit that introduces it. */
  lead: number | null;
  /** Occurrences by stem. */
  terms: Tally;
  /** Whether it says a stem, together with its heading and the head of its table. */
  says: (stem: string) => boolean;
  /** The same with the units around it. */
  context: (stem: string) => boolean;
  value: number;
};

/** The question as far as units are compared with it. */
export type Asked = {
  /** Inverse document frequency by stem. */
  idf: Map<string, number>;
  /** Of all distinct terms; never 0. */
  sum: number;
  /** Stems that stand side by side. */
  bigrams: [string, string][];
  /** Stems that the question itself says, without earlier turns, and the documentation knows. */
  own: Set<string>;
  /** The question only points back, to what the best passage is about. */
  continued: boolean;
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
export function askedOf(said: Term[], carried: Term[], continued: boolean): Asked {
  const terms = [...said, ...carried];
  const idf = new Map(terms.map((term) => [term.stem, term.idf]));
  const sum = [...idf.values()].reduce((total, value) => total + value, 0);
  const own = new Set(said.filter(({ known }) => known).map(({ stem }) => stem));
  return { idf, sum: sum || 1, bigrams: bigramsOf(terms), own, continued };
}

/** Every unit of one passage. `strength` is the passage's score ÷ that of the best. */
export function candidatesOf(
  { passage }: Hit,
  source: number,
  strength: number,
  asked: Asked,
  termsOf: TermsOf,
): Candidate[] {
  const { units, headings, title, nearest } = readPassage(passage, termsOf);
  const named = nearest.stems.size === asked.own.size && [...asked.own].every((stem) => nearest.stems.has(stem));

  return units.map(({ unit, terms, tally, tableHead, words, scrap }, place) => {
    const [before, after] = [units[place - 1]?.tally, units[place + 1]?.tally];
    const besides = (other?: Tally, counted?: Tally) => shareBesides(other?.keys() ?? [], asked, tally, counted);
    const lead = leadOf(units, place);
    const context =
      IN_HEADINGS * besides(headings) +
      IN_TITLE * besides(title) +
      IN_NEIGHBOURS * (besides(before) + besides(after, before)) +
      IN_LEAD * (lead === null ? 0 : shareOf(units[lead]!.tally.keys(), asked)) +
      IN_TABLE_HEAD * besides(tableHead);
    const close = BIGRAMS * sharedBigrams(terms, tally, asked);
    const value = baseScore(tally, terms.length, asked) + context + close + PASSAGE * strength + EARLY / (1 + place);
    const says = (stem: string) => tally.has(stem) || nearest.stems.has(stem) || tableHead.has(stem);
    return {
      unit,
      source,
      page: passage.path,
      strength,
      place,
      words,
      scrap,
      headingWords: nearest.words,
      named,
      lead,
      terms: tally,
      says,
      context: (stem) => says(stem) || before?.has(stem) === true || after?.has(stem) === true,
      value: worth(value, unit, terms.length, words),
    };
  });
}

function shareOf(stems: Iterable<string>, { idf, sum }: Asked): number {
  let share = 0;
  for (const stem of stems) share += idf.get(stem) ?? 0;
  return share / sum;
}

/** BM25 of the unit ÷ idf of the whole question; k1 1.2, b .5, typical unit of 12 content words. */
function baseScore(own: Tally, size: number, { idf, sum }: Asked): number {
  let score = 0;
  for (const [stem, weight] of idf) {
    const count = own.get(stem) ?? 0;
    score += (weight * count * 2.2) / (count + 1.2 * (0.5 + (0.5 * size) / 12));
  }
  return score / sum;
}

function shareBesides(stems: Iterable<string>, { idf, sum }: Asked, own: Tally, counted?: Tally): number {
  let share = 0;
  for (const stem of stems) if (!own.has(stem) && !counted?.has(stem)) share += idf.get(stem) ?? 0;
  return share / sum;
}

function sharedBigrams(terms: readonly Term[], own: Tally, { bigrams }: Asked): number {
  if (bigrams.length === 0) return 0;
  // Most units lack one of the two: they are not read.
  const stands = ([first, second]: [string, string]) =>
    own.has(first) && own.has(second) && follows(first, second, terms);
  return bigrams.filter(stands).length / bigrams.length;
}

function follows(first: string, second: string, terms: readonly Term[]): boolean {
  return terms.some(({ stem }, rank) => stem === first && terms[rank + 1]?.stem === second);
}

const bigramsOf = (terms: readonly Term[]) =>
  terms.slice(1).map((term, rank): [string, string] => [terms[rank]!.stem, term.stem]);

/** The unit that this one answers or belongs to: a question right before it, or the ":" above its list, table or code. */
function leadOf(units: readonly ReadUnit[], place: number): number | null {
  const { block, kind } = units[place]!.unit;
  if (isQuestion(units[place - 1]?.unit.text ?? "")) return place - 1;
  if (kind === "sentence") return null;
  let before = place;
  while (before >= 0 && units[before]!.unit.block === block) before -= 1;
  const lead = units[before]?.unit;
  return lead?.block === block - 1 && introduces(lead, units[before + 1]!.unit) ? before : null;
}

/** What ends in a colon, and a sentence without an end right above a list or table ("Call us if"). */
export function introduces(unit: Unit, next: Unit | undefined): boolean {
  if (unit.text.endsWith(":")) return next !== undefined;
  return unit.kind === "sentence" && next !== undefined && LISTED.has(next.kind) && !hasEnd(unit.text);
}

const LISTED: ReadonlySet<Unit["kind"]> = new Set(["item", "step", "row"]);
const hasEnd = (text: string) => /[.!?…。！？]["”’)\]`]*$/u.test(text);

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
