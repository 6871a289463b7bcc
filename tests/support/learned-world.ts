import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Example, exampleSchema } from "../../finetune/example.ts";
import { rejectLine, writeRejects } from "../../finetune/rejects.ts";
import { writeRun } from "../../finetune/runs.ts";
import type { Training } from "../../finetune/train/trainings.ts";
import { emptyRegistry, promote, type Registry, writeRegistry } from "../../src/models/registry.ts";
import { replaceFile } from "../../src/models/replace-file.ts";

export const DATASET = "e".repeat(32);
export const TRAINING = "0123456789abcdef";
export const OLD = "a1b2c3d4e5f60718";
export const NEW = "f0e1d2c3b4a59687";

/** A data folder with two evaluated models: "returns" and "<b>refunds</b>" are served, "warranty" may be, "boats" not. */
export function learnedWorld(dataDir: string): void {
  const evaluated = (model: string, dataset: string, trainedAt: string, intents: Record<string, [number, number]>) =>
    writeRun(join(dataDir, "finetune", "runs"), {
      model,
      dataset,
      testSide: `${dataset[0]}`,
      seed: 1,
      trainedAt,
      trainSeconds: 3.2,
      server: null,
      detours: model === NEW ? { "tuned-model-not-approved": 3 } : {},
      erased: false,
      evaluations: Object.entries(intents).map(([intent, [after, before]]) => ({
        intent,
        candidate: firstOf(40, after),
        serving: firstOf(40, before),
        cost: { candidate: 5, serving: 5 },
        guards: [],
      })),
    });
  evaluated(OLD, "d".repeat(32), "2026-01-01T10:00:00.000Z", { returns: [30, 12], "<b>refunds</b>": [36, 20] });
  evaluated(NEW, DATASET, "2026-02-01T10:00:00.000Z", {
    returns: [38, 30],
    warranty: [35, 10],
    boats: [11, 10],
  });

  let registry: Registry = emptyRegistry;
  const serve = (intent: string, model: string, share: number, reason: string) => {
    registry = promote(registry, { intent, model, share, reason });
  };
  serve("returns", OLD, 1, "better by at least 31 points");
  serve("returns", NEW, 1, "better by at least 9 points");
  serve("<b>refunds</b>", OLD, 0.1, "better by at least 26 points");
  writeRegistry(dataDir, registry);
  writeFileSync(join(dataDir, "finetune", "dataset"), DATASET);
  writeTraining(dataDir);
  writeDataset(dataDir);
  writeProposals(dataDir);
}

/** 60 rows of returns and one reject, with personal data replaced. */
function writeDataset(dataDir: string): void {
  const folder = join(dataDir, "finetune", "datasets", DATASET);
  const row = (at: number, intent: string): Example => ({
    id: `c${at}#0`,
    conversation: `c${at}`,
    turn: 0,
    messages: [{ role: "user", content: `May I return <i>lamp</i> ${at}? I am [EMAIL_1].` }],
    completion: "Within 30 days.",
    rejected: at === 0 ? "Never." : null,
    intent,
    verdict: at === 0 ? "corrected" : "approved",
    weight: 1,
    passages: [],
    groups: { language: null, channel: null },
    at: null,
  });
  const lines = (rows: Example[]) => rows.map((one) => `${JSON.stringify(exampleSchema.parse(one))}\n`).join("");
  const train = Array.from({ length: 60 }, (_, at) => row(at, at < 55 ? "returns" : "warranty"));
  replaceFile(join(folder, "train.jsonl"), lines(train));
  replaceFile(join(folder, "test.jsonl"), lines([row(99, "returns")]));
  writeRejects(join(folder, "rejects.jsonl"), [
    rejectLine({ example: row(70, "returns"), reason: "exact duplicate" }),
    rejectLine({ example: row(71, "warranty"), reason: "near-duplicate" }),
  ]);
  const card = {
    dataset: DATASET,
    testSide: "e",
    train: 60,
    test: 1,
    intents: { returns: 56, warranty: 5 },
    verdicts: { approved: 60, corrected: 1 },
    languages: { unknown: 61 },
    channels: { unknown: 61 },
    approvedBy: { Ana: 60, "not told": 1 },
    licences: { "CC BY 4.0": 61 },
    redacted: { EMAIL: 61 },
    cleaning: { examples: 70, kept: 61, left: { "exact duplicate": 9, "boilerplate reply": 0 } },
    untrained: [
      { intent: "<i>gifts</i>", rows: 3, reason: "3 approved rows to learn from, and 10 are needed" },
      { intent: "returns", rows: 9, reason: "9 approved rows to learn from, and 10 are needed" },
    ],
    gaps: ["No times: the split is by hash, not by age."],
  };
  replaceFile(join(folder, "card.json"), JSON.stringify(card));
}

/** Two groups that ask for the same. */
function writeProposals(dataDir: string): void {
  const group = (id: string, name: string) => ({
    id,
    name,
    phrases: [name],
    size: 6,
    cohesion: 0.8,
    examples: [`Where is my <u>${name}</u>?`],
    turns: [`${id}-a#0`, `${id}-b#0`, `${id}-c#0`, `${id}-d#0`],
    texts: [`Where is my <u>${name}</u>?`, `Where is the ${name} now?`, "I want my money back", "Refund my money"],
  });
  const found = { turns: 20, leftOut: 8, proposals: [group("p1", "parcel"), group("p2", "delivery")] };
  replaceFile(join(dataDir, "finetune", "discovered.json"), JSON.stringify(found));
}

/** By a program that is half done. */
function writeTraining(dataDir: string): void {
  const training: Training = {
    id: TRAINING,
    trainer: "command",
    dataset: DATASET,
    version: "0.1.0",
    command: ["python3", "train.py", "<b>"],
    seed: 1,
    startedAt: "2026-02-02T10:00:00.000Z",
    state: "running",
    curve: Array.from({ length: 20 }, (_, step) => ({ step: step + 1, steps: 40, loss: 2 / (step + 1) })),
    seconds: 60,
    expectedSeconds: null,
    artefact: null,
    artefactHash: null,
    cost: null,
    reason: null,
  };
  replaceFile(join(dataDir, "finetune", "trainings", TRAINING, "training.json"), JSON.stringify(training));
}

const firstOf = (rows: number, right: number) => Array.from({ length: rows }, (_, row) => row < right);
