import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { crc32 } from "node:zlib";

export type Section = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** A file of the index is damaged, or of another version: it has to be built again. */
export class DamagedIndexError extends Error {
  constructor(file: string, reason: string) {
    super(`The index file ${file} is damaged (${reason}). Build it again with: npm run ingest`);
    this.name = "DamagedIndexError";
  }
}

/** Raised whenever the layout of a section or the meaning of a number in it changes. */
const FORMAT = 2;
const MAGIC = 0x58444953;
const CHECKSUM_AT = 12;
const PREAMBLE = 16;
const KINDS = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f64: Float64Array } as const;
type Kind = keyof typeof KINDS;
const KIND_OF = { Uint8Array: "u8", Uint16Array: "u16", Uint32Array: "u32", Float64Array: "f64" } as const;
type Entry = { name: string; kind: Kind; at: number; length: number };

/**
 * Named arrays in one file: preamble (magic, format, table length, CRC-32 of everything else), table as JSON, then each array as it lies in memory, 8-byte aligned. Opening one is a read and a checksum, nothing is parsed.
 * Little-endian, as every platform that Node supports.
 */
export function writeSections(file: string, sections: Readonly<Record<string, Section>>): void {
  const entries: Entry[] = [];
  let at = 0;
  for (const [name, section] of Object.entries(sections)) {
    entries.push({ name, kind: kindOf(section), at, length: section.length });
    at = aligned(at + section.byteLength);
  }
  const table = Buffer.from(JSON.stringify(entries).padEnd(aligned(JSON.stringify(entries).length)));
  // zlib's crc32 starts again at an empty array without memory, so empty pieces are left out.
  const pieces = [table, ...Object.values(sections).flatMap((section) => [bytesOf(section), padding(section)])].filter(
    ({ length }) => length > 0,
  );
  const heading = new Uint8Array(Uint32Array.of(MAGIC, FORMAT, table.length).buffer);
  let checksum = crc32(heading);
  for (const piece of pieces) checksum = crc32(piece, checksum);

  const handle = openSync(file, "wx");
  try {
    writeAll(handle, heading);
    writeAll(handle, new Uint8Array(Uint32Array.of(checksum).buffer));
    for (const piece of pieces) writeAll(handle, piece);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Throws DamagedIndexError for any byte that is missing or changed. */
export function readSections(file: string): Map<string, Section> {
  const bytes = readFileSync(file);
  if (bytes.length < PREAMBLE) throw new DamagedIndexError(file, "cut off");
  const [magic, format, tableLength, checksum] = new Uint32Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + PREAMBLE),
  );
  if (magic !== MAGIC) throw new DamagedIndexError(file, "not an index");
  if (format !== FORMAT) throw new DamagedIndexError(file, `format ${format}, expected ${FORMAT}`);
  if (crc32(bytes.subarray(PREAMBLE), crc32(bytes.subarray(0, CHECKSUM_AT))) !== checksum)
    throw new DamagedIndexError(file, "wrong checksum");

  const first = PREAMBLE + tableLength!;
  const entries = JSON.parse(bytes.toString("utf8", PREAMBLE, first)) as Entry[];
  return new Map(entries.map(({ name, kind, at, length }) => [name, view(bytes, kind, first + at, length)]));
}

function view(bytes: Buffer, kind: Kind, at: number, length: number): Section {
  const array = KINDS[kind];
  const start = bytes.byteOffset + at;
  // Small files come out of Node's pool, where they may lie unaligned; large ones never do, so copies stay small.
  if (start % 8 === 0) return new array(bytes.buffer as ArrayBuffer, start, length);
  const copy = bytes.buffer.slice(start, start + length * array.BYTES_PER_ELEMENT);
  return new array(copy as ArrayBuffer, 0, length);
}

/** By name: an array that another thread made may have a constructor of its own. */
function kindOf(section: Section): Kind {
  return KIND_OF[section[Symbol.toStringTag]];
}

const aligned = (length: number): number => Math.ceil(length / 8) * 8;
const bytesOf = (section: Section) => new Uint8Array(section.buffer, section.byteOffset, section.byteLength);
const padding = (section: Section) => new Uint8Array(aligned(section.byteLength) - section.byteLength);

function writeAll(handle: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at, bytes.length - at);
}
