/** The arrays of a vocabulary as a snapshot stores them. `slots` is an open-addressed table of id + 1; 0 is free. */
export type VocabularyArrays = { bytes: Uint8Array; starts: Uint32Array; hashes: Uint32Array; slots: Uint32Array };

// As a signed number: beyond 31 bits it would be a float, and every step of the hash with it.
const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;

/** FNV-1a, 32 bit (Fowler, Noll, Vo). Bytes are hashed while they are read, so a word costs no second pass. */
export const hashStart = FNV_OFFSET;
export const hashByte = (hash: number, byte: number): number => Math.imul(hash ^ byte, FNV_PRIME);

/**
 * Numbers distinct byte strings from 0 in order of first sight. Lookups compare bytes and create no strings, which is
 * what makes tokenising tens of millions of words a matter of seconds.
 */
export class Vocabulary {
  size: number;
  private bytes: Uint8Array;
  private starts: Uint32Array;
  private hashes: Uint32Array;
  private slots: Uint32Array;

  constructor(arrays?: VocabularyArrays) {
    this.bytes = arrays?.bytes ?? new Uint8Array(1 << 16);
    this.starts = arrays?.starts ?? new Uint32Array(1 << 12);
    this.hashes = arrays?.hashes ?? new Uint32Array(1 << 12);
    this.slots = arrays?.slots ?? new Uint32Array(1 << 13);
    this.size = arrays ? arrays.hashes.length : 0;
  }

  /** -1 when unknown. `hash` is FNV-1a over the first `length` bytes of `word`. */
  find(word: Uint8Array, length: number, hash: number): number {
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = this.slots[slot]! - 1;
      if (id < 0 || this.equals(id, word, length, hash)) return id;
    }
  }

  add(word: Uint8Array, length: number, hash: number): number {
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (; this.slots[slot] !== 0; slot = (slot + 1) & mask) {
      const id = this.slots[slot]! - 1;
      if (this.equals(id, word, length, hash)) return id;
    }
    this.slots[slot] = this.size + 1;
    return this.append(word, length, hash);
  }

  text(id: number): string {
    return decoder.decode(this.bytes.subarray(this.starts[id]!, this.starts[id + 1]!));
  }

  byteLength(id: number): number {
    return this.starts[id + 1]! - this.starts[id]!;
  }

  firstByte(id: number): number {
    return this.bytes[this.starts[id]!]!;
  }

  /** Exactly as long as the content: what a snapshot stores. */
  arrays(): VocabularyArrays {
    return {
      bytes: this.bytes.subarray(0, this.starts[this.size] ?? 0),
      starts: this.starts.subarray(0, this.size + 1),
      hashes: this.hashes.subarray(0, this.size),
      slots: this.slots,
    };
  }

  private equals(id: number, word: Uint8Array, length: number, hash: number): boolean {
    if (this.hashes[id] !== hash >>> 0) return false;
    const start = this.starts[id]!;
    if (this.starts[id + 1]! - start !== length) return false;
    for (let at = 0; at < length; at++) if (this.bytes[start + at] !== word[at]) return false;
    return true;
  }

  private append(word: Uint8Array, length: number, hash: number): number {
    const id = this.size++;
    const start = this.starts[id]!;
    if (start + length > this.bytes.length) this.bytes = grown(this.bytes, 2 * (start + length));
    for (let at = 0; at < length; at++) this.bytes[start + at] = word[at]!;
    if (id + 2 > this.starts.length) this.starts = grown(this.starts, 2 * this.starts.length);
    this.starts[id + 1] = start + length;
    if (id + 1 > this.hashes.length) this.hashes = grown(this.hashes, 2 * this.hashes.length);
    this.hashes[id] = hash;
    if (2 * this.size > this.slots.length) this.rehash();
    return id;
  }

  /** Half full at most: beyond that, probes become long. */
  private rehash(): void {
    const slots = new Uint32Array(2 * this.slots.length);
    const mask = slots.length - 1;
    for (let id = 0; id < this.size; id++) {
      let slot = this.hashes[id]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.slots = slots;
  }
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
