import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { checkIndex } from "../../src/search/check-index.ts";
import { indexKnowledge } from "../../src/search/index-knowledge.ts";
import { DamagedIndexError, knowledgeSource, NothingIngestedError } from "../../src/search/open-knowledge.ts";
import { updateKnowledge } from "../../src/search/update-knowledge.ts";
import { foundPaths, pagesOf, searchable, WORDS_ONLY } from "../support/searchable.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = temporaryFolder();
let indexes = 0;
const fresh = () => join(root, String(indexes++));
const source = (folder: string) => knowledgeSource(() => folder, { aids: WORDS_ONLY });
const segmentsIn = (folder: string) => readdirSync(folder).filter((name) => name.startsWith("segment-"));
const segmentFile = (folder: string, name: string) => join(folder, segmentsIn(folder)[0]!, name);

describe("an index on disk", () => {
  it("[R16] says which command to run while nothing was ingested", () => {
    expect(() => source(fresh()).current()).toThrow(NothingIngestedError);
    expect(() => source(fresh()).current()).toThrow(/npm run ingest/);
  });

  it("[R14] is taken up at the next question, and the one before can be read to the end", async () => {
    const folder = fresh();
    const pages = (word: string) => pagesOf({ "page.md": `All about ${word}.` });
    await indexKnowledge({ folder, pages: pages("apples"), aids: WORDS_ONLY });
    const knowledge = source(folder);
    const before = knowledge.current();
    await indexKnowledge({ folder, pages: pages("pears"), aids: WORDS_ONLY });

    expect(await foundPaths(knowledge.current(), "pears")).toEqual(["page.md"]);
    expect(before.page("page.md")[0]!.text).toBe("All about apples.");
    expect(segmentsIn(folder)).toHaveLength(1);
  });

  it("[R14] stays the old one when a build fails half-way, and the remains go with the next build", async () => {
    const folder = fresh();
    await indexKnowledge({ folder, pages: pagesOf({ "old.md": "Old words." }), aids: WORDS_ONLY });
    async function* broken() {
      yield* pagesOf({ "new.md": "New words." });
      throw new Error("killed");
    }

    await expect(indexKnowledge({ folder, pages: broken(), aids: WORDS_ONLY })).rejects.toThrow("killed");
    expect(await foundPaths(source(folder).current(), "words")).toEqual(["old.md"]);
    await indexKnowledge({ folder, pages: pagesOf({ "new.md": "New words." }), aids: WORDS_ONLY });
    expect(segmentsIn(folder)).toHaveLength(1);
  });

  it("[R14] has a version that changes with what is indexed and with nothing else", async () => {
    const version = async (text: string) =>
      (await indexKnowledge({ folder: fresh(), pages: pagesOf({ "page.md": text }), aids: WORDS_ONLY })).version;

    expect(await version("one")).toBe(await version("one"));
    expect(await version("one")).not.toBe(await version("two"));
  });

  it("[R15] reports damaged arrays when it is opened", async () => {
    const folder = fresh();
    await searchable({ folder, pages: pagesOf({ "page.md": "Some words." }) });
    const file = segmentFile(folder, "index.bin");
    const bytes = readFileSync(file);
    bytes[bytes.length - 20]! ^= 1;
    writeFileSync(file, bytes);

    expect(() => source(folder).current()).toThrow(DamagedIndexError);
  });

  it("[R15] reports a damaged or cut-off text when it is read", async () => {
    const folder = fresh();
    const knowledge = await searchable({ folder, pages: pagesOf({ "page.md": "Some words." }) });
    const file = segmentFile(folder, "passages.bin");
    const bytes = readFileSync(file);
    writeFileSync(file, Buffer.from(bytes).fill("x", 0, 1));
    expect(() => knowledge.page("page.md")).toThrow(DamagedIndexError);

    truncateSync(file, bytes.length - 1);
    expect(() => knowledge.page("page.md")).toThrow(DamagedIndexError);
  });

  it("[R15] compares every text where that is asked for, as at a start", async () => {
    const folder = fresh();
    await searchable({ folder, pages: pagesOf({ "page.md": "Some words.", "other.md": "Others." }) });
    const file = segmentFile(folder, "passages.bin");
    const whole = readFileSync(file);
    expect(() => checkIndex(folder)).not.toThrow();
    for (const at of whole.keys()) {
      writeFileSync(file, Buffer.from(whole).fill(whole[at]! ^ 1, at, at + 1));
      expect(() => checkIndex(folder)).toThrow(DamagedIndexError);
    }
    expect(() => source(folder).current()).not.toThrow();
  });

  it("[R15] names a file that is missing", async () => {
    for (const name of ["index.bin", "passages.bin"]) {
      const folder = fresh();
      await searchable({ folder, pages: pagesOf({ "page.md": "Some words." }) });
      rmSync(segmentFile(folder, name));
      expect(() => source(folder).current()).toThrow(DamagedIndexError);
      expect(() => checkIndex(folder)).toThrow(`${name} is damaged (missing)`);
    }
  });

  it("[R15] reports a damaged pointer", async () => {
    const folder = fresh();
    await searchable({ folder, pages: pagesOf({ "page.md": "Some words." }) });
    const pointer = readFileSync(join(folder, "CURRENT"), "utf8");
    for (const length of [0, 1, pointer.length - 1]) {
      writeFileSync(join(folder, "CURRENT"), pointer.slice(0, length));
      expect(() => source(folder).current()).toThrow(DamagedIndexError);
    }
  });
});

