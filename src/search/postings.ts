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
    if (term >= this.seenIn.length) this.growTerms(term);
    const length = this.documents * FIELDS.length + field;
    if (this.lengths[length]! < 0xffff) this.lengths[length]!++;
    const shift = SHIFTS[field]!;
    if (this.seenIn[term] === this.documents + 1) {
      const at = this.place[term]!;
      if (((this.counts[at]! >>> shift) & MASKS[field]!) < MASKS[field]!) this.counts[at]! += 1 << shift;
      return;
    }
    if (this.size === this.terms.length) this.growPostings();
    this.seenIn[term] = this.documents + 1;
    this.place[term] = this.size;
    this.frequencies[term]!++;
    this.terms[this.size] = term;
    this.counts[this.size++] = 1 << shift;
  }

  endDocument(): void {
    this.documents++;
    if (this.documents + 1 > this.starts.length) {
      this.starts = grown(this.starts, 2 * this.starts.length);
      this.lengths = grown(this.lengths, 2 * this.lengths.length);
    }
    this.starts[this.documents] = this.size;
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
