import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { Passage } from "../search/passage.ts";
import type { ParsedPage } from "./page-parser.ts";

/** Where a record lies. */
type Place = { offset: number; markdownBytes: number; passagesBytes: number; checksum: number };

const HEADER_BYTES = 64;
const HEADER = /^([0-9a-f]{32}) (\d{10}) (\d{10}) ([0-9a-f]{8})\n$/;

/**
 * Parsed pages by the hash of what they were parsed from, in one append-only file: 27,000 small files would cost more
 * to open than to parse. A record is a header of 64 bytes (key, two lengths, CRC-32), the Markdown and the passages as
 * JSON. A torn record at the end, from an ingest that was killed, is cut off when the store is next opened for writing.
 */
export class PageStore {
  private constructor(
    private file: number,
    private places: Map<string, Place>,
    private end: number,
    private readonly name: string,
    /** Tells whether an earlier look saw this very file: a compacted one has other offsets. */
    private identity: string,
  ) {}

  /** Opened for reading it stays as it was then, whatever a later ingest writes. Undefined when there is none. */
  static read(folder: string): PageStore | undefined {
    const name = join(folder, "pages.bin");
    return existsSync(name) ? PageStore.scanned(openSync(name, "r"), name) : undefined;
  }

  /** `earlier`: this process's look before, closed since. Only what was written after it is scanned: 80 ms less. */
  static write(folder: string, earlier?: PageStore): PageStore {
    const name = join(folder, "pages.bin");
    const store = PageStore.scanned(openSync(name, existsSync(name) ? "r+" : "w+"), name, earlier);
    ftruncateSync(store.file, store.end);
    return store;
  }

  /** Whether the record is there and whole. */
  has(key: string): boolean {
    return this.payload(key) !== undefined;
  }

  add(key: string, { markdown, passages }: ParsedPage): void {
    const body = [Buffer.from(markdown), Buffer.from(JSON.stringify(passages))] as const;
    const payload = Buffer.concat(body);
    this.append(key, payload, {
      offset: this.end,
      markdownBytes: body[0].length,
      passagesBytes: body[1].length,
      checksum: crc32(payload),
    });
  }

  /** Undefined when the store does not hold it, or not whole any more. */
  passages(key: string): Passage[] | undefined {
    const payload = this.payload(key);
    if (!payload) return undefined;
    return JSON.parse(payload.toString("utf8", this.places.get(key)!.markdownBytes)) as Passage[];
  }

  markdown(key: string): string | undefined {
    return this.payload(key)?.toString("utf8", 0, this.places.get(key)!.markdownBytes);
  }

  /** Rewrites the file without the other records, once they are more than half of it. */
  keepOnly(keys: Iterable<string>): void {
    const kept = [...keys].filter((key) => this.places.has(key));
    const bytes = kept.reduce((sum, key) => sum + sizeOf(this.places.get(key)!), 0);
    if (bytes * 2 >= this.end) return;

    const temporary = `${this.name}.new`;
    const file = openSync(temporary, "w+");
    const fresh = new PageStore(file, new Map(), 0, this.name, identityOf(file));
    for (const key of kept) {
      const payload = this.payload(key);
      if (payload) fresh.append(key, payload, { ...this.places.get(key)!, offset: fresh.end });
    }
    fsyncSync(fresh.file);
    renameSync(temporary, this.name);
    closeSync(this.file);
    this.file = fresh.file;
    this.places = fresh.places;
    this.end = fresh.end;
    this.identity = fresh.identity;
  }

  close(): void {
    closeSync(this.file);
  }

  private append(key: string, payload: Buffer, place: Place): void {
    writeSync(this.file, Buffer.concat([header(key, place), payload]), 0, undefined, this.end);
    this.places.set(key, place);
    this.end += sizeOf(place);
  }

  private payload(key: string): Buffer | undefined {
    const place = this.places.get(key);
    if (!place) return undefined;
    const payload = Buffer.allocUnsafe(sizeOf(place) - HEADER_BYTES);
    const read = readSync(this.file, payload, 0, payload.length, place.offset + HEADER_BYTES);
    return read === payload.length && crc32(payload) === place.checksum ? payload : undefined;
  }

  private static scanned(file: number, name: string, earlier?: PageStore): PageStore {
    const identity = identityOf(file);
    const known = earlier?.identity === identity ? earlier : undefined;
    const places = known?.places ?? new Map<string, Place>();
    const head = Buffer.alloc(HEADER_BYTES);
    const { size } = fstatSync(file);
    let end = known?.end ?? 0;
    while (readSync(file, head, 0, HEADER_BYTES, end) === HEADER_BYTES) {
      const [, key, markdown, passages, checksum] = HEADER.exec(head.toString("latin1")) ?? [];
      if (!key) break;
      const place = {
        offset: end,
        markdownBytes: Number(markdown),
        passagesBytes: Number(passages),
        checksum: Number.parseInt(checksum!, 16),
      };
      // Otherwise the record was torn.
      if (end + sizeOf(place) > size) break;
      places.set(key, place);
      end += sizeOf(place);
    }
    return new PageStore(file, places, end, name, identity);
  }
}

/** An inode's number is used again after the file is gone, so its date of birth belongs to it. */
function identityOf(file: number): string {
  const { ino, birthtimeMs } = fstatSync(file);
  return `${ino} ${birthtimeMs}`;
}

function sizeOf({ markdownBytes, passagesBytes }: Place): number {
  return HEADER_BYTES + markdownBytes + passagesBytes;
}

function header(key: string, { markdownBytes, passagesBytes, checksum }: Place): Buffer {
  const lengths = [markdownBytes, passagesBytes].map((bytes) => String(bytes).padStart(10, "0"));
  return Buffer.from(`${key} ${lengths.join(" ")} ${checksum.toString(16).padStart(8, "0")}\n`, "latin1");
}
