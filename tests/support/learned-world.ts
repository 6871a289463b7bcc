import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeRun } from "../../finetune/runs.ts";
import type { Training } from "../../finetune/train/trainings.ts";
import { promote, type Registry, writeRegistry } from "../../src/models/registry.ts";
import { replaceFile } from "../../src/models/replace-file.ts";

export const TRAINING = "0123456789abcdef";
export const OLD = "a1b2c3d4e5f60718";
export const NEW = "f0e1d2c3b4a59687";

/** A data folder with two evaluated models: "returns" and "<b>refunds</b>" are served, "warranty" may be, "boats" not. */
export function learnedWorld(dataDir: string): void {
  const evaluated = (model: string, dataset: string, trainedAt: string, intents: Record<string, [number, number]>) =>
    writeRun(join(dataDir, "finetune", "runs"), {
      model,
      dataset,
      seed: 1,
      trainedAt,
      trainSeconds: 3.2,
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
  evaluated(NEW, "e".repeat(32), "2026-02-01T10:00:00.000Z", {
    returns: [38, 30],
    warranty: [35, 10],
    boats: [11, 10],
  });

  let registry: Registry = { format: 1, serving: {} };
  const serve = (intent: string, model: string, share: number, reason: string) => {
    registry = promote(registry, { intent, model, share, reason });
  };
  serve("returns", OLD, 1, "better by at least 31 points");
  serve("returns", NEW, 1, "better by at least 9 points");
  serve("<b>refunds</b>", OLD, 0.1, "better by at least 26 points");
  writeRegistry(dataDir, registry);
  writeFileSync(join(dataDir, "finetune", "dataset"), "e".repeat(32));
  writeTraining(dataDir);
}

/** By a program that is half done. */
function writeTraining(dataDir: string): void {
  const training: Training = {
    id: TRAINING,
    dataset: "e".repeat(32),
    version: "0.1.0",
    command: ["python3", "train.py", "<b>"],
    seed: 1,
    startedAt: "2026-02-02T10:00:00.000Z",
    state: "running",
    curve: Array.from({ length: 20 }, (_, step) => ({ step: step + 1, steps: 40, loss: 2 / (step + 1) })),
    seconds: 60,
    artefact: null,
    reason: null,
  };
  replaceFile(join(dataDir, "finetune", "trainings", TRAINING, "training.json"), JSON.stringify(training));
}

const firstOf = (rows: number, right: number) => Array.from({ length: rows }, (_, row) => row < right);
