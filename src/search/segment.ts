import { join } from "node:path";
import type { IndexedWords } from "./index-words.ts";
import { Lexicon } from "./lexicon.ts";
import type { Passage } from "./passage.ts";
import { type PassagePlaces, PassageReader } from "./passage-file.ts";
import type { Postings } from "./postings.ts";
import { readSections, type Section, writeSections } from "./section-file.ts";
import type { VocabularyArrays } from "./vocabulary.ts";

/** Everything of a segment except its texts, as arrays. */
export type SegmentArrays = IndexedWords & {
  /** First passage of each page, and the number of passages at the end. */
  pageStarts: Uint32Array;
  paths: string[];
  /** Open-addressed table of passage + 1 by hash of the id. */
  idSlots: Uint32Array;
  places: PassagePlaces;
};

/** An immutable part of an index, open for reading: the main part, or the few pages that changed since it was built. */
export type Segment = Omit<SegmentArrays, "lexicon" | "places"> & {
  lexicon: Lexicon;
  texts: PassageReader;
  pageByPath: ReadonlyMap<string, number>;
};

export const TEXTS = "passages.bin";
const ARRAYS = "index.bin";

export function writeSegment(folder: string, arrays: SegmentArrays): void {
  const { lexicon, passagePostings, pagePostings, places } = arrays;
  writeSections(join(folder, ARRAYS), {
    ...named("tokens", lexicon.tokens),
    ...named("terms", lexicon.terms),
    ...named("passages", passagePostings),
    ...named("pages", pagePostings),
    ...named("inOrder", arrays.passageTerms),
    ...named("places", places),
    pageOf: arrays.pageOf,
    pageStarts: arrays.pageStarts,
    pageLanguages: arrays.pageLanguages,
    paths: Buffer.from(arrays.paths.join("\n")),
    idSlots: arrays.idSlots,
    passageAverages: Float64Array.from(arrays.passageAverages),
    pageAverages: Float64Array.from(arrays.pageAverages),
  });
}

/** Reads the arrays and leaves the texts on disk. Throws DamagedIndexError. */
export function openSegment(folder: string): Segment {
  const sections = readSections(join(folder, ARRAYS));
  const u8 = (name: string) => sections.get(name) as Uint8Array;
  const u32 = (name: string) => sections.get(name) as Uint32Array;
  const f64 = (name: string) => sections.get(name) as Float64Array;
  const vocabulary = (name: string): VocabularyArrays => ({
    bytes: u8(`${name}.bytes`),
    starts: u32(`${name}.starts`),
    hashes: u32(`${name}.hashes`),
    slots: u32(`${name}.slots`),
  });
  const postings = (name: string): Postings => ({
    starts: u32(`${name}.starts`),
    documents: u32(`${name}.documents`),
    impacts: sections.get(`${name}.impacts`) as Uint16Array,
  });
  const paths = Buffer.from(u8("paths")).toString();
  const pages = paths === "" ? [] : paths.split("\n");

  return {
    lexicon: new Lexicon({ tokens: vocabulary("tokens"), terms: vocabulary("terms") }),
    passagePostings: postings("passages"),
    pagePostings: postings("pages"),
    passageTerms: { starts: u32("inOrder.starts"), bytes: u8("inOrder.bytes") },
    pageOf: u32("pageOf"),
    pageStarts: u32("pageStarts"),
    pageLanguages: u8("pageLanguages"),
    paths: pages,
    pageByPath: new Map(pages.map((path, page) => [path, page])),
    idSlots: u32("idSlots"),
    passageAverages: [...f64("passageAverages")],
    pageAverages: [...f64("pageAverages")],
    texts: new PassageReader(join(folder, TEXTS), {
      starts: f64("places.starts"),
      textLengths: u32("places.textLengths"),
      checksums: u32("places.checksums"),
    }),
  };
}

/** The passages of a page in reading order. */
export function passagesOfPage({ pageStarts, texts }: Segment, page: number): Passage[] {
  const first = pageStarts[page]!;
  return Array.from({ length: pageStarts[page + 1]! - first }, (_, rank) => texts.passage(first + rank));
}

function named(name: string, arrays: Readonly<Record<string, Section>>): Record<string, Section> {
  return Object.fromEntries(Object.entries(arrays).map(([key, array]) => [`${name}.${key}`, array]));
}
