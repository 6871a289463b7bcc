import { FUNCTION_WORD } from "./lexicon.ts";
import type { Passage } from "./passage.ts";
import type { Segment } from "./segment.ts";
import { Tokeniser } from "./tokeniser.ts";
import { grown } from "./vocabulary.ts";

/** Between title, headings and text: words on both sides are no neighbours. */
export const GAP = -1;

/** Passages whose terms are kept, some 500 bytes each: the best of one question are often those of the next. */
const KEPT = 20_000;

/** Reads the words of candidates from their texts, as terms of their segment: about 20 µs a passage. */
export class PassageTerms {
  private readonly tokeniser = new Tokeniser();
  private readonly kept = new Map<string, Int32Array>();
  private terms = new Int32Array(1 << 10);
  private used = 0;

  /** Title, headings and text in reading order without function words and whole identifiers, GAP in between. */
  of(segments: readonly Segment[], { segment, passage }: { segment: number; passage: number }): Int32Array {
    const key = `${segment} ${passage}`;
    const known = this.kept.get(key);
    if (known) return known;
    const terms = this.read(segments[segment]!, passage);
    if (this.kept.size >= KEPT) this.kept.clear();
    this.kept.set(key, terms);
    return terms;
  }

  private read(segment: Segment, index: number): Int32Array {
    const { lexicon, texts, pageLanguages, pageOf } = segment;
    const language = pageLanguages[pageOf[index]!]!;
    const { bytes, textLength } = texts.record(index);
    const { title, headings } = JSON.parse(
      Buffer.from(bytes.buffer, bytes.byteOffset + textLength, bytes.length - textLength).toString(),
    ) as Passage;
    this.used = 0;
    const sink = (word: Uint8Array, length: number, hash: number, parts: number) => {
      const term = parts > 0 ? FUNCTION_WORD : lexicon.termOf(lexicon.tokens.find(word, length, hash), language);
      if (term !== FUNCTION_WORD) this.push(term);
    };
    for (const line of [title, ...headings]) {
      const line8 = Buffer.from(line);
      this.tokeniser.run(line8, 0, line8.length, sink);
      this.push(GAP);
    }
    this.tokeniser.run(bytes, 0, textLength, sink);
    return this.terms.slice(0, this.used);
  }

  private push(term: number): void {
    if (this.used === this.terms.length) this.terms = grown(this.terms, 2 * this.used);
    this.terms[this.used++] = term;
  }
}
