import { closeSync, fsyncSync, openSync, readSync, writeSync } from "node:fs";
import { crc32 } from "node:zlib";
import type { Passage } from "./passage.ts";
import { DamagedIndexError } from "./section-file.ts";
import { grown } from "./vocabulary.ts";

/** Where each record stands: text as UTF-8, then everything else of the passage as JSON. `starts` has one more entry. */
export type PassagePlaces = { starts: Float64Array; textLengths: Uint32Array; checksums: Uint32Array };

/** UTF-8, at [from, to). */
export type TextBytes = { bytes: Buffer; from: number; to: number };

const BUFFER = 8 << 20;

/** Appends passages to a file, their texts given as the bytes that are indexed, so that they are encoded only once. */
export class PassageWriter {
  count = 0;
  private readonly handle: number;
  private buffer = Buffer.allocUnsafe(BUFFER);
  private used = 0;
  private written = 0;
  private starts = new Float64Array(1 << 12);
  private textLengths = new Uint32Array(1 << 12);
  private checksums = new Uint32Array(1 << 12);

  constructor(file: string) {
    this.handle = openSync(file, "wx");
  }

  append(passage: Passage, { bytes, from, to }: TextBytes): void {
    const json = JSON.stringify(withoutText(passage));
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    const room = to - from + 3 * json.length;
    if (this.used + room > this.buffer.length) this.flush(room);
    if (this.count + 2 > this.starts.length) this.grow();

    const start = this.used;
    const textEnd = start + bytes.copy(this.buffer, start, from, to);
    this.used = textEnd + this.buffer.write(json, textEnd, "utf8");
    this.starts[this.count] = this.written + start;
    this.textLengths[this.count] = to - from;
    this.checksums[this.count] = crc32(this.buffer.subarray(start, this.used));
    this.starts[++this.count] = this.written + this.used;
  }

  finish(): PassagePlaces {
    this.flush(0);
    fsyncSync(this.handle);
    closeSync(this.handle);
    return {
      starts: this.starts.slice(0, this.count + 1),
      textLengths: this.textLengths.slice(0, this.count),
      checksums: this.checksums.slice(0, this.count),
    };
  }

  private flush(room: number): void {
    for (let at = 0; at < this.used; ) at += writeSync(this.handle, this.buffer, at, this.used - at);
    this.written += this.used;
    this.used = 0;
    if (room > this.buffer.length) this.buffer = Buffer.allocUnsafe(room);
  }

  private grow(): void {
    const length = 2 * this.starts.length;
    const starts = new Float64Array(length);
    starts.set(this.starts);
    this.starts = starts;
    this.textLengths = grown(this.textLengths, length);
    this.checksums = grown(this.checksums, length);
  }
}

/** Named one by one: leaving a property out by rest took as long as writing the JSON. */
function withoutText({ id, path, anchor, title, headings, hash, ordinal, start, end, source, tags }: Passage) {
  return { id, path, anchor, title, headings, hash, ordinal, start, end, source, tags };
}

/** Reads passages on demand; the operating system's cache holds the hot ones, the process none. */
export class PassageReader {
  private readonly handle: number;

  constructor(
    private readonly file: string,
    private readonly places: PassagePlaces,
  ) {
    this.handle = openSync(file, "r");
    handles.register(this, this.handle);
  }

  /** The whole record and where its text ends. Throws DamagedIndexError. */
  record(index: number): { bytes: Uint8Array; textLength: number } {
    const start = this.places.starts[index]!;
    const bytes = Buffer.allocUnsafe(this.places.starts[index + 1]! - start);
    const read = readSync(this.handle, bytes, 0, bytes.length, start);
    if (read < bytes.length) throw new DamagedIndexError(this.file, "cut off");
    if (crc32(bytes) !== this.places.checksums[index]) throw new DamagedIndexError(this.file, "wrong checksum");
    return { bytes, textLength: this.places.textLengths[index]! };
  }

  passage(index: number): Passage {
    const { bytes, textLength } = this.record(index);
    const buffer = bytes as Buffer;
    const rest = JSON.parse(buffer.toString("utf8", textLength)) as Omit<Passage, "text">;
    return { ...rest, text: buffer.toString("utf8", 0, textLength) };
  }
}

/** A reader is in use until the last answer that quotes from it is gone, which only the collector knows. */
const handles = new FinalizationRegistry<number>(closeSync);
