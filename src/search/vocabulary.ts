/** The arrays of a vocabulary as a snapshot stores them. `slots` is an open-addressed table of id + 1; 0 is free. */
export type VocabularyArrays = { bytes: Uint8Array; starts: Uint32Array; hashes: Uint32Array; slots: Uint32Array };

// As a signed number: beyond 31 bits it would be a float, and every step of the hash with it.
const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;

/** FNV-1a, 32 bit (Fowler, Noll, Vo). Bytes are hashed while they are read, so a word costs no second pass. */
export const hashStart = FNV_OFFSET;
export const hashByte = (hash: number, byte: number): number => Math.imul(hash ^ byte, FNV_PRIME);

/** Distinct byte strings by number, opened for reading. */
export class Vocabulary {
  readonly size: number;

  constructor(private readonly arrays: VocabularyArrays) {
    this.size = arrays.hashes.length;
  }

  /** -1 when unknown. `hash` is FNV-1a over the first `length` bytes of `word`. */
  find(word: Uint8Array, length: number, hash: number): number {
    const { bytes, starts, hashes, slots } = this.arrays;
    const mask = slots.length - 1;
    for (let slot = hash & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const id = slots[slot]! - 1;
      const start = starts[id]!;
      if (hashes[id] !== hash >>> 0 || starts[id + 1]! - start !== length) continue;
      if (sameBytes(bytes, start, word, length)) return id;
    }
    return -1;
  }

  text(id: number): string {
    const { bytes, starts } = this.arrays;
    return decoder.decode(bytes.subarray(starts[id]!, starts[id + 1]!));
  }

  byteLength(id: number): number {
    return this.arrays.starts[id + 1]! - this.arrays.starts[id]!;
  }

  firstByte(id: number): number {
    return this.arrays.bytes[this.arrays.starts[id]!]!;
  }
}

// Of a slot while building: id + 1 (0: free), hash, where the bytes start and how many they are.
const SLOT = 4;

/**
 * Numbers distinct byte strings from 0 in order of first sight. Lookups compare bytes and create no strings, which is
 * what makes tokenising tens of millions of words a matter of seconds; all that a lookup needs besides the bytes lies in
 * one cache line.
 */
export class VocabularyBuilder {
  size = 0;
  private bytes = new Uint8Array(1 << 16);
  private starts = new Uint32Array(1 << 12);
  private table = new Uint32Array(SLOT << 13);

  /** The number of the word, given out at first sight. `hash` is FNV-1a over its first `length` bytes. */
  add(word: Uint8Array, length: number, hash: number): number {
    const { table, bytes } = this;
    const mask = table.length - 1;
    let at = Math.imul(hash, SLOT) & mask;
    for (; table[at] !== 0; at = (at + SLOT) & mask) {
      if (table[at + 1] !== hash >>> 0 || table[at + 3] !== length) continue;
      if (sameBytes(bytes, table[at + 2]!, word, length)) return table[at]! - 1;
    }
    return this.append(at, word, length, hash);
  }

  text(id: number): string {
    return decoder.decode(this.bytes.subarray(this.starts[id]!, this.starts[id + 1]!));
  }

  /** Exactly as long as the content: what a snapshot stores. */
  arrays(): VocabularyArrays {
    const { table, size } = this;
    const hashes = new Uint32Array(size);
    const slots = new Uint32Array(table.length / SLOT);
    for (let slot = 0; slot < slots.length; slot++) {
      slots[slot] = table[slot * SLOT]!;
      if (slots[slot] !== 0) hashes[slots[slot]! - 1] = table[slot * SLOT + 1]!;
    }
    const starts = this.starts.subarray(0, size + 1);
    return { bytes: this.bytes.subarray(0, starts[size]!), starts, hashes, slots };
  }

  private append(at: number, word: Uint8Array, length: number, hash: number): number {
    const id = this.size++;
    const start = this.starts[id]!;
    if (start + length > this.bytes.length) this.bytes = grown(this.bytes, 2 * (start + length));
    for (let byte = 0; byte < length; byte++) this.bytes[start + byte] = word[byte]!;
    if (id + 2 > this.starts.length) this.starts = grown(this.starts, 2 * this.starts.length);
    this.starts[id + 1] = start + length;
    this.table.set([id + 1, hash, start, length], at);
    if (2 * SLOT * this.size > this.table.length) this.rehash();
    return id;
  }

  /** Half full at most: beyond that, probes become long. Words are entered in the order of their numbers. */
  private rehash(): void {
    const { table } = this;
    const placeOf = new Uint32Array(this.size);
    for (let at = 0; at < table.length; at += SLOT) if (table[at] !== 0) placeOf[table[at]! - 1] = at;
    const larger = new Uint32Array(2 * table.length);
    const mask = larger.length - 1;
    for (const from of placeOf) {
      let at = Math.imul(table[from + 1]!, SLOT) & mask;
      while (larger[at] !== 0) at = (at + SLOT) & mask;
      for (let field = 0; field < SLOT; field++) larger[at + field] = table[from + field]!;
    }
    this.table = larger;
  }
}

function sameBytes(bytes: Uint8Array, start: number, word: Uint8Array, length: number): boolean {
  for (let at = 0; at < length; at++) if (bytes[start + at] !== word[at]) return false;
  return true;
}

/** A longer copy. */
export function grown<A extends Uint8Array | Uint16Array | Uint32Array | Int32Array>(array: A, length: number): A {
  const copy = new (array.constructor as new (length: number) => A)(length);
  copy.set(array);
  return copy;
}

const decoder = new TextDecoder();

const scratch = Buffer.allocUnsafe(1 << 10);

/** The UTF-8 bytes of a short string and their hash. The bytes are overwritten by the next call. */
export function hashed(text: string): { bytes: Uint8Array; length: number; hash: number } {
  const bytes = 3 * text.length <= scratch.length ? scratch : Buffer.allocUnsafe(3 * text.length);
  const length = bytes.write(text);
  let hash = hashStart;
  for (let at = 0; at < length; at++) hash = hashByte(hash, bytes[at]!);
  return { bytes, length, hash };
}
