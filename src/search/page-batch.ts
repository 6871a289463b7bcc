import type { Passage } from "./passage.ts";
import type { TextBytes } from "./passage-file.ts";
import { grown } from "./vocabulary.ts";

/**
 * What is indexed of some pages, as two buffers that change threads without a copy: UTF-8 of every string, one after the
 * other, and numbers. Of a page: its passages, then the lengths of title, tags and path; of a passage: its heading lines
 * + 1 (0: those of the passage before) and the length of each, its learned questions and the length of each, the length
 * of its text.
 */
export type PageBatch = { bytes: Uint8Array<ArrayBuffer>; numbers: Uint32Array<ArrayBuffer> };

/** Bytes after which a batch is handed over: large enough that messages cost nothing, small enough to stay in the cache. */
const FULL = 1 << 20;
const SAME_HEADINGS = 0;

export class PageBatchWriter {
  private bytes = Buffer.from(new ArrayBuffer(FULL + (FULL >> 2)));
  private used = 0;
  private numbers = new Uint32Array(1 << 12);
  private count = 0;
  private headings = "";

  get full(): boolean {
    return this.used >= FULL;
  }

  startPage(first: Passage, passages: number): void {
    this.headings = "";
    this.number(passages);
    this.line(first.title);
    this.line(first.tags.join(" "));
    this.line(first.path);
  }

  /** Where the bytes of its text stand, until the next call. */
  add(passage: Passage, learned: readonly string[]): TextBytes {
    const headings = passage.headings.join("\n");
    if (headings === this.headings) this.number(SAME_HEADINGS);
    else this.lines(passage.headings, 1);
    this.headings = headings;
    this.lines(learned, 0);
    const from = this.used;
    this.line(passage.text);
    return { bytes: this.bytes, from, to: this.used };
  }

  /** What was written since it was last taken. */
  take(): PageBatch {
    const batch = { bytes: this.bytes.subarray(0, this.used), numbers: this.numbers.slice(0, this.count) };
    this.bytes = Buffer.from(new ArrayBuffer(this.bytes.length));
    this.used = 0;
    this.count = 0;
    return batch;
  }

  private lines(lines: readonly string[], offset: number): void {
    this.number(lines.length + offset);
    for (const line of lines) this.line(line);
  }

  private line(text: string): void {
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    const room = this.used + 3 * text.length;
    if (room > this.bytes.length) {
      const longer = Buffer.from(new ArrayBuffer(2 * room));
      this.bytes.copy(longer, 0, 0, this.used);
      this.bytes = longer;
    }
    const length = this.bytes.write(text, this.used, "utf8");
    this.used += length;
    this.number(length);
  }

  private number(value: number): void {
    if (this.count === this.numbers.length) this.numbers = grown(this.numbers, 2 * this.count);
    this.numbers[this.count++] = value;
  }
}

/** Reads a batch in the order in which it was written. */
export class PageBatchReader {
  /** Where the next string stands. */
  from = 0;
  readonly bytes: Uint8Array;
  private readonly numbers: Uint32Array;
  private at = 0;

  constructor({ bytes, numbers }: PageBatch) {
    this.bytes = bytes;
    this.numbers = numbers;
  }

  get done(): boolean {
    return this.at === this.numbers.length;
  }

  /** Passages of the page that begins. */
  passages(): number {
    return this.next();
  }

  /** Heading lines; undefined where they are those of the passage before. */
  headings(): number | undefined {
    const lines = this.next();
    return lines === SAME_HEADINGS ? undefined : lines - 1;
  }

  learned(): number {
    return this.next();
  }

  /** Moves past the next string and returns where it ended. */
  skip(): number {
    this.from += this.next();
    return this.from;
  }

  private next(): number {
    if (this.done) throw new RangeError("A batch ends in the middle of a page.");
    return this.numbers[this.at++]!;
  }
}
