import type { Support, Term } from "./knowledge.ts";

export type SupportInput = {
  /** Content words of the question, as `Knowledge.terms` gives them. */
  question: Term[];
  /** The best passages, best first. Three are enough. */
  passages: SupportingPassage[];
  /** Passages in the whole documentation. */
  size: number;
  /** Share of general customer talk (0..1) that holds the word; the floor for words it never says. */
  background: (surface: string) => number;
};

/** Content words of a passage. */
export type SupportingPassage = {
  /** Of its title and headings. */
  headings: Term[];
  /** Of title, headings and text. */
  whole: Term[];
};

/** Score where no passage holds a word of the question, however rare its words are. */
export const UNCOVERED = -1;
const SATURATION = 1.2;
const TYPICAL_WORDS = 80;
const NEAR = 3;
const LLR_SCALE = 5;

/**
 * How far the best passages cover the question: .5 norm + .5 lift + .25 big + .6 llr + .6 head. It ranks answerable questions above
 * off-topic ones on any documentation; where to cut is calibrated for each knowledge base (see probes.ts). What the
 * weights were chosen by: docs/decisions/2026-11-23-knowing-what-is-not-known.md.
 */
export function supportOf({ question, passages, size, background }: SupportInput): Support {
  const asked = distinct(question);
  if (asked.length === 0 || passages.length === 0) {
    return { score: UNCOVERED, parts: { norm: 0, lift: 0, big: 0, llr: 0, head: 0 } };
  }

  const covered = passages.map(({ whole }) => {
    const places = placesOf(asked, whole);
    return {
      norm: normalisedScore(asked, places, whole.length),
      lift: coverage(asked, places),
      big: bigramShare(question, places),
    };
  });
  const best = covered.reduce((top, candidate) => (total(candidate) > total(top) ? candidate : top));
  const llr = logRatio(asked, background, size);
  const head = Math.max(...passages.map(({ headings }) => idfShare(asked, placesOf(asked, headings))));

  const score = best.lift === 0 ? UNCOVERED : total(best) + 0.6 * llr + 0.6 * head;
  return { score, parts: { ...best, llr, head } };
}

const total = (parts: { norm: number; lift: number; big: number }) =>
  0.5 * parts.norm + 0.5 * parts.lift + 0.25 * parts.big;

function distinct(terms: Term[]): Term[] {
  return [...new Map(terms.map((term) => [term.stem, term])).values()];
}

/** By stem of the question, where a text says it. */
type Places = ReadonlyMap<string, readonly number[]>;

function placesOf(asked: Term[], text: Term[]): Places {
  const places = new Map<string, number[]>(asked.map(({ stem }) => [stem, []]));
  text.forEach(({ stem }, place) => {
    places.get(stem)?.push(place);
  });
  return places;
}

/** BM25 of the passage ÷ the most that this question could reach; Robertson & Zaragoza 2009, b = .5. */
function normalisedScore(asked: Term[], places: Places, words: number): number {
  const length = 0.5 + (0.5 * words) / TYPICAL_WORDS;

  let reached = 0;
  let most = 0;
  for (const { stem, idf } of asked) {
    const count = places.get(stem)!.length;
    reached += (idf * count) / (count + SATURATION * length);
    most += idf;
  }
  return most === 0 ? 0 : reached / most;
}

/** Share of the question's idf that the passage covers; fewer than three covered words count less. */
function coverage(asked: Term[], places: Places): number {
  const found = asked.filter(({ stem }) => places.get(stem)!.length > 0);
  return idfShare(asked, places) * Math.min(1, found.length / 3);
}

/** Share of the question's idf that stands in the text. A short question whose every word is a heading is at home here. */
function idfShare(asked: Term[], places: Places): number {
  const found = asked.filter(({ stem }) => places.get(stem)!.length > 0);
  return sumIdf(found) / Math.max(sumIdf(asked), Number.EPSILON);
}

/** Idf-weighted share of neighbouring question words that stand in order within three words of the passage. */
function bigramShare(question: Term[], places: Places): number {
  let near = 0;
  let all = 0;
  for (const [rank, first] of question.slice(0, -1).entries()) {
    const second = question[rank + 1]!;
    const weight = first.idf + second.idf;
    const after = places.get(second.stem)!;
    const together = places.get(first.stem)!.some((at) => after.some((to) => to > at && to - at <= NEAR));
    all += weight;
    if (together) near += weight;
  }
  return all === 0 ? 0 : near / all;
}

/** Mean log ratio of a word's share of passages here against its share in general customer talk. */
function logRatio(asked: Term[], background: (surface: string) => number, size: number): number {
  const ratios = asked.map(({ surface, idf, known }) => {
    const general = background(surface);
    return Math.log((known ? Math.exp(-idf) : shareOfUnknown(general, size)) / general);
  });
  return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length / LLR_SCALE;
}

/**
 * Share assumed for a word that no passage holds: half a passage, but never more than people say it. Three pages that
 * lack "how long" say nothing about the question; three thousand do.
 */
function shareOfUnknown(general: number, size: number): number {
  return Math.max(LEAST_SHARE, Math.min(general, 0.5 / (size + 1)));
}

const LEAST_SHARE = 1e-4;

const sumIdf = (terms: Term[]) => terms.reduce((sum, { idf }) => sum + idf, 0);
