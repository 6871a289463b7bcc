import { describe, expect, it } from "@jest/globals";
import type { Knowledge } from "../../src/search/knowledge.ts";
import type { Passage } from "../../src/search/passage.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { pagesOf, searchable } from "../support/searchable.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
let indexes = 0;

const adapters: [name: string, open: (pages: Passage[][]) => Promise<Knowledge>][] = [
  ["text index", (pages) => searchable({ folder: `${folder}/${indexes++}`, pages })],
  ["fixed", async (pages) => fixedKnowledge(pages.flat())],
];

describe.each(adapters)("knowledge (%s)", (_name, open) => {
  const pages = pagesOf({
    "billing/invoice.md": ["An invoice is sent each month.", "Each invoice names the seats."],
    "seats.md": "Seats are bought in the settings.",
  });

  it("[R4] gives hits best first, never more than asked for", async () => {
    const { hits } = await (await open(pages)).search({ text: "invoice seats", limit: 2 });
    const scores = hits.map(({ score }) => score);

    expect(hits.length).toBe(2);
    expect(scores).toEqual([...scores].sort((one, other) => other - one));
  });

  it("[R4] gives whole passages, equal to those that were indexed", async () => {
    const known = await open(pages);
    const { hits } = await known.search({ text: "invoice seats", limit: 10 });

    expect(hits.length).toBeGreaterThan(0);
    for (const { passage } of hits) expect(pages.flat()).toContainEqual(passage);
  });

  it("[R4] finds a passage by its id and a page by its path, in reading order", async () => {
    const known = await open(pages);

    for (const passage of pages.flat()) expect(known.passage(passage.id)).toEqual(passage);
    expect(known.page("billing/invoice.md")).toEqual(pages[0]);
    expect(known.passage("nowhere")).toBeUndefined();
    expect(known.page("nowhere.md")).toEqual([]);
  });

  it("[R4] counts its pages and passages and has a version", async () => {
    const known = await open(pages);

    expect([known.pages, known.passages]).toEqual([2, 3]);
    expect(known.version).not.toBe("");
  });

  it("[R1] reads content words in order and says which of them it knows", async () => {
    const terms = (await open(pages)).terms("invoice zeppelin invoice");

    expect(terms.map(({ surface, known }) => [surface, known])).toEqual([
      ["invoice", true],
      ["zeppelin", false],
      ["invoice", true],
    ]);
    expect(Math.min(...terms.map(({ idf }) => idf))).toBeGreaterThan(0);
  });

  it("[R18] has little support for questions when nothing is known", async () => {
    const { hits, support } = await (await open([])).search({ text: "invoice", limit: 5 });

    expect(hits).toEqual([]);
    expect(support.score).toBeLessThanOrEqual(0);
  });
});
