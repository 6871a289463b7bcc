import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { storedDenseSide } from "../../src/search/dense-side.ts";
import type { Embedder } from "../../src/search/embedder.ts";
import { exactIndex } from "../../src/search/exact-index.ts";
import { indexKnowledge } from "../../src/search/index-knowledge.ts";
import { knowledgeSource } from "../../src/search/open-knowledge.ts";
import { readSnapshot } from "../../src/search/snapshot.ts";
import { TimeSlice } from "../../src/search/time-slice.ts";
import { updateKnowledge } from "../../src/search/update-knowledge.ts";
import { foundPaths, pagesOf, WORDS_ONLY } from "../support/searchable.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folders = temporaryFolder();
let indexes = 0;
const fresh = () => `${folders}/${indexes++}`;

/** Knows two subjects, each with words of its own, and counts the texts that it was given. */
function topicEmbedder(id = "topics"): Embedder & { texts: string[]; fault: "none" | "throws" } {
  const vectorOf = (text: string) => {
    if (/cold|freez|frost/i.test(text)) return Float32Array.of(1, 0);
    return /money|invoice|bill/.test(text) ? Float32Array.of(0, 1) : new Float32Array(2);
  };
  return {
    id,
    dimensions: 2,
    slow: true,
    texts: [],
    fault: "none",
    async embed(texts) {
      if (this.fault === "throws") throw new Error("The embedding server went away.");
      this.texts.push(...texts);
      return texts.map(vectorOf);
    },
  };
}

const TEXTS = { "ice.md": "The pipes freeze in winter.", "pay.md": "The invoice is sent in spring." };

async function indexed(embedder: Embedder, texts: Record<string, string> = TEXTS, folder = fresh()): Promise<string> {
  await indexKnowledge({ folder, pages: pagesOf(texts), aids: { ...WORDS_ONLY, embedder } });
  return folder;
}

function opened(folder: string, embedder: Embedder, announced: string[] = []) {
  const announce = (line: string) => announced.push(line);
  return knowledgeSource(() => folder, { aids: { ...WORDS_ONLY, embedder }, announce }).current();
}

describe("passages embedded when they are indexed", () => {
  it("[V17] are found by their meaning alone, and the words still lead", async () => {
    const embedder = topicEmbedder();
    const knowledge = opened(await indexed(embedder), embedder);

    expect(await foundPaths(knowledge, "frosty")).toEqual(["ice.md"]);
    expect(await foundPaths(knowledge, "a frosty invoice")).toEqual(["pay.md", "ice.md"]);
  });

  it("[V17] are not embedded again at a question", async () => {
    const embedder = topicEmbedder();
    const knowledge = opened(await indexed(embedder), embedder);
    embedder.texts.length = 0;
    await foundPaths(knowledge, "a frosty invoice");

    expect(embedder.texts).toEqual(["a frosty invoice"]);
  });

  it("[V16] are embedded once, however often they are indexed", async () => {
    const embedder = topicEmbedder();
    const folder = await indexed(embedder);
    embedder.texts.length = 0;
    await indexed(embedder, { ...TEXTS, "new.md": "A new page on money." }, folder);

    expect(embedder.texts).toEqual([expect.stringContaining("A new page on money.")]);
  });

  it("[R11] explain by their meaning what words did not bring", async () => {
    const embedder = topicEmbedder();
    const { hits } = await opened(await indexed(embedder), embedder).search({
      text: "a frosty invoice",
      limit: 5,
      explain: true,
    });

    for (const { score, signals } of hits) {
      expect(Object.values(signals).reduce((sum, share) => sum + share, 0)).toBeCloseTo(score, 6);
    }
    expect(hits.at(-1)?.signals).toEqual({ dense: hits.at(-1)?.score });
  });

  it("[V18] of changed pages are found at once, and those of removed pages no more", async () => {
    const embedder = topicEmbedder();
    const folder = await indexed(embedder);
    const changed = pagesOf({ "more.md": "Frost hurts the roses." });
    await updateKnowledge({ folder, changed, removed: ["ice.md"], embedder });

    expect(await foundPaths(opened(folder, embedder), "so cold")).toEqual(["more.md"]);
  });
});

describe("an embedder that cannot serve", () => {
  it("[V19] of another name than the index's leaves the words to search, and one line says so", async () => {
    const announced: string[] = [];
    const folder = await indexed(topicEmbedder("one"));
    const knowledge = opened(folder, topicEmbedder("two"), announced);

    expect(await foundPaths(knowledge, "frosty")).toEqual([]);
    expect(await foundPaths(knowledge, "invoice")).toEqual(["pay.md"]);
    expect(announced).toEqual([expect.stringContaining("those of one, not of two")]);
  });

  it("[V19] whose vectors are gone leaves the words to search, and one line says so", async () => {
    const announced: string[] = [];
    const embedder = topicEmbedder();
    const folder = await indexed(embedder);
    rmSync(join(folder, readSnapshot(folder).segments[0]!, "vectors.f32"));

    expect(await foundPaths(opened(folder, embedder, announced), "invoice")).toEqual(["pay.md"]);
    expect(announced).toHaveLength(1);
  });

  it("[V20] that fails leaves the words to search, and one line says so until it works again", async () => {
    const announced: string[] = [];
    const embedder = topicEmbedder();
    const knowledge = opened(await indexed(embedder), embedder, announced);
    embedder.fault = "throws";

    expect(await foundPaths(knowledge, "frosty")).toEqual([]);
    expect(await foundPaths(knowledge, "invoice")).toEqual(["pay.md"]);
    expect(announced).toEqual([expect.stringContaining("went away")]);

    embedder.fault = "none";
    expect(await foundPaths(knowledge, "frosty")).toEqual(["ice.md"]);
  });

  it("[V20] that keeps a question waiting leaves the words to search", async () => {
    const announced: string[] = [];
    const announce = (line: string) => announced.push(line);
    const embedder = { ...topicEmbedder(), embed: () => new Promise<never>(() => {}) };
    const index = exactIndex({ ids: ["0"], dimensions: 2, rows: Float32Array.of(1, 0) });
    const side = storedDenseSide({ embedder, indexes: [index], announce, patienceMs: 1 });

    expect(await side.near("frosty", [{ segment: 0, passage: 0 }], new TimeSlice())).toEqual({
      similarities: [undefined],
      nearest: [],
    });
    expect(announced).toEqual([expect.stringContaining("longer than 1 ms")]);
  });
});
