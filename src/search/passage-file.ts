import { closeSync, fsyncSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { crc32 } from "node:zlib";
import type { Passage } from "./passage.ts";
import { DamagedIndexError } from "./section-file.ts";
import { grown } from "./vocabulary.ts";

/** Where each record stands: text as UTF-8, then everything else of the passage as JSON. `starts` has one more entry. */
export type PassagePlaces = { starts: Float64Array; textLengths: Uint32Array; checksums: Uint32Array };

const BUFFER = 8 << 20;

/** Appends passages to a file and leaves the bytes of the last text readable, so that it is encoded only once. */
export class PassageWriter {
  readonly text: { bytes: Uint8Array; from: number; to: number };
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
    this.text = { bytes: this.buffer, from: 0, to: 0 };
  }

  append(passage: Passage): void {
    const { text, ...rest } = passage;
    const json = JSON.stringify(rest);
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    const room = 3 * (text.length + json.length);
    if (this.used + room > this.buffer.length) this.flush(room);
    if (this.count + 2 > this.starts.length) this.grow();

    const from = this.used;
    const to = from + this.buffer.write(text, from, "utf8");
    this.used = to + this.buffer.write(json, to, "utf8");
    this.starts[this.count] = this.written + from;
    this.textLengths[this.count] = to - from;
    this.checksums[this.count] = crc32(this.buffer.subarray(from, this.used));
    this.starts[++this.count] = this.written + this.used;
    this.text.bytes = this.buffer;
    this.text.from = from;
    this.text.to = to;
  }

  /** Moves the records of another file to the end of this one. */
  absorb(file: string, places: PassagePlaces): void {
    this.flush(0);
    const end = this.written;
    const source = openSync(file, "r");
    for (let read = readSync(source, this.buffer); read > 0; read = readSync(source, this.buffer)) {
      this.used = read;
      this.flush(0);
    }
    closeSync(source);
    rmSync(file);
    for (const [index, checksum] of places.checksums.entries()) {
      if (this.count + 2 > this.starts.length) this.grow();
      this.textLengths[this.count] = places.textLengths[index]!;
      this.checksums[this.count] = checksum;
      this.starts[++this.count] = end + places.starts[index + 1]!;
    }
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
