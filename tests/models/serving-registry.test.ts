import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { claimFile, FileClaimedError } from "../../src/models/claim-file.ts";
import {
  changeRegistry,
  emptyRegistry,
  promote,
  readRegistry,
  registryFile,
  rollback,
  rollbackToDocumentation,
  takenBackFrom,
  withoutModels,
  writeRegistry,
} from "../../src/models/registry.ts";
import { servingRegistry } from "../../src/models/serving-registry.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const parent = temporaryFolder();
const nothing = emptyRegistry;
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
    writeRegistry(dataDir, { takenBack: {}, serving: { refund: { reason, previous, share, model } }, format: 2 });

    expect(registry()).toEqual(promoted);
    expect(said).toEqual([]);
  });

  it.each([
    ["cut off", '{"format":1,"serv'],
    ["empty", ""],
    ["of another format", '{"format":3,"serving":{},"takenBack":{}}'],
    ["without what was taken back", '{"format":2,"serving":{}}'],
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

describe("the registry's memory of what was taken back", () => {
  const why = { at: "2026-11-29T12:00:00.000Z", by: "Ana", reason: "thumbs down" };
  const serve = (now: typeof nothing, model: string, share = 1) =>
    promote(now, { intent: "refund", model, share, reason: "better" });

  it("[F30] names model, time, person and reason, and is kept on the disk", () => {
    const { dataDir } = served();
    writeRegistry(dataDir, rollback(promoted, "refund", why));

    const kept = readRegistry(dataDir);
    expect(kept.serving).toEqual({});
    expect(takenBackFrom(kept, "refund", "m1")).toEqual({ model: "m1", ...why });
    expect(takenBackFrom(kept, "refund", "m2")).toBeUndefined();
    expect(takenBackFrom(kept, "returns", "m1")).toBeUndefined();
  });

  it("[F30] ends for what is promoted again, and for models that are erased", () => {
    const taken = rollback(rollback(serve(promoted, "m2"), "refund", why), "refund", why);
    expect(taken.takenBack.refund!.map(({ model }) => model)).toEqual(["m2", "m1"]);

    expect(serve(taken, "m1").takenBack.refund!.map(({ model }) => model)).toEqual(["m2"]);
    expect(withoutModels(taken, ["m2"]).registry.takenBack.refund!.map(({ model }) => model)).toEqual(["m1"]);
    expect(withoutModels(taken, ["m1", "m2"]).registry.takenBack).toEqual({});
  });

  it("[F30] is bounded, names a model once, and what serves nothing is not taken back", () => {
    expect(rollback(nothing, "refund", why)).toEqual(nothing);
    let registry = nothing;
    for (let at = 0; at < 30; at += 1) registry = rollback(serve(registry, `m${at}`), "refund", why);

    const models = registry.takenBack.refund!.map(({ model }) => model);
    expect(models).toHaveLength(20);
    expect(models.at(-1)).toBe("m29");
  });

  it("[F23] the way back leads past what was in canary, which nobody has let serve everybody", () => {
    const canaries = serve(serve(promoted, "m2", 0.1), "m3", 0.1);

    expect(canaries.serving.refund).toMatchObject({ model: "m3", share: 0.1, previous: "m1" });
    expect(serve(canaries, "m1").serving.refund).toMatchObject({ model: "m1", previous: null });
  });

  it("[F38] a canary leaves no trace in the way back, taken back or promoted", () => {
    const alone = serve(promoted, "m2");
    const canary = serve(alone, "m3", 0.1);

    expect(rollback(canary, "refund", why).serving.refund).toMatchObject({ model: "m2", share: 1, previous: "m1" });
    expect(serve(canary, "m2").serving.refund).toEqual(alone.serving.refund);
    const models = [];
    for (let now = serve(canary, "m3"); now.serving.refund; now = rollback(now, "refund", why))
      models.push(now.serving.refund.model);
    expect(models).toEqual(["m3", "m2", "m1"]);
  });

  it("[F38] what is erased ends the way back, whether it served before or long before", () => {
    const way = serve(serve(promoted, "m2"), "m3");
    const without = (model: string) => withoutModels(way, [model]).registry.serving.refund;

    expect(without("m2")).toEqual({ model: "m3", share: 1, previous: null, reason: "better" });
    expect(without("m1")).toEqual({ model: "m3", share: 1, previous: "m2", reason: "better" });
    const canary = serve(way, "m4", 0.1);
    expect(withoutModels(canary, ["m4"]).registry.serving.refund).toMatchObject({
      ...{ model: "m3", share: 1, previous: "m2", earlier: ["m1"] },
    });
    const lost = withoutModels(canary, ["m3"]);
    expect(lost.registry.serving.refund).toMatchObject({ model: "m4", share: 0.1, previous: null });
    expect(lost.intents).toEqual(["refund"]);
    expect(rollback(lost.registry, "refund", why).serving).toEqual({});
  });

  it("[F38] all the way at once leads to the documentation, is bounded, and is kept on the disk", () => {
    const { dataDir } = served();
    let now = nothing;
    for (let at = 0; at < 9; at += 1) now = serve(now, `m${at}`);
    writeRegistry(dataDir, now);
    const kept = readRegistry(dataDir);

    expect(kept.serving.refund).toMatchObject({ model: "m8", previous: "m7", earlier: ["m3", "m4", "m5", "m6"] });
    expect(rollbackToDocumentation(kept, "refund", why).serving).toEqual({});
    expect(rollbackToDocumentation(nothing, "refund", why)).toEqual(nothing);
  });

  it("[D4] a registry of the first format is read, its checksum too, and written as the newest", () => {
    const { dataDir, file, said, registry } = served();
    // In the order of its keys, as it was written.
    const serving = { refund: { model: "m1", share: 1, previous: null, reason: "better" } };
    const sha256 = createHash("sha256").update(JSON.stringify(serving)).digest("hex");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ format: 1, serving, sha256: sha256.replace(/^./, "x") }));
    expect(registry()).toEqual(nothing);
    expect(said).toHaveLength(1);

    writeFileSync(file, JSON.stringify({ format: 1, serving, sha256 }));
    expect(registry()).toEqual(promoted);
    changeRegistry(dataDir, (now) => ({ registry: rollback(now, "refund", why) }));
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ format: 2, takenBack: { refund: [why] } });
  });
});
