import { LANGUAGE_COUNT, type WordForms } from "./language.ts";
import { grown, hashed, Vocabulary, type VocabularyArrays, VocabularyBuilder } from "./vocabulary.ts";

export type LexiconArrays = { tokens: VocabularyArrays; terms: VocabularyArrays };

export const FUNCTION_WORD = -1;
// A token's form in a language: not met in it, a function word of it (1), or its term + 2.
const UNMET = 0;
const OFFSET = 2;

/** Words as written (tokens) and as indexed (terms), opened for reading. */
export class Lexicon {
  readonly tokens: Vocabulary;
  readonly terms: Vocabulary;

  constructor({ tokens, terms }: LexiconArrays) {
    this.tokens = new Vocabulary(tokens);
    this.terms = new Vocabulary(terms);
  }
  /** -1 when no passage holds it. */
  findTerm(stem: string): number {
    const { bytes, length, hash } = hashed(stem);
    return this.terms.find(bytes, length, hash);
  }
}

/** Each distinct token is stemmed once for a language, never more. */
export class LexiconBuilder {
  private readonly tokens = new VocabularyBuilder();
  private readonly terms = new VocabularyBuilder();
  /** By language, then token. */
  private readonly forms = new Array<Uint32Array | undefined>(LANGUAGE_COUNT).fill(undefined);
  private votes = new Uint32Array(1 << 12);

  constructor(private readonly words: WordForms) {}

  get termCount(): number {
    return this.terms.size;
  }

  /** The token's number, given out at first sight. */
  addToken(word: Uint8Array, length: number, hash: number): number {
    const before = this.tokens.size;
    const token = this.tokens.add(word, length, hash);
    if (token === before) this.registerVotes(token);
    return token;
  }

  /** Languages in which the token is a function word, one bit each. */
  votesOf(token: number): number {
    return this.votes[token]!;
  }

  /** The token's term in a language, or FUNCTION_WORD. */
  addTerm(token: number, language: number): number {
    const forms = this.formsFor(token, language);
    if (forms[token] === UNMET) forms[token] = this.stemmed(this.tokens.text(token), language) + OFFSET;
    return forms[token]! - OFFSET;
  }

  arrays(): LexiconArrays {
    return { tokens: this.tokens.arrays(), terms: this.terms.arrays() };
  }

  private formsFor(token: number, language: number): Uint32Array {
    const known = this.forms[language];
    if (known && token < known.length) return known;
    const forms = grown(known ?? new Uint32Array(0), Math.max(1 << 12, 2 * token));
    this.forms[language] = forms;
    return forms;
  }

  private registerVotes(token: number): void {
    if (token >= this.votes.length) this.votes = grown(this.votes, 2 * token);
    this.votes[token] = this.words.votes(this.tokens.text(token));
  }

  private stemmed(word: string, language: number): number {
    const stem = this.words.stem(word, language);
    if (stem === "") return FUNCTION_WORD;
    const { bytes, length, hash } = hashed(stem);
    return this.terms.add(bytes, length, hash);
  }
}
