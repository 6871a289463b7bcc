import { ENGLISH, electedLanguage, LANGUAGE_COUNT } from "./language.ts";
import { FUNCTION_WORD, type LexiconBuilder } from "./lexicon.ts";
import type { PageBatchReader } from "./page-batch.ts";
import type { PassageTermsWriter } from "./passage-terms.ts";
import { GAP } from "./passage-terms.ts";
import type { Field, PostingsBuilder } from "./postings.ts";
import { Tokeniser } from "./tokeniser.ts";
import { grown } from "./vocabulary.ts";

/** Stretch of a page's words. */
export type Span = { from: number; to: number };

/** Words of a page that say which language it is in: counting more costs time and changes nothing. */
const VOTERS = 500;
/** The end of a title or heading. */
const BREAK = -2;

/**
 * The words of one page after the other: first as tokens, then, once the whole page has given its language away, as
 * terms. Reused from page to page, so that reading allocates nothing.
 */
export class PageWords {
  private words = new Int32Array(1 << 12);
  /** 1 where the word is a whole identifier, which has no place of its own in the reading order. */
  private whole = new Uint8Array(1 << 12);
  private used = 0;
  private readonly votes = new Uint32Array(LANGUAGE_COUNT);
  private readonly tokeniser = new Tokeniser();
  private readonly sink = (word: Uint8Array, length: number, hash: number, parts: number) =>
    this.take(word, length, hash, parts);

  constructor(private readonly lexicon: LexiconBuilder) {}

  startPage(): void {
    this.used = 0;
  }

  /** Names are no sentences: what was read until now does not give the language away. */
  forgetVotes(): void {
    this.votes.fill(0);
  }

  /** So many lines, whose words are no neighbours of each other's. */
  readLines(batch: PageBatchReader, lines: number): Span {
    const from = this.used;
    for (let line = 0; line < lines; line++) {
      this.tokeniser.run(batch.bytes, batch.from, batch.skip(), this.sink);
      this.push(BREAK, 0);
    }
    return { from, to: this.used };
  }

  readText(batch: PageBatchReader): Span {
    const from = this.used;
    this.tokeniser.run(batch.bytes, batch.from, batch.skip(), this.sink);
    return { from, to: this.used };
  }

  /** Turns the page's tokens into terms and returns the language they were read in. */
  settleLanguage(): number {
    const language = electedLanguage(this.votes, ENGLISH);
    const { words, lexicon, used } = this;
    for (let at = 0; at < used; at++) if (words[at] !== BREAK) words[at] = lexicon.addTerm(words[at]!, language);
    return language;
  }

  countIn(postings: PostingsBuilder, { from, to }: Span, field: Field): void {
    for (let at = from; at < to; at++) {
      const term = this.words[at]!;
      if (term >= 0) postings.count(term, field);
    }
  }

  writeInOrder(writer: PassageTermsWriter, { from, to }: Span): void {
    for (let at = from; at < to; at++) {
      const term = this.words[at]!;
      if (term === BREAK) writer.add(GAP);
      else if (term !== FUNCTION_WORD && this.whole[at] === 0) writer.add(term);
    }
  }

  private take(word: Uint8Array, length: number, hash: number, parts: number): void {
    const token = this.lexicon.addToken(word, length, hash);
    this.push(token, parts > 0 ? 1 : 0);
    if (this.used > VOTERS) return;
    for (let rest = this.lexicon.votesOf(token); rest !== 0; rest &= rest - 1) {
      this.votes[31 - Math.clz32(rest & -rest)]!++;
    }
  }

  private push(word: number, whole: number): void {
    if (this.used === this.words.length) {
      this.words = grown(this.words, 2 * this.used);
      this.whole = grown(this.whole, 2 * this.used);
    }
    this.words[this.used] = word;
    this.whole[this.used++] = whole;
  }
}
