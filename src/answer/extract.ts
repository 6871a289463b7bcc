import type { Hit, Term } from "../search/knowledge.ts";
import { type Extract, render } from "./render-units.ts";
import { addsNothing, isAnsweredElsewhere, saysTheSame } from "./repeats.ts";
import { between, saysNothing, together } from "./together.ts";
import type { Understood } from "./understand.ts";
import { type Asked, askedOf, type Candidate, candidatesOf } from "./unit-value.ts";

export type ExtractInput = {
  understood: Understood;
  /** Best first. */
  hits: Hit[];
  /** The question only points back, to what the best passage is about; no by default. */
  continued?: boolean;
  terms: (text: string) => Term[];
  /** Words shown at most, unless the best unit alone is longer. */
  maxWords: number;
};

/** What is quoted from: two pages, so that a second one can add to the first or contradict it. */
const PAGES = 2;
const PASSAGES = 4;
/** Of the best passage's score: what is further behind adds words and no answer. */
const LEAST = 0.5;
/** Of the first unit's value: what is worth less is not shown. */
const FLOOR = 0.2;
/** The same for other passages, once the first one has said every word of the question. */
const FLOOR_ANSWERED = 0.6;
const REPEATED = 0.25;
/** Words up to which an announcement ("For the first two days:") says nothing by itself. */
const BARE = 5;
/** Of the words allowed: half a procedure helps nobody. */
const RUNNING_ON = 1.5;
const LISTS = new Set(["item", "step", "row"]);
/**
 * Answers with units of the best passages, verbatim: greedily what is worth most to the question and repeats least, in
 * reading order. No word is its own.
 */
export function extract({ understood, hits, continued = false, terms, maxWords }: ExtractInput): Extract {
  const quoted = ofBestPages(hits);
  const asked = askedOf(terms(understood.text), carriedTerms(understood, terms), continued);
  const best = quoted[0]?.score ?? 0;
  const candidates = quoted.flatMap((hit, source) => {
    return candidatesOf(hit, source, best > 0 ? hit.score / best : 0, asked, terms);
  });
  return render(pick(candidates, asked, maxWords), quoted, candidates);
}

/** What earlier turns add counts as little as the question speaks for itself. */
function carriedTerms({ carried, standing }: Understood, terms: (text: string) => Term[]): Term[] {
  return terms([...carried.keys()].join(" ")).map((term) => ({ ...term, idf: term.idf * (1 - standing) }));
}

function ofBestPages(hits: Hit[]): Hit[] {
  const pages = new Set([...new Set(hits.map(({ passage }) => passage.path))].slice(0, PAGES));
  const least = LEAST * (hits[0]?.score ?? 0);
  return hits.filter(({ passage, score }) => pages.has(passage.path) && score >= least).slice(0, PASSAGES);
}

function pick(candidates: Candidate[], asked: Asked, maxWords: number): Candidate[] {
  let picked: Candidate[] = [];
  let first = Number.NEGATIVE_INFINITY;
  let rest = namedAsAsked(toThePoint(candidates, asked), asked)
    .filter(({ words }) => words <= maxWords)
    .filter((candidate) => !saysNothing(candidate, candidates, asked));

  while (rest.length > 0) {
    const open = picked.length === 0 ? meantFirst(rest, asked) : rest;
    const { candidate, worth } = best(open, stemsOf(picked), asked);
    if (worth < FLOOR * first) break;
    rest = rest.filter((other) => other !== candidate);
    if (worth < FLOOR_ANSWERED * first && isAnsweredElsewhere(candidate, picked, asked)) continue;
    if (addsNothing(candidate, picked, asked)) continue;
    if (picked.length === 0) first = worth;
    picked = withFitting(picked, together(candidate, candidates, asked), maxWords);
    picked = withFitting(picked, between(picked, candidates), maxWords);
    rest = rest.filter((other) => !picked.some((one) => saysTheSame(one, other)));
  }
  const shown = picked.filter((candidate) => !announcesNothing(candidate, picked));
  return shown.length > 0 ? withoutHoles(shown, candidates, maxWords) : lastResort(candidates, maxWords);
}

/** Where the question only points back, what it points to is quoted first, whatever else says its words. */
function meantFirst(candidates: Candidate[], { continued }: Asked): Candidate[] {
  const meant = continued ? candidates.filter(({ source }) => source === 0) : [];
  return meant.length > 0 ? meant : candidates;
}

/** What room is left goes to the paragraph quoted first: what it says besides may limit what is quoted of it. */
function withoutHoles(picked: Candidate[], candidates: Candidate[], maxWords: number): Candidate[] {
  const { source, unit } = picked[0]!;
  const paragraph = candidates.filter((other) => other.source === source && other.unit.block === unit.block);
  const missing = paragraph.filter(
    (other) => !picked.includes(other) && !other.scrap && other.unit.kind === "sentence",
  );
  const whole = [...picked, ...missing];
  return shownWords(whole) <= maxWords ? whole : picked;
}

