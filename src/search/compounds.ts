import { remembered } from "./remembered.ts";
import { fold } from "./script.ts";
import type { Segment } from "./segment.ts";
import type { TermReader } from "./term-reader.ts";
import { hashed } from "./vocabulary.ts";

/** A question in other spellings. */
export type Readings = (text: string) => readonly string[];

/** Each is searched for, and looked for in texts before that. */
const MOST = 3;
/** A longer message says by many words what it is about. */
const LONGEST = 300;
/** Passages that are read to see whether two words stand together there, some 20 µs each. */
const READ = 50;
/** UTF-16 units of the words and pairs that are kept with what was found. */
const KEPT = 20_000;

const SHORTEST_PART = 2;
const PAIR = /(?<![\p{L}\p{N}_])(?=(\p{L}{2,})[ -](\p{L}{2,})(?![\p{L}\p{N}_]))/gu;
const WORD = /(?<![\p{L}\p{N}_-])\p{L}{5,24}(?![\p{L}\p{N}_-])/gu;

/**
 * The question with a word written together or apart as the documentation writes it: "back up" as "backup" where it
 * writes that more often, and "frontmatter" as "front matter" where no page holds it in one. Mere proposals: "edit or"
 * is no "editor", so whoever asks takes the reading that the documentation covers better.
 */
export function otherReadings(segments: readonly Segment[], reader: TermReader): Readings {
  const documented = { segments, reader };
  const isOneWord = remembered((pair) => isJoined(pair, documented), KEPT);
  const partsOf = remembered((word) => partsIn(word, documented), KEPT);

  return (text) => {
    if (text.length > LONGEST) return [];
    const readings: string[] = [];
    for (const { index, 1: first = "", 2: second = "" } of text.matchAll(PAIR)) {
      if (!isOneWord(plain(`${first} ${second}`))) continue;
      readings.push(spliced(text, index, first.length + 1 + second.length, first + second));
    }
    for (const { index, 0: word } of text.matchAll(WORD)) {
      const parts = partsOf(plain(word));
      if (parts !== null) readings.push(spliced(text, index, word.length, parts));
    }
    return readings.slice(0, MOST);
  };
}

type Documented = { segments: readonly Segment[]; reader: TermReader };

const plain = (text: string) => fold(text.toLowerCase());

const spliced = (text: string, at: number, length: number, by: string) =>
  `${text.slice(0, at)}${by}${text.slice(at + length)}`;

/** In more passages as one word than as two. */
function isJoined(pair: string, documented: Documented): boolean {
  const [first = "", second = ""] = pair.split(" ");
  const joined = passagesWith(first + second, documented);
  // "Be an" says nothing, and so it says no "bean".
  if (joined === 0 || documented.reader.read(pair).length === 0) return false;
  return joined > passagesWithPair(first, second, "[ -]", documented);
}

function partsIn(word: string, documented: Documented): string | null {
  if (passagesWith(word, documented) > 0) return null;
  for (let at = SHORTEST_PART; at <= word.length - SHORTEST_PART; at += 1) {
    const [first, second] = [word.slice(0, at), word.slice(at)];
    if (!isWritten(first, documented) || !isWritten(second, documented)) continue;
    // "As set" is no "asset": what begins with a function word is one word only where a hyphen says so.
    const between = documented.reader.terms(first).length > 0 ? "[ -]" : "-";
    if (passagesWithPair(first, second, between, documented) > 0) return `${first} ${second}`;
  }
  return null;
}

/** That hold it in this form: what only shares its stem with an indexed word was never written. */
function passagesWith(word: string, documented: Documented): number {
  if (!isWritten(word, documented)) return 0;
  const { reader } = documented;
  return Math.max(0, ...reader.read(word).map(({ stem }) => reader.statistics(stem).passages));
}

function isWritten(word: string, { segments }: Documented): boolean {
  const { bytes, length, hash } = hashed(word);
  return segments.some(({ lexicon }) => lexicon.tokens.find(bytes, length, hash) >= 0);
}

/** Estimated from some of the passages that hold the rarer word. Function words are not indexed, so texts are read. */
function passagesWithPair(first: string, second: string, between: string, { segments, reader }: Documented): number {
  const words = [first, second].flatMap((word) => reader.terms(word).slice(0, 1));
  const rarest = words.sort((one, other) => other.idf - one.idf)[0];
  if (!rarest?.known) return 0;
  const together = new RegExp(`(?<!\\p{L})${first}${between}${second}(?!\\p{L})`, "u");
  const { ids, passages } = reader.statistics(rarest.stem);
  const every = Math.ceil(passages / READ);
  const texts = segments.flatMap((segment, at) => textsWith(ids[at]!, segment, every));
  const holding = texts.filter((text) => together.test(text)).length;
  return (holding * passages) / Math.max(1, texts.length);
}

function textsWith(term: number, { passagePostings: { starts, documents }, texts }: Segment, every: number): string[] {
  if (term < 0) return [];
  const sample = documents.subarray(starts[term], starts[term + 1]).filter((_, rank) => rank % every === 0);
  return Array.from(sample, (document) => {
    const { title, headings, text } = texts.passage(document);
    return plain([title, ...headings, text].join("\n"));
  });
}
