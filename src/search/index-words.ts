import type { WordForms } from "./language.ts";
import { type LexiconArrays, LexiconBuilder } from "./lexicon.ts";
import { type PageBatch, PageBatchReader } from "./page-batch.ts";
import { PageWords, type Span } from "./page-words.ts";
import { type PassageTerms, PassageTermsWriter } from "./passage-terms.ts";
import {
  averageLengths,
  BODY,
  countsOfPages,
  type FieldSettings,
  HEADINGS,
  LEARNED,
  PATH,
  type Postings,
  PostingsBuilder,
  TITLE,
  weighed,
} from "./postings.ts";
import { grown } from "./vocabulary.ts";

export type WordsSettings = {
  fields: FieldSettings;
  /** Mean field lengths of the main segment, when this one is a small addition to it. */
  averages?: { passages: readonly number[]; pages: readonly number[] };
};

/** What a segment knows of words. */
export type IndexedWords = {
  lexicon: LexiconArrays;
  passagePostings: Postings;
  pagePostings: Postings;
  passageTerms: PassageTerms;
  /** Page of each passage; passages of a page are neighbours. */
  pageOf: Uint32Array;
  /** Position in the list of languages, by page. */
  pageLanguages: Uint8Array;
  /** Mean length of each field in passages and in pages. */
  passageAverages: readonly number[];
  pageAverages: readonly number[];
};

/** Where the words of pages are indexed: in this thread or in another. */
export interface WordsIndexer {
  /** A promise where the caller has to wait before it adds more. Rejects with what an earlier batch failed with. */
  add(batch: PageBatch): Promise<void> | undefined;
  /** Nothing can be added afterwards. */
  finish(): IndexedWords | Promise<IndexedWords>;
  /** After a failure elsewhere. */
  stop(): Promise<void>;
}

type PassageSpans = { headings: Span; sameHeadings: boolean; learned: Span; body: Span };

export class LocalWordsIndexer implements WordsIndexer {
  private readonly lexicon: LexiconBuilder;
  private readonly words: PageWords;
  private readonly postings = new PostingsBuilder();
  private readonly passageTerms = new PassageTermsWriter();
  private pages = 0;
  private passages = 0;
  private pageOf = new Uint32Array(1 << 12);
  private sameHeadings = new Uint8Array(1 << 12);
  private pageLanguages = new Uint8Array(1 << 10);

  constructor(
    forms: WordForms,
    private readonly settings: WordsSettings,
  ) {
    this.lexicon = new LexiconBuilder(forms);
    this.words = new PageWords(this.lexicon);
  }

  add(batch: PageBatch): undefined {
    const reader = new PageBatchReader(batch);
    while (!reader.done) this.addPage(reader);
  }

  finish(): IndexedWords {
    const { fields, averages } = this.settings;
    const pageOf = this.pageOf.slice(0, this.passages);
    const passages = this.postings.finish(this.lexicon.termCount);
    const pages = countsOfPages(passages, { pageOf, sameHeadings: this.sameHeadings });
    const passageAverages = averages?.passages ?? averageLengths(passages);
    const pageAverages = averages?.pages ?? averageLengths(pages);
    return {
      lexicon: this.lexicon.arrays(),
      passagePostings: weighed(passages, fields, passageAverages),
      pagePostings: weighed(pages, fields, pageAverages),
      passageTerms: this.passageTerms.finish(),
      pageOf,
      pageLanguages: this.pageLanguages.slice(0, this.pages),
      passageAverages,
      pageAverages,
    };
  }

  async stop(): Promise<void> {}

  private addPage(batch: PageBatchReader): void {
    const { words, postings, passageTerms } = this;
    words.startPage();
    const passages = batch.passages();
    const title = words.readLines(batch, 1);
    const named = { from: title.from, to: words.readLines(batch, 1).to };
    const path = words.readLines(batch, 1);
    words.forgetVotes();
    const spans = this.readPassages(batch, passages);
    const language = words.settleLanguage();

    for (const { headings, sameHeadings, learned, body } of spans) {
      words.countIn(postings, body, BODY);
      words.countIn(postings, learned, LEARNED);
      words.countIn(postings, headings, HEADINGS);
      words.countIn(postings, named, TITLE);
      words.countIn(postings, path, PATH);
      postings.endDocument();
      for (const span of [title, headings, body]) words.writeInOrder(passageTerms, span);
      passageTerms.endPassage();
      this.registerPassage(sameHeadings);
    }
    if (this.pages === this.pageLanguages.length) this.pageLanguages = grown(this.pageLanguages, 2 * this.pages);
    this.pageLanguages[this.pages++] = language;
  }

  private readPassages(batch: PageBatchReader, passages: number): PassageSpans[] {
    let headings: Span = { from: 0, to: 0 };
    return Array.from({ length: passages }, () => {
      const lines = batch.headings();
      if (lines !== undefined) headings = this.words.readLines(batch, lines);
      const learned = this.words.readLines(batch, batch.learned());
      return { headings, sameHeadings: lines === undefined, learned, body: this.words.readText(batch) };
    });
  }

  private registerPassage(sameHeadings: boolean): void {
    if (this.passages === this.pageOf.length) {
      this.pageOf = grown(this.pageOf, 2 * this.passages);
      this.sameHeadings = grown(this.sameHeadings, 2 * this.passages);
    }
    this.pageOf[this.passages] = this.pages;
    this.sameHeadings[this.passages++] = sameHeadings ? 1 : 0;
  }
}
