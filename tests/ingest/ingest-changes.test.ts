import { rmSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { ingest } from "../../src/ingest/ingest.ts";
import { type ChangesIngester, changesIngester } from "../../src/ingest/ingest-changes.ts";
import { inlineParser } from "../../src/ingest/inline-parser.ts";
import { indexFolder } from "../../src/ingest/knowledge-folder.ts";
import { readPageList } from "../../src/ingest/page-list.ts";
import { knowledgeSource } from "../../src/search/open-knowledge.ts";
import { foundPaths, WORDS_ONLY } from "../support/searchable.ts";
import { temporaryFolder, writeFiles } from "../support/temporary-folder.ts";

const workplace = temporaryFolder();

describe("a few changed pages", () => {
  let count = 0;
  let dataDir = "";
  let knowledgeDir = "";
  const settings = () => ({ knowledgeDir, dataDir, parser: inlineParser(), aids: WORDS_ONLY });
  let ingestChanges: ChangesIngester;
  const change = (...paths: string[]) => ingestChanges(paths);
  const found = (question: string) =>
    foundPaths(knowledgeSource(() => indexFolder(dataDir, knowledgeDir), { aids: WORDS_ONLY }).current(), question);
  const listed = () => readPageList(indexFolder(dataDir, knowledgeDir)).map(({ path }) => path);

  beforeEach(async () => {
    count++;
    dataDir = join(workplace, `data-${count}`);
    knowledgeDir = join(workplace, `knowledge-${count}`);
    writeFiles(knowledgeDir, { "a.md": "About apples.", "b.md": "About berries.", "c/d.md": "About dates." });
    await ingest({ ...settings(), serve: true });
    ingestChanges = changesIngester(settings());
  });

  it("[K13] are live without the others being read: changed, new and deleted ones", async () => {
    writeFiles(knowledgeDir, { "a.md": "About apricots.", "c/e.md": "About elderberries." });
    rmSync(join(knowledgeDir, "b.md"));

    expect(await change("a.md", "b.md", "c/e.md")).toMatchObject({ changed: ["a.md", "c/e.md"], removed: ["b.md"] });
    expect((await found("apricots apples elderberries berries")).sort()).toEqual(["a.md", "c/e.md"]);
    expect(await found("dates")).toEqual(["c/d.md"]);
    expect(listed()).toEqual(["a.md", "c/d.md", "c/e.md"]);
  });

  it("[K13] come back, and change again", async () => {
    rmSync(join(knowledgeDir, "b.md"));
    await change("b.md");
    expect(await found("berries")).toEqual([]);

    writeFiles(knowledgeDir, { "b.md": "About bananas." });
    await change("b.md");
    expect(await found("bananas")).toEqual(["b.md"]);
  });

  it("[K13] are found after a whole ingest in between, which may have compacted what was parsed", async () => {
    await change("a.md");
    for (let version = 0; version < 4; version++) {
      writeFiles(knowledgeDir, { "b.md": `About berries, edition ${version}. ${"Many words. ".repeat(50)}` });
      await ingest({ ...settings(), serve: true });
    }
    writeFiles(knowledgeDir, { "a.md": "About apricots." });
    await change("a.md");
    await ingest({ ...settings(), serve: true });

    expect(await found("apricots")).toEqual(["a.md"]);
    expect(await found("berries")).toEqual(["b.md"]);
  });

  it("[K13] change nothing when they are what they were, or pages that the walk passes over", async () => {
    writeFiles(knowledgeDir, { ".hidden/x.md": "About secrets.", "node_modules/y.md": "About modules." });
    symlinkSync(join(knowledgeDir, "c"), join(knowledgeDir, "linked"));

    expect(await change("a.md", ".hidden/x.md", "node_modules/y.md", "linked/d.md", "never-there.md")).toMatchObject({
      changed: [],
      removed: [],
      skipped: [],
    });
    expect(listed()).toEqual(["a.md", "b.md", "c/d.md"]);
  });

  it("[K13] are named when they cannot be used, and leave the index", async () => {
    truncateSync(join(knowledgeDir, "a.md"), 17 * 1024 * 1024);

    expect(await change("a.md")).toMatchObject({ removed: ["a.md"], skipped: [{ path: "a.md" }] });
    expect(await found("apples")).toEqual([]);
  });

  it("[K13] leave it to a whole ingest when they are many, no pages, all there is, or nothing was ingested", async () => {
    expect(await change(...Array.from({ length: 101 }, (_, rank) => `${rank}.md`))).toBeUndefined();
    expect(await change("c")).toBeUndefined();
    expect(await change("synonyms.txt")).toBeUndefined();
    expect(await changesIngester({ ...settings(), dataDir: join(workplace, "empty") })(["a.md"])).toBeUndefined();
    for (const path of ["a.md", "b.md", "c/d.md"]) rmSync(join(knowledgeDir, path));
    expect(await change("a.md", "b.md", "c/d.md")).toBeUndefined();
    expect(await found("apples")).toEqual(["a.md"]);
  });
});
