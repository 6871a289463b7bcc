import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { projectRoot, readConfig } from "../../src/config.ts";
import { cachedEmbedder } from "../../src/search/cached-embedder.ts";
import type { Embedder } from "../../src/search/embedder.ts";
import { minilmEmbedder } from "../../src/search/minilm-embedder.ts";
import { minilmFiles } from "../../src/search/minilm-files.ts";
import { openAiEmbedder } from "../../src/search/openai-embedder.ts";
import { defaultEmbedder } from "../../src/search/static-embedder.ts";
import { embeddingServer } from "../support/embedding-server.ts";
import { fakeEmbedder } from "../support/fake-embedder.ts";

const folder = mkdtempSync(join(tmpdir(), "switchboard-embedders-"));
const server = await embeddingServer();
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const adapters: [name: string, open: () => Embedder | Promise<Embedder>][] = [
  ["static", () => defaultEmbedder(projectRoot())],
  ["openai", () => openAiEmbedder({ baseUrl: server.baseUrl, apiKey: "", model: "any", timeoutSeconds: 5 })],
  ["cached", () => cachedEmbedder(fakeEmbedder(), join(folder, "cache.bin"))],
  ["fake", () => fakeEmbedder()],
];
// An opt-in of 50 MB that no checkout carries: held to the contract wherever it was added.
const minilm = minilmFiles(readConfig().dataDir);
if (Object.values(minilm).every(existsSync)) adapters.push(["minilm", () => minilmEmbedder(minilm)]);
else process.stderr.write("MiniLM was not added here: its part of the embedder contract is not run.\n");

describe.each(adapters)("an embedder (%s)", (_name, open) => {
  let embedder: Embedder;
  beforeAll(async () => {
    embedder = await open();
  });

  it("[V6] gives one vector of norm 1 per text, in order", async () => {
    const texts = ["Reset the password", "Delete a project", "Reset the password"];
    const vectors = await embedder.embed(texts);

    expect(vectors.map(({ length }) => length)).toEqual(texts.map(() => embedder.dimensions));
    for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    expect(vectors[0]).toEqual(vectors[2]);
    expect(vectors[0]).not.toEqual(vectors[1]);
  });

  it("[V6] gives the zero vector for a text without words", async () => {
    const [empty, some, blank] = await embedder.embed(["", "Reset the password", " \n"]);

    expect(empty!.every((value) => value === 0)).toBe(true);
    expect(blank!.every((value) => value === 0)).toBe(true);
    expect(some!.some((value) => value !== 0)).toBe(true);
  });

  it("[V6] gives the same vector for a text alone and among others", async () => {
    const [alone] = await embedder.embed(["Where is my invoice?"]);
    const among = await embedder.embed(["A much longer text about something else entirely.", "Where is my invoice?"]);

    expect(among[1]).toEqual(alone);
  });

  it("[V6] gives nothing for no texts, and many for many", async () => {
    expect(await embedder.embed([])).toEqual([]);
    expect(await embedder.embed(Array.from({ length: 150 }, (_, i) => `text ${i}`))).toHaveLength(150);
  });

  it("[V6] lets the caller change a vector without changing the next", async () => {
    const [first] = await embedder.embed(["Hello there"]);
    const before = first!.slice();
    first!.fill(0);

    expect((await embedder.embed(["Hello there"]))[0]).toEqual(before);
  });
});
