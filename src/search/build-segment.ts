import { join } from "node:path";
import type { WordForms } from "./language.ts";
import { Lexicon, type LexiconArrays } from "./lexicon.ts";
import { PageWords, type Span } from "./page-words.ts";
import type { Passage } from "./passage.ts";
import { type PassagePlaces, PassageWriter } from "./passage-file.ts";
import { idHash, idTable } from "./passage-ids.ts";
import { type PassageTerms, PassageTermsWriter } from "./passage-terms.ts";
import {
  BODY,
  type FieldSettings,
  HEADINGS,
  LEARNED,
  PATH,
  PostingsBuilder,
  type PostingsPart,
  TITLE,
} from "./postings.ts";
import { type SegmentArrays, TEXTS } from "./segment.ts";
import { grown } from "./vocabulary.ts";

export type SegmentSettings = {
  fields: FieldSettings;
  /** Mean field lengths of the main segment, when this one is a small addition to it. */
  averages?: { passages: readonly number[]; pages: readonly number[] };
  /** Approved questions that a passage answers, by passage id. */
  learned: ReadonlyMap<string, readonly string[]>;
};

/** What another thread has collected, as arrays that can be handed over without a copy. */
export type SegmentPart = {
  lexicon: LexiconArrays;
  passagePostings: PostingsPart;
  pagePostings: PostingsPart;
  passageTerms: PassageTerms;
  pageStarts: Uint32Array;
  pageLanguages: Uint8Array;
  paths: string[];
  idHashes: Uint32Array;
  textsFile: string;
  places: PassagePlaces;
};

type PassageSpans = { headings: Span; newHeadings: boolean; learned: Span; body: Span };

/** Collects pages, writes their texts to the folder as they come, and ends with the arrays for `writeSegment`. */
export class SegmentBuilder {
  private readonly lexicon: Lexicon;
  private readonly words: PageWords;
  private readonly textsFile: string;
  private readonly texts: PassageWriter;
  private readonly passagePostings = new PostingsBuilder();
  private readonly pagePostings = new PostingsBuilder();
  private readonly passageTerms = new PassageTermsWriter();
  private readonly paths: string[] = [];
  private pageStarts = new Uint32Array(1 << 10);
  private pageLanguages = new Uint8Array(1 << 10);
  private idHashes = new Uint32Array(1 << 12);

  constructor(
    folder: string,
    forms: WordForms,
    private readonly settings: SegmentSettings,
    texts = TEXTS,
  ) {
    this.lexicon = new Lexicon(forms);
    this.words = new PageWords(this.lexicon);
    this.textsFile = join(folder, texts);
    this.texts = new PassageWriter(this.textsFile);
  }

  get pages(): number {
    return this.paths.length;
  }

  get passages(): number {
    return this.texts.count;
  }

  /** The passages of one page in reading order; at least one. */
  addPage(page: readonly Passage[]): void {
    const { words, passagePostings, pagePostings } = this;
    const first = page[0]!;
    words.startPage();
    const title = words.readLines([first.title]);
    const named = { from: title.from, to: words.readLines([first.tags.join(" ")]).to };
    const path = words.readLines([first.path]);
    words.forgetVotes();
    const spans = this.readPassages(page);
    const language = words.settleLanguage();

    for (const { headings, newHeadings, learned, body } of spans) {
      words.countIn(passagePostings, body, BODY);
      words.countIn(passagePostings, learned, LEARNED);
      pagePostings.countAgain(passagePostings);
      words.countIn(passagePostings, headings, HEADINGS);
      if (newHeadings) words.countIn(pagePostings, headings, HEADINGS);
      words.countIn(passagePostings, named, TITLE);
      words.countIn(passagePostings, path, PATH);
      passagePostings.endDocument();
      for (const span of [title, headings, body]) words.writeInOrder(this.passageTerms, span);
      this.passageTerms.endPassage();
    }
    words.countIn(pagePostings, named, TITLE);
    words.countIn(pagePostings, path, PATH);
    pagePostings.endDocument();
    this.registerPage(first.path, language, this.passages);
  }

