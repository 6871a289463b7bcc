import { grown } from "./vocabulary.ts";

/**
 * For each term the documents that hold it, rising, and what it is worth there. Compressed sparse rows: the postings of
 * term t stand at [starts[t], starts[t + 1]).
 */
export type Postings = { starts: Uint32Array; documents: Uint32Array; impacts: Uint16Array };

/** Fields of a document, in the order of `FieldSettings`. */
export const FIELDS = ["body", "headings", "title", "path", "learned"] as const;
export type Field = 0 | 1 | 2 | 3 | 4;
export const BODY: Field = 0;
export const HEADINGS: Field = 1;
export const TITLE: Field = 2;
export const PATH: Field = 3;
export const LEARNED: Field = 4;

/** Weight and length normalisation b (0..1) of each field. */
export type FieldSettings = { weights: readonly number[]; b: readonly number[]; k1: number };

/** An impact is stored as a share of this; the quantisation error of a score is below 1/65,535 of its most. */
export const FULL_IMPACT = 0xffff;

// Five counters share one word while building: 10 bits for the body, 6 for headings, title and path, 4 for learned.
const SHIFTS = [0, 10, 16, 22, 28];
const MASKS = [0x3ff, 0x3f, 0x3f, 0x3f, 0xf];

/** Counts that another thread collected. `terms` and `counts` of document d stand at [starts[d], starts[d + 1]). */
export type PostingsPart = {
  terms: Uint32Array;
  counts: Uint32Array;
  starts: Uint32Array;
  lengths: Uint16Array;
  /** Documents that hold the term. */
  frequencies: Uint32Array;
};

/** Collects term counts document by document, then turns them into postings with one counting sort. */
export class PostingsBuilder {
  documents = 0;
  private size = 0;
  private terms = new Uint32Array(1 << 16);
  private counts = new Uint32Array(1 << 16);
  private starts = new Uint32Array(1 << 12);
  private lengths = new Uint16Array(FIELDS.length << 12);
  /** Which document last met the term, + 1, and where its counter stands. */
  private seenIn = new Uint32Array(1 << 12);
  private place = new Uint32Array(1 << 12);
  private frequencies = new Uint32Array(1 << 12);

  /** Counts one occurrence in the document that is being read. */
  count(term: number, field: Field): void {
    const length = this.documents * FIELDS.length + field;
    if (this.lengths[length]! < 0xffff) this.lengths[length]!++;
    const at = this.placeOf(term);
    const shift = SHIFTS[field]!;
    if (((this.counts[at]! >>> shift) & MASKS[field]!) < MASKS[field]!) this.counts[at]! += 1 << shift;
  }

  /** Counts what the document that `other` is reading holds until now: cheaper than its words a second time. */
  countAgain(other: PostingsBuilder): void {
    for (let at = other.starts[other.documents]!; at < other.size; at++) {
      this.addCounts(this.placeOf(other.terms[at]!), other.counts[at]!);
    }
    for (let field = 0; field < FIELDS.length; field++) {
      const at = this.documents * FIELDS.length + field;
      const sum = this.lengths[at]! + other.lengths[other.documents * FIELDS.length + field]!;
      this.lengths[at] = Math.min(0xffff, sum);
    }
  }

  endDocument(): void {
    this.documents++;
    if (this.documents + 1 > this.starts.length) {
      this.starts = grown(this.starts, 2 * this.starts.length);
      this.lengths = grown(this.lengths, 2 * this.lengths.length);
    }
    this.starts[this.documents] = this.size;
  }

  part(): PostingsPart {
    return {
      terms: this.terms.subarray(0, this.size),
      counts: this.counts.subarray(0, this.size),
      starts: this.starts.subarray(0, this.documents + 1),
      lengths: this.lengths.subarray(0, this.documents * FIELDS.length),
      frequencies: this.frequencies,
    };
  }

