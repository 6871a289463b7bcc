import { askedTerms } from "./asked-terms.ts";
import { otherReadings } from "./compounds.ts";
import type { DenseSide, Place } from "./dense-side.ts";
import { explained } from "./explain.ts";
import { GENERAL_SYNONYMS } from "./general-synonyms.ts";
import type { Knowledge, LearnedQuestions } from "./knowledge.ts";
import type { WordForms } from "./language.ts";
import type { Passage } from "./passage.ts";
import { candidatesFor } from "./passage-ids.ts";
import type { Ranking } from "./ranking.ts";
import { relatedWords } from "./related-words.ts";
import { remembered } from "./remembered.ts";
import { passagesOfPage, type Segment } from "./segment.ts";
import { nearSpellings } from "./spellings.ts";
import { supportOf } from "./support.ts";
import { standIns, synonyms } from "./synonyms.ts";
import { TermReader } from "./term-reader.ts";
import { TextSearch } from "./text-search.ts";

/** UTF-16 units of the passages whose terms are kept, each a dozen times its size. */
const REMEMBERED = 500_000;

/** Passages that support is judged by. */
const SUPPORTING = 3;

export type TextKnowledgeParts = {
  version: string;
  /** The main segment, then at most one with the pages that changed since. */
  segments: readonly Segment[];
  /** Pages of the main segment that are gone. */
  hidden: ReadonlySet<number>;
  words: WordForms;
  ranking: Ranking;
  /** Meaning beside words, given how a passage is read; null: words alone. */
  dense: ((read: (place: Place) => Passage) => DenseSide | null) | null;
  /** The customer's own groups; see synonyms.ts. */
  ownSynonyms: string;
  /** Whether support takes a word that no page holds for a general synonym, a near spelling or nothing; see asked-terms.ts. */
  guesses: boolean;
  learned: LearnedQuestions;
  /** Share of general customer messages that hold a word. */
  background: (surface: string) => number;
  supportThreshold: number;
  doubtThreshold: number;
};

/** One snapshot as the rest of the product sees it. Texts stay on disk; everything else is typed arrays. */
export function textKnowledge(parts: TextKnowledgeParts): Knowledge {
  const { segments, hidden, words, ranking, background, learned } = parts;
  const reader = new TermReader(segments, words);
  const stemsOf = (text: string) => reader.read(text).flatMap(({ stem, parts }) => (parts > 0 ? [] : [stem]));
  const passageOf = ({ segment, passage }: Place) => segments[segment]!.texts.passage(passage);
  const passagesWith = (stem: string) => reader.statistics(stem).passages;
  const ownStandIn = standIns(synonyms(parts.ownSynonyms, stemsOf), passagesWith);
  const generalStandIn = standIns(synonyms(parts.guesses ? GENERAL_SYNONYMS : "", stemsOf), passagesWith);
  const related = parts.guesses ? relatedWords(segments, passagesWith) : (stem: string) => stem;
  const standIn = (stem: string) => related(generalStandIn(ownStandIn(stem)));
  const spellings = nearSpellings(segments, (spelling) => {
    const stem = stemsOf(spelling)[0] ?? "";
    return { stem, passages: passagesWith(stem) };
  });
  const search = new TextSearch({
    segments,
    hidden,
    reader,
    synonyms: synonyms(`${GENERAL_SYNONYMS}\n${parts.ownSynonyms}`, stemsOf),
    standIn,
    dense: parts.dense?.(passageOf) ?? null,
    ranking,
  });
  const documented = remembered((text) => reader.terms(text), REMEMBERED);
  const learnedBy = ({ id }: Passage) => (learned.get(id) ?? []).join("\n");
  const fieldsOf = (passage: Passage) => [...textsByField(passage), learnedBy(passage)];
  const isHidden = (segment: number, page: number) => segment === 0 && hidden.has(page);

  return {
    version: parts.version,
    pages: reader.pages - hidden.size,
    passages: reader.passages - hiddenPassages(segments[0], hidden),
    supportThreshold: parts.supportThreshold,
    doubtThreshold: parts.doubtThreshold,

    async search(query) {
      const { question, candidates } = await search.ranked(query);
      const best = candidates.slice(0, Math.max(query.limit, SUPPORTING)).map((candidate) => ({
        candidate,
        passage: passageOf(candidate),
      }));
      const supporting = best.slice(0, SUPPORTING).map(({ passage }) => ({
        headings: documented(headingsOf(passage)),
        whole: documented(`${wholeText(passage)}\n${learnedBy(passage)}`),
      }));
      return {
        hits: best.slice(0, query.limit).map(({ candidate, passage }) => ({
          passage,
          score: candidate.score,
          signals: query.explain
            ? explained(candidate, fieldsOf(passage), question, reader, ranking.fields, segments)
            : {},
        })),
        support: supportOf({
          question: askedTerms({ query, reader, standIn, spellings: parts.guesses ? spellings : null, background }),
          passages: supporting,
          size: reader.passages,
          background,
        }),
      };
    },

    passage(id) {
      for (const [position, segment] of [...segments.entries()].reverse()) {
        for (const index of candidatesFor(segment.idSlots, id)) {
          const passage = segment.texts.passage(index);
          if (passage.id === id && !isHidden(position, segment.pageOf[index]!)) return passage;
        }
      }
      return undefined;
    },

    page(path) {
      for (const [position, segment] of segments.entries()) {
        const page = segment.pageByPath.get(path);
        if (page !== undefined && !isHidden(position, page)) return passagesOfPage(segment, page);
      }
      return [];
    },

    terms: (text) => reader.terms(text, standIn),
    readings: otherReadings(segments, reader),
  };
}

const headingsOf = ({ title, headings }: Passage) => [title, ...headings].join("\n");

/** In the order of FIELDS, without the questions learned. */
const textsByField = ({ text, headings, title, tags, path }: Passage) => [
  text,
  headings.join("\n"),
  [title, ...tags].join(" "),
  path,
];

const wholeText = (passage: Passage) => `${headingsOf(passage)}\n${passage.text}`;

function hiddenPassages(main: Segment | undefined, hidden: ReadonlySet<number>): number {
  return [...hidden].reduce((sum, page) => sum + main!.pageStarts[page + 1]! - main!.pageStarts[page]!, 0);
}
