import { inflateRawSync } from "node:zlib";

/** All entries of a document together, in bytes: a 600-page manual with its styles inflates to about 30 MB. */
const MOST_INFLATED = 200 * 1024 * 1024;
const MOST_ENTRIES = 10_000;

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;

/**
 * Why a ZIP archive must not be opened, or undefined. Sizes that an archive states can lie, so every entry is inflated
 * here once, within the bound, before a library holds it in memory (APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12, 4.3.16).
 */
export function checkZip(bytes: Uint8Array): string | undefined {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return inflateAll(archive);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") return BOMB;
    return BROKEN;
  }
}

const BROKEN = "broken: not a complete ZIP archive";
const BOMB = `inflates to more than ${MOST_INFLATED / 1024 / 1024} MB`;

function inflateAll(archive: Buffer): string | undefined {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end === -1 || archive.readUInt32LE(end) !== END_OF_DIRECTORY) return BROKEN;

  const entries = archive.readUInt16LE(end + 10);
  if (entries > MOST_ENTRIES) return `holds more than ${MOST_ENTRIES} parts`;

  let left = MOST_INFLATED;
  let at = archive.readUInt32LE(end + 16);
  for (let entry = 0; entry < entries; entry++) {
    if (archive.readUInt32LE(at) !== DIRECTORY_ENTRY) return BROKEN;
    left -= inflatedSize(archive, at, left);
    if (left < 0) return BOMB;
    at += 46 + archive.readUInt16LE(at + 28) + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return undefined;
}

function inflatedSize(archive: Buffer, directoryEntry: number, limit: number): number {
  const method = archive.readUInt16LE(directoryEntry + 10);
  const packed = archive.readUInt32LE(directoryEntry + 20);
  const local = archive.readUInt32LE(directoryEntry + 42);
  if (archive.readUInt32LE(local) !== LOCAL_ENTRY) throw new Error("no local entry");

  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const data = archive.subarray(start, start + packed);
  return method === 0 ? data.length : inflateRawSync(data, { maxOutputLength: Math.max(1, limit) }).length;
}