  /** Appends documents whose terms have other numbers. No document can be counted afterwards. */
  absorb(part: PostingsPart, termsOf: Uint32Array): void {
    const { size, documents } = this;
    this.size += part.terms.length;
    this.documents += part.starts.length - 1;
    this.terms = grown(this.terms.subarray(0, size), this.size);
    for (const [at, term] of part.terms.entries()) this.terms[size + at] = termsOf[term]!;
    this.counts = grown(this.counts.subarray(0, size), this.size);
    this.counts.set(part.counts, size);
    this.starts = grown(this.starts.subarray(0, documents), this.documents + 1);
    for (const [document, start] of part.starts.entries()) this.starts[documents + document] = size + start;
    this.lengths = grown(this.lengths.subarray(0, documents * FIELDS.length), this.documents * FIELDS.length);
    this.lengths.set(part.lengths, documents * FIELDS.length);
    for (const [term, frequency] of part.frequencies.subarray(0, termsOf.length).entries()) {
      if (frequency === 0) continue;
      if (termsOf[term]! >= this.frequencies.length) this.growTerms(termsOf[term]!);
      this.frequencies[termsOf[term]!]! += frequency;
    }
  }

  /** Mean length of each field, in terms. */
  averages(): number[] {
    const sums: number[] = FIELDS.map(() => 0);
    for (let at = 0; at < this.documents * FIELDS.length; at++) sums[at % FIELDS.length]! += this.lengths[at]!;
    return sums.map((sum) => Math.max(1, sum / Math.max(1, this.documents)));
  }

  /** `averages` of the main index when this is a small addition to it, so that scores are comparable. */
  finish(termCount: number, settings: FieldSettings, averages: readonly number[]): Postings {
    const starts = new Uint32Array(termCount + 1);
    for (let term = 0; term < termCount; term++) starts[term + 1] = starts[term]! + (this.frequencies[term] ?? 0);
    const next = starts.slice();
    const documents = new Uint32Array(this.size);
    const impacts = new Uint16Array(this.size);
    const scale = new Float64Array(FIELDS.length);
    for (let document = 0; document < this.documents; document++) {
      fieldScales(scale, this.lengths, document, settings, averages);
      for (let at = this.starts[document]!; at < this.starts[document + 1]!; at++) {
        const to = next[this.terms[at]!]!++;
        documents[to] = document;
        impacts[to] = impactOf(this.counts[at]!, scale, settings.k1);
      }
    }
    return { starts, documents, impacts };
  }

  /** Where the counter of a term stands in the document that is being read. */
  private placeOf(term: number): number {
    if (term >= this.seenIn.length) this.growTerms(term);
    if (this.seenIn[term] === this.documents + 1) return this.place[term]!;
    if (this.size === this.terms.length) this.growPostings();
    this.seenIn[term] = this.documents + 1;
    this.place[term] = this.size;
    this.frequencies[term]!++;
    this.terms[this.size] = term;
    this.counts[this.size] = 0;
    return this.size++;
  }

  private addCounts(at: number, counts: number): void {
    for (let field = 0; field < FIELDS.length; field++) {
      const more = (counts >>> SHIFTS[field]!) & MASKS[field]!;
      if (more === 0) continue;
      const here = (this.counts[at]! >>> SHIFTS[field]!) & MASKS[field]!;
      this.counts[at]! += Math.min(more, MASKS[field]! - here) * 2 ** SHIFTS[field]!;
    }
  }

  private growTerms(term: number): void {
    const length = 2 * term;
    this.seenIn = grown(this.seenIn, length);
    this.place = grown(this.place, length);
    this.frequencies = grown(this.frequencies, length);
  }

  private growPostings(): void {
    this.terms = grown(this.terms, 2 * this.terms.length);
    this.counts = grown(this.counts, 2 * this.counts.length);
  }
}

/** weight ÷ (1 − b + b · length ÷ average) of each field: BM25F, Zaragoza et al. 2004. */
function fieldScales(
  scale: Float64Array,
  lengths: Uint16Array,
  document: number,
  settings: FieldSettings,
  averages: readonly number[],
): void {
  for (let field = 0; field < FIELDS.length; field++) {
    const b = settings.b[field]!;
    const length = lengths[document * FIELDS.length + field]!;
    scale[field] = settings.weights[field]! / (1 - b + (b * length) / averages[field]!);
  }
}

/** f ÷ (k1 + f) of the scaled frequency f, in units of 1/FULL_IMPACT. */
function impactOf(counts: number, scale: Float64Array, k1: number): number {
  let frequency = (counts & MASKS[0]!) * scale[0]!;
  for (let field = 1; field < FIELDS.length; field++) {
    const count = (counts >>> SHIFTS[field]!) & MASKS[field]!;
    if (count !== 0) frequency += count * scale[field]!;
  }
  return Math.round((FULL_IMPACT * frequency) / (k1 + frequency));
}
