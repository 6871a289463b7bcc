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
const HEADINGS_BITS = 0x3f << 10;

/** Which page a passage belongs to, and whether its headings are those of the passage before (1), counted once a page. */
export type PageMembership = { pageOf: Uint32Array; sameHeadings: Uint8Array };

/** Counts in the order of terms: `documents` and `counts` of term t stand at [starts[t], starts[t + 1]). */
type Counted = { starts: Uint32Array; documents: Uint32Array; counts: Uint32Array; lengths: Uint16Array };

/** Collects term counts passage by passage, then turns them into postings of passages and of pages with one counting sort. */
export class PostingsBuilder {
  private documents = 0;
  private size = 0;
  private terms = new Uint32Array(1 << 16);
  private counts = new Uint32Array(1 << 16);
  private starts = new Uint32Array(1 << 12);
  private lengths = new Uint16Array(FIELDS.length << 12);
  /** Where the counter of a term last stood; it counts only when it lies in the document that is being read. */
  private place = new Uint32Array(1 << 12);

  /** Counts one occurrence in the document that is being read. */
  count(term: number, field: Field): void {
    const length = this.documents * FIELDS.length + field;
    if (this.lengths[length]! < 0xffff) this.lengths[length]!++;
    const at = this.placeOf(term);
    const shift = SHIFTS[field]!;
    if (((this.counts[at]! >>> shift) & MASKS[field]!) < MASKS[field]!) this.counts[at]! += 1 << shift;
  }

  endDocument(): void {
    this.documents++;
    if (this.documents + 1 > this.starts.length) {
      this.starts = grown(this.starts, 2 * this.starts.length);
      this.lengths = grown(this.lengths, 2 * this.lengths.length);
    }
    this.starts[this.documents] = this.size;
  }

  /** Nothing can be counted afterwards. */
  finish(termCount: number): Counted {
    const starts = this.termStarts(termCount);
    const next = starts.slice();
    const documents = new Uint32Array(this.size);
    const counts = new Uint32Array(this.size);
    for (let document = 0; document < this.documents; document++) {
      for (let at = this.starts[document]!; at < this.starts[document + 1]!; at++) {
        const to = next[this.terms[at]!]!++;
        documents[to] = document;
        counts[to] = this.counts[at]!;
      }
    }
    return { starts, documents, counts, lengths: this.lengths.subarray(0, this.documents * FIELDS.length) };
  }

  private termStarts(termCount: number): Uint32Array {
    const starts = new Uint32Array(termCount + 1);
    for (let at = 0; at < this.size; at++) starts[this.terms[at]! + 1]!++;
    for (let term = 0; term < termCount; term++) starts[term + 1]! += starts[term]!;
    return starts;
  }

  /** Where the counter of a term stands in the document that is being read. */
  private placeOf(term: number): number {
    if (term >= this.place.length) this.place = grown(this.place, 2 * term);
    const known = this.place[term]!;
    if (known >= this.starts[this.documents]! && known < this.size && this.terms[known] === term) return known;
    if (this.size === this.terms.length) this.growPostings();
    this.place[term] = this.size;
    this.terms[this.size] = term;
    this.counts[this.size] = 0;
    return this.size++;
  }

  private growPostings(): void {
    this.terms = grown(this.terms, 2 * this.terms.length);
    this.counts = grown(this.counts, 2 * this.counts.length);
  }
}

/** Mean length of each field, in terms. */
export function averageLengths({ lengths }: Counted): number[] {
  const sums: number[] = FIELDS.map(() => 0);
  for (let at = 0; at < lengths.length; at++) sums[at % FIELDS.length]! += lengths[at]!;
  return sums.map((sum) => Math.max(1, sum / Math.max(1, lengths.length / FIELDS.length)));
}

/** `averages` of the main index when this is a small addition to it, so that scores are comparable. */
export function weighed(
  { starts, documents, counts, lengths }: Counted,
  settings: FieldSettings,
  averages: readonly number[],
): Postings {
  const scales = FIELDS.map((_, field) => fieldScales(lengths, field, settings, averages));
  const impacts = new Uint16Array(documents.length);
  for (let at = 0; at < documents.length; at++) {
    impacts[at] = impactOf(counts[at]!, scales, documents[at]!, settings.k1);
  }
  return { starts, documents, impacts };
}

