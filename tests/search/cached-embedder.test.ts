import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { cachedEmbedder } from "../../src/search/cached-embedder.ts";
import { fakeEmbedder, hashVector } from "../support/fake-embedder.ts";

const texts = Array.from({ length: 100 }, (_, i) => `passage ${i}`);
let folder = "";
let file = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "switchboard-cache-"));
  file = join(folder, "cache.bin");
});
afterEach(() => rmSync(folder, { recursive: true }));

async function asked(passages: string[], dimensions = 16): Promise<string[]> {
  const server = fakeEmbedder(dimensions);
  const vectors = await cachedEmbedder(server, file).embed(passages);
  expect(vectors).toEqual(passages.map((text) => hashVector(text, dimensions)));
  return server.batches.flat();
}

describe("vectors kept by content hash", () => {
  it("[V16] are asked for once, also after a restart", async () => {
    expect(await asked(texts)).toEqual(texts);
    expect(await asked([...texts, "new", "new"])).toEqual(["new"]);
  });

  it("[V16] are kept batch by batch, so that a failed ingest goes on where it was", async () => {
    const server = fakeEmbedder();
    await expect(cachedEmbedder(server, file).embed([...texts, "fail"])).rejects.toThrow("went away");

    expect(await asked(texts)).toEqual(texts.slice(64));
  });

  it("[V16] survive a write that was cut off at any byte", async () => {
    await asked(texts.slice(0, 3));
    const whole = readFileSync(file);
    const record = 32 + 16 * 4 + 8;

    for (let kept = whole.length - 1; kept > whole.length - record; kept -= 5) {
      writeFileSync(file, whole.subarray(0, kept));
      expect(await asked(texts.slice(0, 3))).toEqual(["passage 2"]);
      expect(statSync(file).size).toBe(whole.length);
    }
  });

  it("[V16] are dropped from a damaged record on", async () => {
    await asked(texts.slice(0, 3));
    const bytes = readFileSync(file);
    bytes[bytes.length - 120]! ^= 1;
    writeFileSync(file, bytes);

    expect(await asked(texts.slice(0, 3))).toEqual(["passage 1", "passage 2"]);
  });

  it("[V16] are not used for another embedder", async () => {
    await asked(texts.slice(0, 3), 16);

    expect(await asked(texts.slice(0, 3), 24)).toEqual(texts.slice(0, 3));
  });

  it("[V16] hold no text", async () => {
    await asked(["my secret passage"]);

    expect(readFileSync(file).includes("secret")).toBe(false);
  });
});