function stemsOf(candidates: Candidate[]): Set<string> {
  const stems = new Set<string>();
  for (const { terms } of candidates) for (const stem of terms.keys()) stems.add(stem);
  return stems;
}

/** "Example:" whose example is too long to be shown. A longer announcement says something by itself. */
function announcesNothing({ unit, source, place, words }: Candidate, picked: Candidate[]): boolean {
  if (unit.kind !== "sentence" || words > BARE || !unit.text.endsWith(":")) return false;
  return !picked.some((other) => other.source === source && other.place === place + 1);
}

/**
 * A list, procedure or table of the passage quoted first may run on beyond the limit, and is else shown as far as it
 * fits; the steps of another one come all or not at all.
 */
function withFitting(picked: Candidate[], added: Candidate[], maxWords: number): Candidate[] {
  const first = picked[0]?.source ?? added[0]?.source;
  const all = [...picked];
  for (const candidate of added) {
    if (candidate.words === 0 || all.some(({ unit }) => unit.text === candidate.unit.text)) continue;
    const leading = candidate.source === first;
    const most = leading && LISTS.has(candidate.unit.kind) ? RUNNING_ON * maxWords : maxWords;
    if (shownWords([...all, candidate]) <= most) all.push(candidate);
    else if (candidate.unit.kind === "step") return leading ? all : picked;
  }
  return all;
}

/** With one heading for each passage. */
function shownWords(picked: Candidate[]): number {
  const headings = new Map(picked.map(({ source, headingWords }) => [source, headingWords]));
  return [...headings.values(), ...picked.map(({ words }) => words)].reduce((sum, words) => sum + words, 0);
}

/**
 * What shares a word with earlier turns alone answers those; it counts only where nothing is about the question itself,
 * or where that only points back.
 */
function toThePoint(candidates: Candidate[], asked: Asked): Candidate[] {
  const { own, continued } = asked;
  const whole = candidates.filter((candidate) => !candidate.scrap && !answersAnother(candidate, asked));
  const pointedTo = (source: number) => continued && source === 0;
  const toPoint = whole.filter(({ source, context }) => pointedTo(source) || [...own].some((stem) => context(stem)));
  return toPoint.length > 0 ? toPoint : whole;
}

/** One word ("shipping") names a subject, of which other sections may speak as well. */
const NAMING_WORDS = 2;

/** "How long are parcels kept?" above a section: what only shares words with the question ("long parcels") adds nothing to it. */
function namedAsAsked(candidates: Candidate[], { own }: Asked): Candidate[] {
  if (own.size < NAMING_WORDS) return candidates;
  const named = candidates.filter((candidate) => candidate.named);
  return named.length > 0 ? named : candidates;
}

const YES_OR_NO = /^(?:yes|no|ja|nein|oui|non|sí|sì)[,.!:;]/iu;

/** "Yes, within 6 days" answers the question above it and must not be heard as the answer to this one. */
function answersAnother({ unit, says }: Candidate, { own }: Asked): boolean {
  return YES_OR_NO.test(unit.text) && [...own].filter((stem) => says(stem)).length * 2 < own.size;
}

/** Where every unit is longer than may be shown, or left over: the best long one, else a heading before a listing. */
function lastResort(candidates: Candidate[], maxWords: number): Candidate[] {
  const long = candidates.filter((candidate) => candidate.unit.kind !== "code" && !candidate.scrap);
  const short = candidates.filter(({ words }) => words <= maxWords);
  const [pool = []] = [long, short, candidates].filter(({ length }) => length > 0);
  return pool.sort((one, other) => other.value - one.value).slice(0, 1);
}

function best(candidates: Candidate[], shown: Set<string>, asked: Asked): { candidate: Candidate; worth: number } {
  let best = { candidate: candidates[0]!, worth: Number.NEGATIVE_INFINITY };
  for (const candidate of candidates) {
    const worth = candidate.value + gain(candidate, shown, asked);
    if (worth > best.worth) best = { candidate, worth };
  }
  return best;
}

/** What of the question it covers that nothing shown does, less what it repeats. Makes no lists: it runs for every unit, several times. */
function gain({ terms }: Candidate, shown: Set<string>, { idf, sum }: Asked): number {
  let fresh = 0;
  let share = 0;
  for (const stem of terms.keys()) {
    if (shown.has(stem)) continue;
    fresh += 1;
    share += idf.get(stem) ?? 0;
  }
  const repeated = terms.size === 0 ? 0 : 1 - fresh / terms.size;
  return share / sum - REPEATED * repeated;
}
