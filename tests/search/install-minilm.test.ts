import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { installMinilm, ModelInstallError } from "../../src/search/install-minilm.ts";
import { minilmEmbedder } from "../../src/search/minilm-embedder.ts";
import { MinilmMissingError, minilmFiles } from "../../src/search/minilm-files.ts";

const dataDir = mkdtempSync(join(tmpdir(), "switchboard-minilm-"));
afterAll(() => rmSync(dataDir, { recursive: true }));

describe("adding MiniLM", () => {
  it.each([
    ["a folder without it", dataDir],
    ["an address that nobody serves", "http://127.0.0.1:9/minilm"],
  ])("[V14] fails with what to do when given %s", async (_what, from) => {
    const adding = installMinilm({ dataDir, from, say: () => {} });

    await expect(adding).rejects.toThrow(ModelInstallError);
    await expect(adding).rejects.toThrow("--from DIR");
  });

  it("[V14] is what the embedder asks for where it was not done", () => {
    expect(() => minilmEmbedder(minilmFiles(dataDir))).toThrow(MinilmMissingError);
    expect(() => minilmEmbedder(minilmFiles(dataDir))).toThrow("npm run models -- add minilm");
  });
});