  /** Appends what another thread has collected. The last thing before `finish`: no page can be added afterwards. */
  absorb(part: SegmentPart): void {
    const before = this.passages;
    const termsOf = this.lexicon.absorb(part.lexicon);
    this.passagePostings.absorb(part.passagePostings, termsOf);
    this.pagePostings.absorb(part.pagePostings, termsOf);
    this.passageTerms.absorb(part.passageTerms, termsOf);
    const idHashes = new Uint32Array(before + part.idHashes.length);
    idHashes.set(this.idHashes.subarray(0, before));
    idHashes.set(part.idHashes, before);
    this.idHashes = idHashes;
    this.texts.absorb(part.textsFile, part.places);
    for (const [page, path] of part.paths.entries()) {
      this.registerPage(path, part.pageLanguages[page]!, before + part.pageStarts[page + 1]!);
    }
  }

  /** For `absorb` of a builder in another thread. */
  part(): SegmentPart {
    return {
      lexicon: this.lexicon.arrays(),
      passagePostings: this.passagePostings.part(),
      pagePostings: this.pagePostings.part(),
      passageTerms: this.passageTerms.finish(),
      pageStarts: this.pageStarts.slice(0, this.pages + 1),
      pageLanguages: this.pageLanguages.slice(0, this.pages),
      paths: this.paths,
      idHashes: this.idHashes.slice(0, this.passages),
      textsFile: this.textsFile,
      places: this.texts.finish(),
    };
  }

  finish(): SegmentArrays {
    const { fields, averages } = this.settings;
    const terms = this.lexicon.terms.size;
    const passageAverages = averages?.passages ?? this.passagePostings.averages();
    const pageAverages = averages?.pages ?? this.pagePostings.averages();
    const pageStarts = this.pageStarts.slice(0, this.pages + 1);
    return {
      lexicon: this.lexicon.arrays(),
      passagePostings: this.passagePostings.finish(terms, fields, passageAverages),
      pagePostings: this.pagePostings.finish(terms, fields, pageAverages),
      passageTerms: this.passageTerms.finish(),
      pageOf: pagesOf(pageStarts, this.passages),
      pageStarts,
      pageLanguages: this.pageLanguages.slice(0, this.pages),
      paths: this.paths,
      idSlots: idTable(this.idHashes.subarray(0, this.passages)),
      passageAverages,
      pageAverages,
      places: this.texts.finish(),
    };
  }

  private readPassages(page: readonly Passage[]): PassageSpans[] {
    let headings: Span = { from: 0, to: 0 };
    let current = "";
    return page.map((passage) => {
      const written = passage.headings.join("\n");
      const newHeadings = written !== current;
      if (newHeadings) headings = this.words.readLines(passage.headings);
      current = written;
      const learned = this.words.readLines(this.settings.learned.get(passage.id) ?? []);
      return { headings, newHeadings, learned, body: this.readText(passage) };
    });
  }

  private readText(passage: Passage): Span {
    if (this.passages === this.idHashes.length) this.idHashes = grown(this.idHashes, 2 * this.passages);
    this.idHashes[this.passages] = idHash(passage.id);
    this.texts.append(passage);
    const { bytes, from, to } = this.texts.text;
    return this.words.readBytes(bytes, from, to);
  }

  /** `end`: passages of all pages until this one. */
  private registerPage(path: string, language: number, end: number): void {
    const page = this.pages;
    if (page + 2 > this.pageStarts.length) {
      this.pageStarts = grown(this.pageStarts, 2 * this.pageStarts.length);
      this.pageLanguages = grown(this.pageLanguages, 2 * this.pageLanguages.length);
    }
    this.paths.push(path);
    this.pageLanguages[page] = language;
    this.pageStarts[page + 1] = end;
  }
}

function pagesOf(pageStarts: Uint32Array, passages: number): Uint32Array {
  const pageOf = new Uint32Array(passages);
  for (let page = 0; page + 1 < pageStarts.length; page++) pageOf.fill(page, pageStarts[page]!, pageStarts[page + 1]!);
  return pageOf;
}
