import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { claimFile, FileClaimedError } from "../../src/models/claim-file.ts";
import { changeRegistry, promote, registryFile, writeRegistry } from "../../src/models/registry.ts";
import { servingRegistry } from "../../src/models/serving-registry.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const parent = temporaryFolder();
const nothing = { format: 1 as const, serving: {} };
const promoted = promote(nothing, { intent: "refund", model: "m1", share: 1, reason: "better" });

function served() {
  const dataDir = mkdtempSync(join(parent, "data-"));
  const said: string[] = [];
  return { dataDir, said, file: registryFile(dataDir), registry: servingRegistry(dataDir, (line) => said.push(line)) };
}

describe("the registry, for whoever answers", () => {
  it("[D4] is what was written, and empty where nothing was promoted yet", () => {
    const { dataDir, said, registry } = served();
    expect(registry()).toEqual(nothing);
    writeRegistry(dataDir, promoted);

    expect(registry()).toEqual(promoted);
    expect(said).toEqual([]);
  });

  it("[D4] is what was written, in whatever order its keys were put together", () => {
    const { dataDir, said, registry } = served();
    const { model, share, previous, reason } = promoted.serving.refund!;
    writeRegistry(dataDir, { serving: { refund: { reason, previous, share, model } }, format: 1 });

    expect(registry()).toEqual(promoted);
    expect(said).toEqual([]);
  });

  it.each([
    ["cut off", '{"format":1,"serv'],
    ["empty", ""],
    ["of another format", '{"format":2,"serving":{}}'],
  ])("[D4] serves nothing when it is %s: it is named once and left as it is", (_name, content) => {
    const { said, file, registry } = served();
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);

    expect(registry()).toEqual(nothing);
    expect(registry()).toEqual(nothing);
    expect(said).toEqual([expect.stringMatching(/registry\.json cannot be read: .*documentation answers/)]);
    expect(readFileSync(file, "utf8")).toBe(content);
  });

  it("[D4] serves again at the next question once it is mended, and names the next damage anew", () => {
    const { dataDir, said, file, registry } = served();
    mkdirSync(file, { recursive: true });
    registry();
    rmSync(file, { recursive: true });
    writeRegistry(dataDir, promoted);
    expect(registry()).toEqual(promoted);
    rmSync(file);
    mkdirSync(file);

    expect(registry()).toEqual(nothing);
    expect(said).toHaveLength(2);
  });

  it("[F22] is changed by one program at a time, on what the last one wrote", () => {
    const { dataDir, registry } = served();
    for (const intent of ["refund", "returns"]) {
      changeRegistry(dataDir, (now) => {
        expect(() => claimFile(`${registryFile(dataDir)}.lock`, 0)).toThrow(FileClaimedError);
        return { registry: promote(now, { intent, model: "m1", share: 1, reason: "better" }) };
      });
    }

    expect(Object.keys(registry().serving)).toEqual(["refund", "returns"]);
    claimFile(`${registryFile(dataDir)}.lock`, 0)();
  });
});
