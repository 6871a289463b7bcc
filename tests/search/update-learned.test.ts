import { join } from "node:path";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { knowledgeSource } from "../../src/search/open-knowledge.ts";
import type { Passage } from "../../src/search/passage.ts";
import { updateKnowledge } from "../../src/search/update-knowledge.ts";
import { updateLearned } from "../../src/search/update-learned.ts";
import { foundPaths, pagesOf, searchable, WORDS_ONLY } from "../support/searchable.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const workplace = temporaryFolder();
const TEXTS = { "hours.md": "We answer from nine to five.", "boats.md": "We sell boats of any size." };
const QUESTION = "When does the support desk open?";

describe("approved questions in an index that serves", () => {
  let folder: string;
  let pages: Passage[][];
  let hours: Passage;

  beforeEach(async () => {
    folder = join(workplace, crypto.randomUUID());
    pages = pagesOf(TEXTS);
    hours = pages[0]![0]!;
    await searchable({ folder, pages });
  });
  const learn = (learned: [string, string[]][], most = 100) =>
    updateLearned({ folder, learned: new Map(learned), aids: WORDS_ONLY, most });
  const now = () => knowledgeSource(() => folder, { aids: WORDS_ONLY }).current();

  it("[R20] are found, count for whether an answer is known, and are forgotten", async () => {
    await learn([[hours.id, [QUESTION]]]);
    const { hits, support } = await now().search({ text: "support desk open", limit: 1, explain: true });
    expect(hits).toMatchObject([{ passage: { path: "hours.md" }, signals: { learned: expect.any(Number) } }]);
    expect(support.parts.lift).toBeGreaterThan(0.9);

    await learn([]);
    expect(await foundPaths(now(), "support desk open")).toEqual([]);
  });

  it("[R20] stay when a page changes", async () => {
    await learn([[hours.id, [QUESTION]]]);
    const [changed] = pagesOf({ "hours.md": "We answer from ten to six." });
    await updateKnowledge({ folder, changed: [changed!], removed: [] });

    expect(await foundPaths(now(), "support desk open")).toEqual(["hours.md"]);
    expect(await foundPaths(now(), "ten")).toEqual(["hours.md"]);
  });

  it("[R20] of a passage that is gone are kept for its return and harm nothing", async () => {
    expect(await learn([["no such passage", [QUESTION]]])).toBe(true);
    expect(await foundPaths(now(), "support desk open")).toEqual([]);
    expect(await foundPaths(now(), "boats")).toEqual(["boats.md"]);
  });

  it("[R20] of too many pages wait for a whole build", async () => {
    expect(await learn([[hours.id, [QUESTION]]], 0)).toBe(false);
    expect(await foundPaths(now(), "support desk open")).toEqual([]);
  });
});
