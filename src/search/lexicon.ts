import { LANGUAGE_COUNT, type WordForms } from "./language.ts";
import { grown, hashed, Vocabulary, type VocabularyArrays } from "./vocabulary.ts";

/** `forms[l]` maps a token to its term in language l, as term + 2; 0 not met in that language, 1 function word. */
export type LexiconArrays = { tokens: VocabularyArrays; terms: VocabularyArrays; forms: (Uint32Array | undefined)[] };

export const FUNCTION_WORD = -1;
const UNMET = 0;
const OFFSET = 2;

/** Words as written (tokens) and as indexed (terms). Each distinct token is stemmed once for a language, never more. */
export class Lexicon {
  readonly tokens: Vocabulary;
  readonly terms: Vocabulary;
  private readonly forms: (Uint32Array | undefined)[];
  private votes = new Uint32Array(1 << 12);

  constructor(
    private readonly words: WordForms,
    arrays?: LexiconArrays,
  ) {
    this.tokens = new Vocabulary(arrays?.tokens);
    this.terms = new Vocabulary(arrays?.terms);
    this.forms = arrays?.forms ?? new Array<Uint32Array | undefined>(LANGUAGE_COUNT).fill(undefined);
  }

  /** While building: the token's number, given out at first sight. */
  addToken(word: Uint8Array, length: number, hash: number): number {
    const before = this.tokens.size;
    const token = this.tokens.add(word, length, hash);
    if (token === before) this.registerVotes(token);
    return token;
  }

  /** Languages in which the token is a function word, one bit each. Known while building only. */
  votesOf(token: number): number {
    return this.votes[token]!;
  }

  /** While building: the token's term in a language, or FUNCTION_WORD. */
  addTerm(token: number, language: number): number {
    const forms = this.formsFor(token, language);
    if (forms[token] === UNMET) forms[token] = this.stemmed(this.tokens.text(token), language) + OFFSET;
    return forms[token]! - OFFSET;
  }

  /** While reading text that was indexed: the token's term, FUNCTION_WORD for those and for words not met. */
  termOf(token: number, language: number): number {
    const form = this.forms[language]?.[token] ?? UNMET;
    return form === UNMET ? FUNCTION_WORD : form - OFFSET;
  }

  /** -1 when no passage holds it. */
  findTerm(stem: string): number {
    const { bytes, length, hash } = hashed(stem);
    return this.terms.find(bytes, length, hash);
  }

  arrays(): LexiconArrays {
    return {
      tokens: this.tokens.arrays(),
      terms: this.terms.arrays(),
      forms: this.forms.map((forms) => forms?.subarray(0, this.tokens.size)),
    };
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
