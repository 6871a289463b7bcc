import { readPageList } from "../ingest/page-list.ts";
import { PageStore } from "../ingest/page-store.ts";
import type { Passage } from "../search/passage.ts";

/** The pages of an ingested folder, every n-th of them so that `share` (0..1] of them come. */
export function* storedPages(folder: string, share: number): Generator<Passage[]> {
  const store = PageStore.read(folder);
  for (const [rank, { key }] of readPageList(folder).entries()) {
    if (Math.floor((rank + 1) * share) === Math.floor(rank * share)) continue;
    const page = store?.passages(key);
    if (page?.length) yield page;
  }
}

/** Words that begin a synthetic passage's vocabulary; more only make the index larger. */
const VOCABULARY = 200_000;
const PAGE = 10;
const SENTENCES = 6;
const WORDS = 15;

/** Pages of ten passages of Zipf-distributed words, the same for the same count. */
export function* syntheticPages(passages: number): Generator<Passage[]> {
  const random = mulberry32(1);
  const word = () => `w${Math.floor(VOCABULARY ** random()).toString(36)}`;
  const words = (count: number) => Array.from({ length: count }, word).join(" ");
  for (let page = 0; page < passages / PAGE; page++) {
    const path = `section-${page % 100}/page-${page}.md`;
    const title = words(4);
    yield Array.from({ length: PAGE }, (_, ordinal) => ({
      id: `${path}#${ordinal}`,
      path,
      anchor: "",
      title,
      headings: [words(3)],
      text: Array.from({ length: SENTENCES }, () => `${words(WORDS)}.`).join(" "),
      hash: `${page} ${ordinal}`,
      ordinal,
      start: 0,
      end: 0,
      source: "",
      tags: [],
    }));
  }
}

export type BenchQuestion = { text: string; path: string };

/**
 * A question a page for about `count` pages: the first sentence of five to twenty-five words in its middle passage. It
 * is made of the page's own words, so it measures time and gives engines a common, easy target; it says nothing about
 * how people ask.
 */
export function questionsFrom(pages: Iterable<Passage[]>, every: number): BenchQuestion[] {
  const questions: BenchQuestion[] = [];
  let rank = 0;
  for (const page of pages) {
    if (rank++ % every !== 0) continue;
    const { text, path } = page[Math.floor(page.length / 2)]!;
    const sentence = text.split(/(?<=[.?!])\s+|\n/).find((line) => {
      const count = line.split(/\s+/).length;
      return count >= 5 && count <= 25 && !/[|`]/.test(line);
    });
    if (sentence) questions.push({ text: sentence, path });
  }
  return questions;
}

/** Tommy Ettinger's mulberry32: small, seeded, good enough to draw words. In [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
