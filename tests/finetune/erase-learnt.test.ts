import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import type { Example } from "../../finetune/example.ts";
import { learntOf } from "../../finetune/learnt-of.ts";
import { currentDataset, folderOf, promote, type RunResult, run, runs } from "../../finetune/loop.ts";
import type { Run } from "../../finetune/runs.ts";
import { readSnapshot } from "../../finetune/snapshot.ts";
import { erase } from "../../finetune/take-back.ts";
import { readTrainings } from "../../finetune/train/trainings.ts";
import { erasureWords } from "../../finetune/words/erasure-words.ts";
import { type Config, projectRoot, readConfig } from "../../src/config.ts";
import { intentsLearntFrom } from "../../src/learning/learnt-from.ts";
import { modelFolder, readRegistry } from "../../src/models/registry.ts";
import { helpDeskLog } from "../support/help-desk-log.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
const log = join(folder, "log.jsonl");
let config: Config;
let before: RunResult;

/** Answered by a person who named no intent. */
const unnamed = ["a zinc gutter", "an oak ladder", "my brass hinge", "the old kettle"].map((thing, at) => ({
  conversation_id: `p${at}`,
  turns: [
    { role: "customer" as const, text: `Could somebody tell me whether ${thing} can be painted?` },
    { role: "agent" as const, text: `Yes: ${thing} takes any paint.`, review: { verdict: "approved" as const } },
  ],
}));

beforeAll(async () => {
  writeFileSync(log, [...helpDeskLog(), ...unnamed].map((one) => JSON.stringify(one)).join("\n"));
  mkdirSync(join(folder, "knowledge"));
  writeFileSync(join(folder, "knowledge", "page.md"), "# The widget\n\nSet its colour with `accent`.\n");
  config = readConfig({ DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: join(folder, "knowledge") }, projectRoot());
  before = await run(config, { from: [log], canary: 1, seed: 1, say: () => {} });
}, 120_000);

const sides = () => readSnapshot(folderOf(config, "datasets"), currentDataset(config));

function filesWith(text: string): string[] {
  return readdirSync(config.dataDir, { recursive: true, encoding: "utf8" })
    .map((name) => join(config.dataDir, name))
    .filter((name) => statSync(name).isFile() && readFileSync(name, "latin1").includes(text));
}

describe("erasing conversations that the model has nothing of", () => {
  it.each([
    ["was only tested on", async () => (await sides()).test.find(({ intent }) => intent !== null)!],
    [
      "was shown without an intent, answered by a person",
      async () => (await sides()).train.find(({ intent, completion }) => intent === null && completion !== null)!,
    ],
  ])("[F39] leaves the model serving that %s", async (_how, find) => {
    const { conversation } = await find();
    const serving = readRegistry(config.dataDir);
    expect(await intentsLearntFrom(config.dataDir, [conversation])).toEqual([]);
    const erasure = await erase(config, [conversation]);

    expect(erasure).toMatchObject({ models: [], learnt: [], kept: [before.model], elsewhere: [], intents: [] });
    expect(erasureWords(erasure).replace(/\s+/g, " ")).toContain(
      `The model ${before.model} stays: it has learnt nothing from them.`,
    );
    expect(readRegistry(config.dataDir)).toEqual(serving);
    expect(filesWith(`"${conversation}"`)).toEqual([]);
    expect(filesWith(`"${erasure.datasets[0]!.before}"`)).toEqual([]);
  });

  it("[F39] leaves a model that can be promoted and judged, on what its dataset has become", async () => {
    const { train, test } = await sides();
    expect(runs(config)).toMatchObject([{ model: before.model, dataset: currentDataset(config), erased: false }]);
    expect(readTrainings(folderOf(config, "trainings"))).toMatchObject([
      { dataset: currentDataset(config), state: "trained" },
    ]);
    expect([...train, ...test].length).toBeGreaterThan(0);
    const { intents } = await promote(config, before.model!, 1);
    expect(intents.some(({ decision }) => decision === "promoted")).toBe(true);
  });
});

describe("erasing conversations without an intent that nobody approved", () => {
  it("[F39] takes the model, which learnt from them where its intents end, and says so", async () => {
    const { train } = await sides();
    const { conversation } = train.find(({ intent, completion }) => intent === null && completion === null)!;
    const served = Object.keys(readRegistry(config.dataDir).serving).sort();
    expect((await intentsLearntFrom(config.dataDir, [conversation])).sort()).toEqual(served);
    const unrecorded = modelFolder(config.dataDir, "killed-before-its-record");
    mkdirSync(unrecorded);
    const erasure = await erase(config, [conversation]);

    expect(existsSync(unrecorded)).toBe(false);
    expect(erasure).toMatchObject({
      models: [before.model],
      learnt: [{ model: before.model, as: [{ intent: null, rows: 1 }] }],
      kept: [],
    });
    expect(erasureWords(erasure).replace(/\s+/g, " ")).toContain(
      `Deleted the model ${before.model}, which had learnt from them: 1 question as none of its intents, which showed it where these end.`,
    );
    expect(readRegistry(config.dataDir).serving).toEqual({});
  });
});

describe("what a model has learnt of a row", () => {
  const row = (intent: string | null, completion: string | null) => ({ intent, completion }) as Example;
  const rows = [row("refund", "Yes."), row("refund", null), row("boats", null), row(null, "Yes."), row(null, null)];
  const evaluation = { intent: "refund", candidate: [], serving: [], cost: { candidate: 1, serving: 1 }, guards: [] };
  const judged: Run = {
    ...{ dataset: "d", testSide: "t", model: "m", seed: 1, trainedAt: "", trainSeconds: 1, detours: {}, erased: false },
    ...{ server: null, evaluations: [evaluation] },
  };
  const of = (change: Partial<Run>) => learntOf({ ...judged, ...change }, rows);

  it("[F39] is its intent or none of these; a server's model, or one never measured, counts as having all", () => {
    expect(of({}).as).toEqual([
      { intent: "refund", rows: 1 },
      { intent: null, rows: 2 },
    ]);
    const all = (one: ReturnType<typeof of>) => one.as.reduce((sum, { rows }) => sum + rows, 0);
    expect(all(of({ evaluations: null }))).toBe(rows.length);
    expect(all(of({ server: { url: "http://x", name: "x", training: "t", writes: false } }))).toBe(rows.length);
  });
});
