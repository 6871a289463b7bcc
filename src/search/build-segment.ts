import { join } from "node:path";
import { ENGLISH, electedLanguage, LANGUAGE_COUNT, type WordForms } from "./language.ts";
import { FUNCTION_WORD, Lexicon } from "./lexicon.ts";
import type { Passage } from "./passage.ts";
import { PassageWriter } from "./passage-file.ts";
import { idHash, idTable } from "./passage-ids.ts";
import { GAP, PassageTermsWriter } from "./passage-terms.ts";
import { BODY, type Field, type FieldSettings, HEADINGS, LEARNED, PATH, PostingsBuilder, TITLE } from "./postings.ts";
import { type SegmentArrays, TEXTS } from "./segment.ts";
import { Tokeniser } from "./tokeniser.ts";
import { grown } from "./vocabulary.ts";

export type SegmentSettings = {
  fields: FieldSettings;
  /** Mean field lengths of the main segment, when this one is a small addition to it. */
  averages?: { passages: readonly number[]; pages: readonly number[] };
  /** Approved questions that a passage answers, by passage id. */
  learned: ReadonlyMap<string, readonly string[]>;
};

/** Words of a page that say which language it is in: counting more costs time and changes nothing. */
const VOTERS = 500;

/** Stretch of the page's tokens. */
type Span = { from: number; to: number };
/** Among the terms of a page: the end of a title or heading. */
const BREAK = -2;
type PassageSpans = { headings: Span; newHeadings: boolean; learned: Span; body: Span };

/** Collects pages, writes their texts to the folder as they come, and ends with the arrays for `writeSegment`. */
export class SegmentBuilder {
  private readonly lexicon: Lexicon;
  private readonly tokeniser = new Tokeniser();
  private readonly texts: PassageWriter;
  private readonly passagePostings = new PostingsBuilder();
  private readonly pagePostings = new PostingsBuilder();
  private readonly inOrder = new PassageTermsWriter();
  private readonly paths: string[] = [];
  private pageStarts = new Uint32Array(1 << 10);
  private pageLanguages = new Uint8Array(1 << 10);
  private idHashes = new Uint32Array(1 << 12);
  /** Tokens of the page that is being read; its terms, once the whole page has given its language away. */
  private words = new Int32Array(1 << 12);
  /** 1 where the token is a whole identifier, which has no place of its own in the reading order. */
  private whole = new Uint8Array(1 << 12);
  private used = 0;
  private line = Buffer.allocUnsafe(1 << 12);
  private readonly votes = new Uint32Array(LANGUAGE_COUNT);
  private readonly sink = (word: Uint8Array, length: number, hash: number, parts: number) =>
    this.take(word, length, hash, parts);

  constructor(
    folder: string,
    forms: WordForms,
    private readonly settings: SegmentSettings,
  ) {
    this.lexicon = new Lexicon(forms);
    this.texts = new PassageWriter(join(folder, TEXTS));
  }

  get pages(): number {
    return this.paths.length;
  }

  get passages(): number {
    return this.texts.count;
  }

  /** The passages of one page in reading order; at least one. */
  addPage(page: readonly Passage[]): void {
    this.used = 0;
    const first = page[0]!;
    const title = this.read([first.title]);
    const named = { from: title.from, to: this.read([first.tags.join(" ")]).to };
    const path = this.read([first.path]);
    // Names are no sentences: only headings and text give the language away.
    this.votes.fill(0);
    const spans = this.readPassages(page);
    const language = electedLanguage(this.votes, ENGLISH);
    for (let at = 0; at < this.used; at++) {
      if (this.words[at] !== BREAK) this.words[at] = this.lexicon.addTerm(this.words[at]!, language);
    }

    for (const { headings, newHeadings, learned, body } of spans) {
      this.countBoth(body, BODY);
      this.countBoth(learned, LEARNED);
      this.countIn(this.passagePostings, headings, HEADINGS);
      if (newHeadings) this.countIn(this.pagePostings, headings, HEADINGS);
      this.countIn(this.passagePostings, named, TITLE);
      this.countIn(this.passagePostings, path, PATH);
      this.passagePostings.endDocument();
      for (const span of [title, headings, body]) this.keepOrder(span);
      this.inOrder.endPassage();
    }
    this.countIn(this.pagePostings, named, TITLE);
    this.countIn(this.pagePostings, path, PATH);
    this.pagePostings.endDocument();
    this.registerPage(first.path, language);
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
      passageTerms: this.inOrder.finish(),
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
      if (newHeadings) headings = this.read(passage.headings);
      current = written;
      const learned = this.read(this.settings.learned.get(passage.id) ?? []);
      return { headings, newHeadings, learned, body: this.readText(passage) };
    });
  }

  private readText(passage: Passage): Span {
    if (this.passages === this.idHashes.length) this.idHashes = grown(this.idHashes, 2 * this.passages);
    this.idHashes[this.passages] = idHash(passage.id);
    this.texts.append(passage);

    const from = this.used;
    const { text } = this.texts;
    this.tokeniser.run(text.bytes, text.from, text.to, this.sink);
    return { from, to: this.used };
  }

  private read(lines: readonly string[]): Span {
    const from = this.used;
    for (const line of lines) {
      // A UTF-16 unit takes three bytes of UTF-8 at most.
      if (3 * line.length > this.line.length) this.line = Buffer.allocUnsafe(3 * line.length);
      this.tokeniser.run(this.line, 0, this.line.write(line), this.sink);
      this.push(BREAK, 0);
    }
    return { from, to: this.used };
  }

  private push(token: number, whole: number): void {
    if (this.used === this.words.length) {
      this.words = grown(this.words, 2 * this.used);
      this.whole = grown(this.whole, 2 * this.used);
    }
    this.words[this.used] = token;
    this.whole[this.used++] = whole;
  }

  private take(word: Uint8Array, length: number, hash: number, parts: number): void {
    const token = this.lexicon.addToken(word, length, hash);
    this.push(token, parts > 0 ? 1 : 0);
    if (this.used > VOTERS) return;
    for (let rest = this.lexicon.votesOf(token); rest !== 0; rest &= rest - 1) {
      this.votes[31 - Math.clz32(rest & -rest)]!++;
    }
  }

  private countBoth(span: Span, field: Field): void {
    this.countIn(this.passagePostings, span, field);
    this.countIn(this.pagePostings, span, field);
  }

  private countIn(postings: PostingsBuilder, { from, to }: Span, field: Field): void {
    for (let at = from; at < to; at++) {
      const term = this.words[at]!;
      if (term >= 0) postings.count(term, field);
    }
  }

  private keepOrder({ from, to }: Span): void {
    for (let at = from; at < to; at++) {
      const term = this.words[at]!;
      if (term === BREAK) this.inOrder.add(GAP);
      else if (term !== FUNCTION_WORD && this.whole[at] === 0) this.inOrder.add(term);
    }
  }

  private registerPage(path: string, language: number): void {
    const page = this.pages;
    if (page + 2 > this.pageStarts.length) {
      this.pageStarts = grown(this.pageStarts, 2 * this.pageStarts.length);
      this.pageLanguages = grown(this.pageLanguages, 2 * this.pageLanguages.length);
    }
    this.paths.push(path);
    this.pageLanguages[page] = language;
    this.pageStarts[page + 1] = this.passages;
  }
}

function pagesOf(pageStarts: Uint32Array, passages: number): Uint32Array {
  const pageOf = new Uint32Array(passages);
  for (let page = 0; page + 1 < pageStarts.length; page++) pageOf.fill(page, pageStarts[page]!, pageStarts[page + 1]!);
  return pageOf;
}
