import type { Term } from "./knowledge.ts";
import { electedLanguage, LANGUAGE_COUNT, type WordForms } from "./language.ts";
import type { Segment } from "./segment.ts";
import { Tokeniser } from "./tokeniser.ts";

/** What the index knows of a stem: its term in each segment (-1: none) and how rare it is. */
export type TermStatistics = { ids: number[]; passages: number; idf: number; pageIdf: number };

/** A content word of a text. `parts` > 0 marks a whole identifier that follows its parts. */
export type ContentWord = { surface: string; stem: string; parts: number };

/** A cache entry is some 200 bytes; questions and their best passages share most stems. */
const CACHED_STEMS = 20_000;
/** Words whose stem is kept for each language, some 100 bytes each: stemming takes 1 µs, and texts repeat their words. */
const CACHED_WORDS = 20_000;

/** Reads texts as the index would, with statistics over all its segments. */
export class TermReader {
  readonly passages: number;
  readonly pages: number;
  private readonly tokeniser = new Tokeniser();
  private readonly cache = new Map<string, TermStatistics>();
  private readonly stems: Map<string, string>[] = Array.from({ length: LANGUAGE_COUNT }, () => new Map());
  private readonly spoken: Uint32Array;
  private readonly mainLanguage: number;

  constructor(
    private readonly segments: readonly Segment[],
    private readonly words: WordForms,
  ) {
    this.passages = segments.reduce((sum, { pageOf }) => sum + pageOf.length, 0);
    this.pages = segments.reduce((sum, { paths }) => sum + paths.length, 0);
    this.spoken = spokenLanguages(segments);
    this.mainLanguage = electedLanguage(this.spoken, 0);
  }

  /** Content words in order of appearance, in the language that the text's function words give away. */
  read(text: string): ContentWord[] {
    const written: { surface: string; parts: number }[] = [];
    const votes = new Uint32Array(LANGUAGE_COUNT);
    const bytes = Buffer.from(text);
    this.tokeniser.run(bytes, 0, bytes.length, (word, length, _hash, parts) => {
      const surface = Buffer.from(word.buffer, 0, length).toString();
      written.push({ surface, parts });
      this.vote(votes, surface);
    });
    const language = electedLanguage(votes, this.mainLanguage);
    return written
      .map(({ surface, parts }) => ({ surface, parts, stem: this.stemOf(surface, language) }))
      .filter(({ stem }) => stem !== "");
  }

  /** `standIn`: see synonyms.ts. */
  terms(text: string, standIn = (stem: string) => stem): Term[] {
    return this.read(text).flatMap(({ surface, stem: written, parts }) => {
      const stem = standIn(written);
      const { idf, passages } = this.statistics(stem);
      // A whole identifier that no passage holds says nothing beyond its parts.
      return parts > 0 && passages === 0 ? [] : [{ surface, stem, idf, known: passages > 0 }];
    });
  }

  statistics(stem: string): TermStatistics {
    const cached = this.cache.get(stem);
    if (cached) return cached;
    const ids = this.segments.map(({ lexicon }) => lexicon.findTerm(stem));
    const frequency = (of: "passagePostings" | "pagePostings") =>
      ids.reduce((sum, id, segment) => {
        const { starts } = this.segments[segment]![of];
        return id < 0 ? sum : sum + starts[id + 1]! - starts[id]!;
      }, 0);
    const passages = frequency("passagePostings");
    const statistics = {
      ids,
      passages,
      idf: inverseFrequency(this.passages, passages),
      pageIdf: inverseFrequency(this.pages, frequency("pagePostings")),
    };
    if (this.cache.size >= CACHED_STEMS) this.cache.clear();
    this.cache.set(stem, statistics);
    return statistics;
  }

  private stemOf(surface: string, language: number): string {
    const stems = this.stems[language]!;
    const known = stems.get(surface);
    if (known !== undefined) return known;
    if (stems.size >= CACHED_WORDS) stems.clear();
    const stem = this.words.stem(surface, language);
    stems.set(surface, stem);
    return stem;
  }

  private vote(votes: Uint32Array, word: string): void {
    const mask = this.words.votes(word);
    for (let language = 0; mask !== 0 && language < LANGUAGE_COUNT; language++) {
      if ((mask >>> language) & 1 && this.spoken[language]! > 0) votes[language]!++;
    }
  }
}

/** ln(1 + (N − n + ½) ÷ (n + ½)): Robertson & Zaragoza 2009, kept positive as in Lucene. */
function inverseFrequency(documents: number, holding: number): number {
  return Math.log(1 + (documents - holding + 0.5) / (holding + 0.5));
}

function spokenLanguages(segments: readonly Segment[]): Uint32Array {
  const pages = new Uint32Array(LANGUAGE_COUNT);
  for (const { pageLanguages } of segments) for (const language of pageLanguages) pages[language]!++;
  return pages;
}
