import type { Hit, Term } from "../search/knowledge.ts";
import type { Passage } from "../search/passage.ts";
import type { Understood } from "./understand.ts";
import { type Unit, unitsOf } from "./units.ts";

export type ExtractInput = {
  understood: Understood;
  /** Best first. */
  hits: Hit[];
  terms: (text: string) => Term[];
  /** Words shown at most, unless the best unit alone is longer. */
  maxWords: number;
};

export type Extract = {
  /** Slices of the passages, in reading order, with `[n]` after each run of one passage. */
  text: string;
  /** `passages[n - 1]` is what `[n]` names. */
  passages: Passage[];
};

type Candidate = {
  unit: Unit;
  /** Rank of its passage among those quoted from. */
  source: number;
  /** Rank in its passage. */
  place: number;
  words: number;
  terms: Map<string, number>;
  value: number;
};

const PASSAGES = 3;
const FLOOR = 0.3;

/**
 * Answers with the units of the best passages, verbatim: relevance of each unit to the question, then greedily what
 * covers most of it with least repetition. No sentence is its own.
 */
export function extract(input: ExtractInput): Extract {
  const passages = input.hits.slice(0, PASSAGES).map(({ passage }) => passage);
  const question = weigh(input.terms(input.understood.text));
  const candidates = input.hits.slice(0, PASSAGES).flatMap((hit, source) => candidatesOf(hit, source, question, input));
  const picked = pick(candidates, question, input.maxWords);
  return render(picked, passages);
}

type Weighted = { idf: Map<string, number>; sum: number; bigrams: [string, string][] };

function weigh(terms: Term[]): Weighted {
  const idf = new Map(terms.map((term) => [term.stem, term.idf]));
  const sum = [...idf.values()].reduce((total, value) => total + value, 0) || 1;
  return { idf, sum, bigrams: terms.slice(1).map((term, rank) => [terms[rank]!.stem, term.stem]) };
}

function candidatesOf(hit: Hit, source: number, question: Weighted, { hits, terms }: ExtractInput): Candidate[] {
  const { passage } = hit;
  const units = unitsOf(passage.text);
  const counted = units.map((unit) => tally(terms(unit.text)));
  const headings = tally(terms(passage.headings.join(" ")));
  const title = tally(terms(passage.title));
  const strength = hits[0]!.score > 0 ? hit.score / hits[0]!.score : 0;

  return units.map((unit, place) => {
    const own = counted[place]!;
    const only = (other: Map<string, number>) =>
      shareOf(
        [...question.idf.keys()].filter((stem) => other.has(stem) && !own.has(stem)),
        question,
      );
    const around = new Map([...(counted[place - 1] ?? []), ...(counted[place + 1] ?? [])]);
    const size = [...own.values()].reduce((sum, count) => sum + count, 0);
    const lead = leadOf(units, place);

    let value =
      baseScore(own, size, question) +
      0.4 * only(headings) +
      0.2 * only(title) +
      0.2 * only(around) +
      0.3 * bigramShare(terms(unit.text), question) +
      0.4 * strength +
      (lead === null ? 0 : 0.5 * shareOf([...counted[lead]!.keys()], question));
    if (/\?\s*$/.test(unit.text)) value -= 0.3;
    if (size < 3) value *= 0.6;
    if (unit.kind === "code") value *= 0.7;
    return { unit, source, place, words: countWords(unit.text), terms: own, value };
  });
}

function tally(terms: Term[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { stem } of terms) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return counts;
}

/** BM25 of the unit ÷ the idf of the whole question; k1 1.2, b .5, typical unit 12 content words. */
function baseScore(own: Map<string, number>, size: number, question: Weighted): number {
  let score = 0;
  for (const [stem, idf] of question.idf) {
    const count = own.get(stem) ?? 0;
    score += (idf * count * 2.2) / (count + 1.2 * (0.5 + (0.5 * size) / 12));
  }
  return score / question.sum;
}

const shareOf = (stems: string[], { idf, sum }: Weighted) =>
  stems.reduce((total, stem) => total + (idf.get(stem) ?? 0), 0) / sum;

function bigramShare(terms: Term[], { bigrams }: Weighted): number {
  if (bigrams.length === 0) return 0;
  const own = new Set(terms.slice(1).map((term, rank) => `${terms[rank]!.stem} ${term.stem}`));
  return bigrams.filter(([first, second]) => own.has(`${first} ${second}`)).length / bigrams.length;
}

/** The unit ending with ":" that introduces the list, table or code of this one. */
function leadOf(units: Unit[], place: number): number | null {
  const { block, kind } = units[place]!;
  if (kind === "sentence") return null;
  let before = place;
  while (before >= 0 && units[before]!.block === block) before -= 1;
  return before >= 0 && units[before]!.block === block - 1 && units[before]!.text.endsWith(":") ? before : null;
}

function pick(candidates: Candidate[], question: Weighted, maxWords: number): Candidate[] {
  const picked: Candidate[] = [];
  const shown = new Set<string>();
  let words = 0;
  let first = 0;
  let rest = [...candidates];

  while (rest.length > 0) {
    const gains = rest.map((candidate) => candidate.value + gain(candidate, shown, question));
    const best = gains.indexOf(Math.max(...gains));
    const chosen = rest[best]!;
    if (picked.length > 0 && gains[best]! < FLOOR * first) break;
    rest = rest.filter((candidate) => candidate !== chosen);
    if (picked.length > 0 && words + chosen.words > maxWords) continue;
    if (picked.length === 0) first = gains[best]!;
    picked.push(chosen);
    words += chosen.words;
    for (const stem of chosen.terms.keys()) shown.add(stem);
  }
  return picked;
}

function gain(candidate: Candidate, shown: Set<string>, question: Weighted): number {
  const fresh = [...candidate.terms.keys()].filter((stem) => !shown.has(stem));
  const repeated = candidate.terms.size === 0 ? 0 : 1 - fresh.length / candidate.terms.size;
  return shareOf(fresh, question) - 0.5 * repeated;
}

function render(picked: Candidate[], passages: Passage[]): Extract {
  const sources = [...new Set(picked.map(({ source }) => source))];
  const text = sources
    .map((source, rank) => {
      const own = picked.filter((candidate) => candidate.source === source).sort((a, b) => a.place - b.place);
      const lines = own.map(({ unit }, at) => {
        const before = own[at - 1]?.unit;
        const joined = before?.block === unit.block && unit.kind === "sentence";
        const header = before?.block === unit.block ? "" : unit.header;
        return `${at === 0 ? "" : joined ? " " : before?.block === unit.block ? "\n" : "\n\n"}${header}${unit.text}`;
      });
      const closing = own.at(-1)?.unit.kind === "code" || own.at(-1)?.unit.kind === "row" ? "\n\n" : " ";
      return `${lines.join("")}${closing}[${rank + 1}]`;
    })
    .join("\n\n");
  return { text, passages: sources.map((source) => passages[source]!) };
}

const countWords = (text: string) => text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