describe("a few changed pages", () => {
  const pages = pagesOf({ "a.md": "Apples are red.", "b.md": "Pears are green.", "c.md": "Plums are blue." });

  it("[R17] are found with their new words and no longer with their old ones", async () => {
    const folder = fresh();
    await indexKnowledge({ folder, pages, aids: WORDS_ONLY });
    const knowledge = source(folder);
    const { version } = knowledge.current();
    await updateKnowledge({ folder, changed: pagesOf({ "b.md": "Cherries are sweet." }), removed: [] });

    expect(await foundPaths(knowledge.current(), "cherries")).toEqual(["b.md"]);
    expect(await foundPaths(knowledge.current(), "pears")).toEqual([]);
    expect(await foundPaths(knowledge.current(), "apples")).toEqual(["a.md"]);
    expect([knowledge.current().pages, knowledge.current().passages]).toEqual([3, 3]);
    expect(knowledge.current().version).not.toBe(version);
  });

  it("[R17] stay changed through the next change, and removed pages stay gone", async () => {
    const folder = fresh();
    await indexKnowledge({ folder, pages, aids: WORDS_ONLY });
    await updateKnowledge({ folder, changed: pagesOf({ "b.md": "Cherries are sweet." }), removed: ["a.md"] });
    await updateKnowledge({ folder, changed: pagesOf({ "d.md": "Dates are dry." }), removed: [] });
    const knowledge = source(folder).current();

    expect(await foundPaths(knowledge, "cherries dates apples plums pears")).toHaveLength(3);
    expect([knowledge.page("a.md"), knowledge.pages]).toEqual([[], 3]);
    expect(knowledge.page("d.md")[0]!.text).toBe("Dates are dry.");
    expect(segmentsIn(folder)).toHaveLength(2);
  });

  it("[R17] can all be removed again", async () => {
    const folder = fresh();
    await indexKnowledge({ folder, pages, aids: WORDS_ONLY });
    await updateKnowledge({ folder, changed: pagesOf({ "d.md": "Dates are dry." }), removed: [] });
    await updateKnowledge({ folder, changed: [], removed: ["d.md"] });

    expect(await foundPaths(source(folder).current(), "dates")).toEqual([]);
    expect(await foundPaths(source(folder).current(), "plums")).toEqual(["c.md"]);
  });
});
