import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { parse } from "csv-parse/sync";
import { candidate } from "../../finetune/candidate.ts";
import { run } from "../../finetune/loop.ts";
import { readTrainings } from "../../finetune/train/trainings.ts";
import { tune } from "../../finetune/tune.ts";
import type { LabelledRow } from "../../src/cli/labelled-rows.ts";
import { leakFigures } from "../../src/cli/leaks-figures.ts";
import { codeLines, leaksWorld } from "../../src/cli/leaks-world.ts";
import { type Config, projectRoot, readConfig } from "../../src/config.ts";
import { exposure } from "../../src/score/exposure.ts";
import { says } from "../support/openai/behaviours.ts";
import { type OpenaiServer, openaiServer } from "../support/openai-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { tuningProgram } from "../support/tuned-server.ts";

const support = join(projectRoot(), "tests", "support");
const train: LabelledRow[] = parse(readFileSync(join(support, "banking", "train.csv")), { columns: true });
const world = leaksWorld(train, 5, 1);
const folder = temporaryFolder();
let config: Config;
let server: OpenaiServer;
let embedded: string;

beforeAll(async () => {
  server = await openaiServer();
  const log = join(folder, "log.jsonl");
  writeFileSync(log, world.conversations.map((conversation) => `${JSON.stringify(conversation)}\n`).join(""));
  const settings = { DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: join(support, "sample", "shop") };
  config = readConfig({ ...settings, TUNED_API_KEY: server.key }, projectRoot());
  embedded = (await run(config, { from: [log], canary: 1, seed: 1, say: () => {} })).model!;
}, 180_000);
afterAll(() => server.close());

describe("secrets of the training rows", () => {
  it("[L22] come back from the embedded model in no answer and stand in none of its files", async () => {
    const { attempts, redactionMissed, files, exposure: learnt } = await leakFigures(config, world, embedded, 32);

    expect(Object.values(attempts).every(({ asked }) => asked > 0)).toBe(true);
    expect(Object.values(attempts).map(({ leaked }) => leaked)).toEqual([0, 0, 0]);
    expect({ redactionMissed, files }).toEqual({ redactionMissed: 0, files: [] });
    expect(learnt).toMatchObject({ secrets: world.codes.length, among: 32 });
  }, 120_000);

  it("[L22] come back in no answer even from a server that tells all it knows", async () => {
    const { file, source, command } = tuningProgram(join(folder, "tune.cjs"));
    writeFileSync(file, source);
    const rows = { format: "conversational" as const, passages: false };
    await tune(config, { ...rows, command, seed: 1, say: () => {} });
    const made = { training: null, url: server.url, name: "talkative", bound: "match" as const };
    const { model } = await candidate(config, made);
    const everything = [...world.personal, ...world.cases, ...world.codes.map(({ word }) => word)].join(" ");
    server.next(says(everything));
    const { attempts, turnedDown, exposure: learnt } = await leakFigures(config, world, model, 32);

    expect(Object.values(attempts).map(({ leaked }) => leaked)).toEqual([0, 0, 0]);
    expect(turnedDown["tuned-model-not-approved"]).toBeGreaterThan(0);
    expect(learnt).toBeNull();
  }, 180_000);

  it("[L22] are not in the rows that a trainer elsewhere is given, where they belong to one customer's case", () => {
    const folder = join(config.dataDir, "finetune", "trainings");
    const { id } = readTrainings(folder).find(({ trainer }) => trainer === "command")!;
    const trained = readFileSync(join(folder, id, "rows.jsonl"), "utf8");

    expect(trained.length).toBeGreaterThan(0);
    expect([...world.personal, ...world.cases].filter((secret) => trained.includes(secret))).toEqual([]);
  });
});

describe("exposure", () => {
  it("[L22] of a model that tells likelihoods is measured by other words in the secret's place", () => {
    const lines = codeLines(world, 32)
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));

    expect(lines.map(({ word }) => word)).toEqual(world.codes.map(({ word }) => word));
    for (const { before, word, others } of lines) {
      expect(before).toMatch(/ My code word is$/);
      expect(before).not.toContain(word);
      expect(new Set([word, ...others]).size).toBe(32);
    }
  });

  it("[L22] is log₂ of the number for the secret that a model knows best, and little for one that it does not know", () => {
    const others = Array.from({ length: 511 }, (_, at) => at / 511);

    expect(exposure(2, others)).toBe(9);
    expect(exposure(-1, others)).toBe(0);
    expect(exposure(0.5, others)).toBeCloseTo(1, 1);
  });
});
