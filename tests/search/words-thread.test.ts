import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { SegmentBuilder } from "../../src/search/build-segment.ts";
import { wordForms } from "../../src/search/language.ts";
import { FIELD_SETTINGS } from "../../src/search/ranking.ts";
import { writeSegment } from "../../src/search/segment.ts";
import { wordsIndexer } from "../../src/search/words-thread.ts";
import { pagesOf } from "../support/searchable.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = temporaryFolder();
const words = wordForms();

describe("a build on two cores", () => {
  it("[R19] writes what a build on one core writes, byte for byte", async () => {
    const [alone, together] = [await built("one", 1), await built("two", 2)];

    expect(together.equals(alone)).toBe(true);
  }, 120_000);

  it("[R19] needs no second thread for a few pages", async () => {
    const indexer = wordsIndexer(words, { fields: FIELD_SETTINGS }, 2);
    const builder = new SegmentBuilder(emptyFolder("few"), indexer, new Map());
    for (const page of pagesOf({ "a.md": "Bicycles.", "b.md": "Tyres." })) await builder.addPage(page);

    expect((await builder.finish()).pageOf).toEqual(Uint32Array.of(0, 1));
  });

  it("[R19] fails when the second thread fails", async () => {
    const indexer = wordsIndexer(words, { fields: FIELD_SETTINGS }, 2);
    await indexer.add({ bytes: new Uint8Array(7 << 20), numbers: Uint32Array.of(1) });

    await expect(indexer.finish()).rejects.toThrow(/middle of a page/);
  });
});

/** Some 8 MB, of which the thread gets everything. */
function manyPages() {
  const text = (page: number) =>
    `Walking to shop${page} and bus_stop_${page % 7}, twice. ${"Caf\u00e9s, BusStops v1.2. ".repeat(250)}`;
  return pagesOf(Object.fromEntries(Array.from({ length: 1_300 }, (_, page) => [`page-${page}.md`, text(page)])));
}

async function built(name: string, threads: number): Promise<Buffer> {
  const folder = emptyFolder(name);
  const indexer = wordsIndexer(words, { fields: FIELD_SETTINGS }, threads);
  const builder = new SegmentBuilder(folder, indexer, new Map());
  for (const page of manyPages()) await builder.addPage(page);
  writeSegment(folder, await builder.finish());
  return Buffer.concat(["index.bin", "passages.bin"].map((file) => readFileSync(join(folder, file))));
}

function emptyFolder(name: string): string {
  const folder = join(root, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  return folder;
}
