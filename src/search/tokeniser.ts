import { fold, hasUnspacedScript, segments } from "./script.ts";
import { hashByte, hashStart } from "./vocabulary.ts";

/**
 * Receives one token after the other. `word` is reused: copy what must outlive the call. A whole identifier
 * (`max_tokens`, `maxTokens`) follows its `parts`, so many; it has no place of its own in the reading order. 0 otherwise.
 */
export type TokenSink = (word: Uint8Array, length: number, hash: number, parts: number) => void;

/** Longer runs are hashes, keys or base64: nobody asks for them, and they would fill the vocabulary. */
const LONGEST = 64;

const OTHER = 0;
const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;
const JOINER = 4;
const HIGH = 5;
const KIND = byteKinds();
const DOT = 0x2e;
/** Below every letter and digit: what ends a word, and what may not. */
const SEPARATOR = 0;
const SPECIAL = 1;
/** A letter or digit as it is indexed, else one of the codes above. */
const PLAIN = plainCodes();
const LOWER_V = 0x76;
const SMALL_S = 0x73;

/**
 * Words of UTF-8 text, lower case, accents folded, straight from the bytes. ASCII words cost one pass; words with other
 * letters take a slower path through strings. Identifiers give their parts and then themselves; versions (`1.2.3`) stay
 * whole and lose a leading v; Chinese, Japanese, Thai, Lao, Khmer and Burmese are segmented.
 */
export class Tokeniser {
  private readonly word = new Uint8Array(LONGEST);

  run(source: Uint8Array, from: number, to: number, sink: TokenSink): void {
    let at = from;
    while (at < to) {
      const code = PLAIN[source[at]!]!;
      if (code > SPECIAL) at = this.readPlainWord(source, at, to, sink);
      else if (KIND[source[at]!] === OTHER) at++;
      else at = this.readRun(source, at, to, sink);
    }
  }

  /** Letters and digits that are no identifier, as most words are: one table look-up a byte. */
  private readPlainWord(source: Uint8Array, from: number, to: number, sink: TokenSink): number {
    const { word } = this;
    let hash = hashStart;
    let innerCapitals = 0;
    let code = PLAIN[source[from]!]!;
    let at = from;
    for (;;) {
      const length = at - from;
      if (length < LONGEST) word[length] = code;
      hash = hashByte(hash, code);
      if (++at === to) break;
      const byte = source[at]!;
      code = PLAIN[byte]!;
      if (code <= SPECIAL) break;
      innerCapitals |= code ^ byte;
    }
    const goesOn = at < to && code === SPECIAL && (source[at] !== DOT || this.insideVersion(source, at, to));
    const isVersion = word[0] === LOWER_V && at - from > 2 && KIND[source[from + 1]!] === DIGIT;
    const isIdentifier = innerCapitals !== 0 && !startsInCapitals(source, from, at);
    if (isIdentifier || goesOn || isVersion) return this.readRun(source, from, to, sink);
    if (at - from <= LONGEST) sink(word, at - from, hash, 0);
    return at;
  }

  /** Reads on to the first separator and returns where it stands. */
  private readRun(source: Uint8Array, from: number, to: number, sink: TokenSink): number {
    const { word } = this;
    let hash = hashStart;
    let length = 0;
    let previous = OTHER;
    let joined = false;
    let at = from;
    for (; at < to; at++) {
      const byte = source[at]!;
      const kind = KIND[byte]!;
      if (kind === OTHER && !this.insideVersion(source, at, to)) break;
      if (kind === HIGH) return this.readForeignRun(source, from, to, sink);
      if (kind === JOINER || (kind === UPPER && previous !== OTHER && previous !== UPPER)) joined = true;
      if (kind === LOWER && previous === UPPER && length > 1) joined = true;
      previous = kind;
      const lower = kind === UPPER ? byte | 0x20 : byte;
      if (length < LONGEST) word[length] = lower;
      length++;
      hash = hashByte(hash, lower);
    }
    if (joined) this.readIdentifier(source, from, at, sink);
    else if (length > 2 && word[0] === LOWER_V && KIND[word[1]!] === DIGIT) this.emit(source, from + 1, at, 0, sink);
    else if (length <= LONGEST) sink(word, length, hash, 0);
    return at;
  }