/**
 * What pages hold, out of what their passages hold: bodies and learned questions of all, each heading once, title and
 * path as they stand in every passage. Cheaper than counting the words of a page a second time.
 */
export function countsOfPages(passages: Counted, { pageOf, sameHeadings }: PageMembership): Counted {
  const starts = new Uint32Array(passages.starts.length);
  // More than is needed, but what is not written to takes no memory.
  const documents = new Uint32Array(passages.documents.length);
  const counts = new Uint32Array(passages.documents.length);
  let size = 0;
  for (let term = 0; term + 1 < starts.length; term++) {
    const end = passages.starts[term + 1]!;
    for (let at = passages.starts[term]!; at < end; at++) {
      const passage = passages.documents[at]!;
      const page = pageOf[passage]!;
      const isNew = size === starts[term] || documents[size - 1] !== page;
      if (isNew) documents[size++] = page;
      const added = sameHeadings[passage] === 1 ? passages.counts[at]! & ~HEADINGS_BITS : passages.counts[at]!;
      counts[size - 1] = isNew ? added : sumOfCounts(counts[size - 1]!, added);
    }
    starts[term + 1] = size;
  }
  const lengths = lengthsOfPages(passages.lengths, { pageOf, sameHeadings });
  return { starts, documents: documents.slice(0, size), counts: counts.subarray(0, size), lengths };
}

function lengthsOfPages(ofPassages: Uint16Array, { pageOf, sameHeadings }: PageMembership): Uint16Array {
  const pages = pageOf.length === 0 ? 0 : pageOf[pageOf.length - 1]! + 1;
  const lengths = new Uint16Array(pages * FIELDS.length);
  for (let passage = 0; passage < pageOf.length; passage++) {
    const from = passage * FIELDS.length;
    const to = pageOf[passage]! * FIELDS.length;
    for (const field of [TITLE, PATH]) lengths[to + field] = ofPassages[from + field]!;
    for (const field of [BODY, HEADINGS, LEARNED]) {
      if (field === HEADINGS && sameHeadings[passage] === 1) continue;
      lengths[to + field] = Math.min(0xffff, lengths[to + field]! + ofPassages[from + field]!);
    }
  }
  return lengths;
}

/** Title and path are those of the page and stay. */
function sumOfCounts(counts: number, more: number): number {
  let sum = counts;
  for (const field of [BODY, HEADINGS, LEARNED]) {
    const added = (more >>> SHIFTS[field]!) & MASKS[field]!;
    if (added === 0) continue;
    const here = (counts >>> SHIFTS[field]!) & MASKS[field]!;
    sum += Math.min(added, MASKS[field]! - here) * 2 ** SHIFTS[field]!;
  }
  return sum;
}

/** weight ÷ (1 − b + b · length ÷ average) of a field of each document: BM25F, Zaragoza et al. 2004. */
function fieldScales(
  lengths: Uint16Array,
  field: number,
  settings: FieldSettings,
  averages: readonly number[],
): Float64Array {
  const [weight, b, average] = [settings.weights[field]!, settings.b[field]!, averages[field]!];
  const scales = new Float64Array(lengths.length / FIELDS.length);
  for (let document = 0; document < scales.length; document++) {
    scales[document] = weight / (1 - b + (b * lengths[document * FIELDS.length + field]!) / average);
  }
  return scales;
}

/** f ÷ (k1 + f) of the scaled frequency f, in units of 1/FULL_IMPACT. */
function impactOf(counts: number, scales: readonly Float64Array[], document: number, k1: number): number {
  let frequency = (counts & MASKS[0]!) * scales[0]![document]!;
  // Most words stand in the body only.
  if (counts > MASKS[0]!) {
    for (let field = 1; field < FIELDS.length; field++) {
      const count = (counts >>> SHIFTS[field]!) & MASKS[field]!;
      if (count !== 0) frequency += count * scales[field]![document]!;
    }
  }
  return Math.round((FULL_IMPACT * frequency) / (k1 + frequency));
}
