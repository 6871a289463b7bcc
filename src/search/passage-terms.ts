import { grown } from "./vocabulary.ts";

/** Between title, headings and text: words on both sides are no neighbours. */
export const GAP = -1;

/**
 * The terms of every passage in reading order: title, headings and text, GAP after each, without function words and
 * whole identifiers. Passage p stands at [starts[p], starts[p + 1]), each term + 1 as LEB128: some 130 bytes a passage,
 * held in memory, because reading and tokenising the texts of the best hundred took half the time of a search.
 */
export type PassageTerms = { starts: Uint32Array; bytes: Uint8Array };

export class PassageTermsWriter {
  private starts = new Uint32Array(1 << 10);
  private bytes = new Uint8Array(1 << 16);
  private used = 0;
  private passages = 0;

  /** A term of the passage that is being written, or GAP. */
  add(term: number): void {
    // 32 bits are five groups of seven at most.
    if (this.used + 5 > this.bytes.length) this.bytes = grown(this.bytes, 2 * this.bytes.length);
    let rest = term + 1;
    for (; rest > 0x7f; rest >>>= 7) this.bytes[this.used++] = (rest & 0x7f) | 0x80;
    this.bytes[this.used++] = rest;
  }

  endPassage(): void {
    this.passages++;
    if (this.passages === this.starts.length) this.starts = grown(this.starts, 2 * this.passages);
    this.starts[this.passages] = this.used;
  }

  finish(): PassageTerms {
    return { starts: this.starts.subarray(0, this.passages + 1), bytes: this.bytes.subarray(0, this.used) };
  }
}

/** About 0.5 µs for a passage of a hundred words. */
export function termsOfPassage({ starts, bytes }: PassageTerms, passage: number): Int32Array {
  const end = starts[passage + 1]!;
  const terms = new Int32Array(end - starts[passage]!);
  let used = 0;
  for (let at = starts[passage]!; at < end; ) {
    let byte = bytes[at++]!;
    let value = byte & 0x7f;
    for (let shift = 7; byte > 0x7f; shift += 7) {
      byte = bytes[at++]!;
      value |= (byte & 0x7f) << shift;
    }
    terms[used++] = value - 1;
  }
  return terms.subarray(0, used);
}
