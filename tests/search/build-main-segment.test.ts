import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { MainSegmentBuilder } from "../../src/search/build-main-segment.ts";
import { wordForms } from "../../src/search/language.ts";
import type { Passage } from "../../src/search/passage.ts";
import { termsOfPassage } from "../../src/search/passage-terms.ts";
import { FIELD_SETTINGS } from "../../src/search/ranking.ts";
import { openSegment, type Segment, writeSegment } from "../../src/search/segment.ts";
import { pagesOf } from "../support/searchable.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = temporaryFolder();
const words = wordForms();
/** One page above the share of the first thread, then batches for both. */
const PAGES = manyPages();

describe("a build on two cores", () => {
  it("[R19] holds what a build on one core holds", async () => {
    const [alone, together] = [await built("one", 1), await built("two", 2)];

    expect(new Set(together.paths)).toEqual(new Set(alone.paths));
    expect(together.passageAverages).toEqual(alone.passageAverages);
    for (const page of [0, 700, 1_000, 1_499]) expect(pageIn(together, page)).toEqual(pageIn(alone, page));
  });

  it("[R19] fails when the second thread fails", async () => {
    const folder = join(root, "failing");
    mkdirSync(folder);
    writeFileSync(join(folder, "part.bin"), "in the way");
    const builder = new MainSegmentBuilder(folder, words, { fields: FIELD_SETTINGS, learned: new Map() }, 2);

    await expect(
      (async () => {
        for (const page of PAGES) await builder.addPage(page);
        await builder.finish();
      })(),
    ).rejects.toThrow(/EEXIST/);
  });
});

/** Three batches for the second thread, one for the first, and a remainder; a first page with most of the passages. */
function manyPages(): Passage[][] {
  const [large] = pagesOf({ "large.md": "A first page." });
  const numbered = Object.fromEntries(
    Array.from({ length: 1_500 }, (_, page) => [
      `page-${page}.md`,
      `Walking to shop${page} and bus_stop_${page % 7}, twice: bus_stop_${page % 7}.`,
    ]),
  );
  const passages = Array.from({ length: 10_000 }, (_, ordinal) => ({
    ...large![0]!,
    id: `large.md#${ordinal}`,
    ordinal,
  }));
  return [passages, ...pagesOf(numbered)];
}

async function built(name: string, threads: number): Promise<Segment> {
  const folder = join(root, name);
  mkdirSync(folder);
  const builder = new MainSegmentBuilder(folder, words, { fields: FIELD_SETTINGS, learned: new Map() }, threads);
  for (const page of PAGES) await builder.addPage(page);
  writeSegment(folder, await builder.finish());
  return openSegment(folder, words);
}

/** Everything the index knows of a page, without the numbers that depend on the order. */
function pageIn(segment: Segment, rank: number) {
  const page = segment.pageByPath.get(PAGES[rank]![0]!.path)!;
  const first = segment.pageStarts[page]!;
  return Array.from({ length: segment.pageStarts[page + 1]! - first }, (_, ordinal) => ({
    passage: segment.texts.passage(first + ordinal),
    words: [...termsOfPassage(segment.passageTerms, first + ordinal)].map((term) =>
      term < 0 ? null : [segment.lexicon.terms.text(term), impactOf(segment, term, first + ordinal)],
    ),
  }));
}

function impactOf({ passagePostings: { starts, documents, impacts } }: Segment, term: number, passage: number) {
  const at = documents.subarray(starts[term]!, starts[term + 1]!).indexOf(passage);
  return impacts[starts[term]! + at];
}