  private insideVersion(source: Uint8Array, at: number, to: number): boolean {
    return (
      source[at] === DOT && at + 1 < to && at > 0 && KIND[source[at - 1]!] === DIGIT && KIND[source[at + 1]!] === DIGIT
    );
  }

  private readIdentifier(source: Uint8Array, from: number, to: number, sink: TokenSink): void {
    let start = from;
    let end = to;
    while (start < end && KIND[source[start]!] === JOINER) start++;
    while (end > start && KIND[source[end - 1]!] === JOINER) end--;

    let parts = 0;
    let part = start;
    for (let at = start + 1; at <= end; at++) {
      if (at < end && !startsPart(source, at, end)) continue;
      const partEnd = KIND[source[at - 1]!] === JOINER ? at - 1 : at;
      if (partEnd > part) {
        this.emit(source, part, partEnd, 0, sink);
        parts++;
      }
      part = at;
    }
    if (parts > 1) this.emit(source, start, end, parts, sink);
  }

  /** One ASCII word, lower-cased. */
  private emit(source: Uint8Array, from: number, to: number, parts: number, sink: TokenSink): void {
    if (to - from > LONGEST) return;
    let hash = hashStart;
    for (let at = from; at < to; at++) {
      const byte = source[at]!;
      const lower = KIND[byte] === UPPER ? byte | 0x20 : byte;
      this.word[at - from] = lower;
      hash = hashByte(hash, lower);
    }
    sink(this.word, to - from, hash, parts);
  }

  private readForeignRun(source: Uint8Array, from: number, to: number, sink: TokenSink): number {
    let end = from;
    while (end < to && KIND[source[end]!] !== OTHER) end++;
    const written = decoder.decode(source.subarray(from, end)).normalize("NFKC");
    for (const [word] of written.matchAll(/[\p{L}\p{N}\p{M}_]+/gu)) {
      if (/^[\x20-\x7e]+$/.test(word)) {
        const bytes = encoder.encode(word);
        this.run(bytes, 0, bytes.length, sink);
      } else if (hasUnspacedScript(word)) {
        for (const segment of segments(word)) this.emitText(segment, sink);
      } else {
        for (const part of word.split("_")) this.emitText(part, sink);
      }
    }
    return end;
  }

  private emitText(text: string, sink: TokenSink): void {
    const bytes = encoder.encode(fold(text.toLowerCase()));
    if (bytes.length === 0 || bytes.length > LONGEST) return;
    this.word.set(bytes);
    let hash = hashStart;
    for (const byte of bytes) hash = hashByte(hash, byte);
    sink(this.word, bytes.length, hash, 0);
  }
}

/** "AWS" and "EC2" are words, "URLs" and "maxTokens" have to be looked at. */
function startsInCapitals(source: Uint8Array, from: number, to: number): boolean {
  let at = from;
  while (at < to && KIND[source[at]!] === UPPER) at++;
  if (at < to && KIND[source[at]!] === LOWER) return false;
  while (at < to && KIND[source[at]!] !== UPPER) at++;
  return at === to;
}

function startsPart(source: Uint8Array, at: number, end: number): boolean {
  const kind = KIND[source[at]!]!;
  const before = KIND[source[at - 1]!]!;
  if (before === JOINER) return true;
  if (kind === JOINER) return false;
  if (kind !== UPPER) return false;
  if (before !== UPPER) return true;
  // "HTTPServer": the S begins a part because a small letter follows. "URLs" is a plural and stays whole.
  const plural = source[at + 1] === SMALL_S && at + 2 === end;
  return at + 1 < end && KIND[source[at + 1]!] === LOWER && !plural;
}

function byteKinds(): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => {
    if (byte >= 0x80) return HIGH;
    const character = String.fromCharCode(byte);
    if (character >= "a" && character <= "z") return LOWER;
    if (character >= "A" && character <= "Z") return UPPER;
    if (character >= "0" && character <= "9") return DIGIT;
    return character === "_" ? JOINER : OTHER;
  });
}

function plainCodes(): Uint8Array {
  return KIND.map((kind, byte) => {
    if (kind === OTHER) return byte === DOT ? SPECIAL : SEPARATOR;
    if (kind === JOINER || kind === HIGH) return SPECIAL;
    return kind === UPPER ? byte | 0x20 : byte;
  });
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();
