import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { parse } from "csv-parse/sync";
import { type RunResult, run } from "../../finetune/loop.ts";
import type { LabelledRow } from "../../src/cli/labelled-rows.ts";
import { plantedWorld } from "../../src/cli/planted-world.ts";
import { figuresOf } from "../../src/cli/planted-world-figures.ts";
import { projectRoot, readConfig } from "../../src/config.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const support = join(projectRoot(), "tests", "support");
const rows = (name: string): LabelledRow[] =>
  parse(readFileSync(join(support, "banking", `${name}.csv`)), { columns: true });

const documented = [
  { question: "How long do I have to return a bicycle?", history: [], relevant: ["index.md"] },
  { question: "Which paper goes into the printer?", history: [], relevant: ["guides/paper.html"] },
  { question: "How do I wire the lamp?", history: [], relevant: ["guides/wiring.mdx"] },
];

const folder = temporaryFolder();
const world = plantedWorld({ train: rows("train"), test: rows("test"), intents: 5, others: true, seed: 1 });
let result: RunResult;
let figures: Awaited<ReturnType<typeof figuresOf>>;

beforeAll(async () => {
  const log = join(folder, "log.jsonl");
  writeFileSync(log, world.conversations.map((conversation) => `${JSON.stringify(conversation)}\n`).join(""));
  const settings = { DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: join(support, "sample", "shop") };
  const config = readConfig(settings, projectRoot());
  result = await run(config, { from: [log], canary: 1, seed: 1, say: () => {} });
  figures = await figuresOf(config, world, documented);
}, 120_000);

describe("a help desk whose past is known", () => {
  it("[F17] serves the intents whose reply staff approved, exactly, and hardly ever a wrong one", () => {
    expect(result.intents.filter(({ decision }) => decision === "promoted").length).toBeGreaterThanOrEqual(4);
    expect(figures.exact).toBeGreaterThanOrEqual(0.7);
    expect(figures.wrong).toBeLessThanOrEqual(0.05);
  });

  it("[F17] leaves other intents' questions and the documentation's alone", () => {
    expect(figures.othersCaught).toBeLessThanOrEqual(0.08);
    expect(figures.docs).toMatchObject({ caught: 0, lost: 0 });
  });

  it("[F3] [F17] keeps no planted personal data, in files or answers", () => {
    expect(world.personal.length).toBeGreaterThan(20);
    expect(figures.personalFound).toEqual([]);
  });

  it("[F9] [F17] gives no customer, and no model, a reply that belongs to another customer's case", () => {
    expect(world.cases).toHaveLength(5);
    expect(figures.casesFound).toEqual([]);
  });
});
