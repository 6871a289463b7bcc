import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../src/cli/command-line.ts";
import type { Config } from "../src/config.ts";
import { exportLines, type Format } from "./export.ts";
import { currentDataset, folderOf } from "./loop.ts";
import { readSnapshot } from "./snapshot.ts";
import { commandTrainer } from "./train/command-trainer.ts";
import {
  cancelRequested,
  readTrainings,
  requestCancel,
  runTraining,
  type Training,
  type TrainingPlan,
  trainingId,
} from "./train/trainings.ts";

const LONGEST_SECONDS = 24 * 3_600;
const CANCEL_CHECK_MS = 500;

export type TuneOptions = { format: Format; command: string; seed: number; say: (line: string) => void };

/** A program of the user's trains on the dataset. Ctrl+C, or `runs --cancel ID` elsewhere, cancels it. */
export async function tune(config: Config, { format, command, seed, say }: TuneOptions): Promise<Training> {
  const [program, ...rest] = command.split(/\s+/).filter((word) => word !== "");
  if (program === undefined) throw new UsageError('--command "PROGRAM ARGUMENT…" is needed.');
  const { dataset, lines } = await trainingLines(config, format);
  if (lines.length === 0) throw new UsageError(`The dataset has no example that the format ${format} can hold.`);

  const cancel = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => cancel.abort());
  const plan: TrainingPlan = { dataset, version: versionOf(config), command: [program, ...rest], seed, lines };
  const folder = folderOf(config, "trainings");
  const watch = setInterval(() => cancelRequested(folder, trainingId(plan)) && cancel.abort(), CANCEL_CHECK_MS);
  const training = await runTraining(folder, plan, {
    trainer: commandTrainer({ command: [program, ...rest], timeoutSeconds: LONGEST_SECONDS }),
    signal: cancel.signal,
    clock: () => Date.now(),
    onProgress: ({ step, steps, loss }, left) =>
      say(`step ${step} of ${steps}${loss === null ? "" : `, loss ${loss}`}, about ${Math.ceil(left)} s left`),
  }).finally(() => clearInterval(watch));
  if (training.state === "failed") throw new TrainingFailedError(training);
  return training;
}

/** The training side as another trainer reads it, with the prompt that a tuned model is served with in front. */
export async function trainingLines(config: Config, format: Format): Promise<{ dataset: string; lines: string[] }> {
  const dataset = currentDataset(config);
  const { train } = await readSnapshot(folderOf(config, "datasets"), dataset);
  // Read where it is edited: a build does not copy it.
  const system = readFileSync(join(config.root, "finetune", "train", "tuned-prompt.md"), "utf8").trim();
  return { dataset, lines: exportLines(train, format, system) };
}

/** Oldest first, each with the last point of its curve only. */
export const trainings = (config: Config) =>
  readTrainings(folderOf(config, "trainings")).map(({ curve, ...facts }) => ({ ...facts, last: curve.at(-1) ?? null }));

/** Throws UsageError where no such training runs. */
export function cancelTraining(config: Config, id: string): { cancelled: string } {
  const training = readTrainings(folderOf(config, "trainings")).find((one) => one.id === id);
  if (training?.state !== "running")
    throw new UsageError(`No training ${id} is running. See: npm run finetune -- runs`);
  requestCancel(folderOf(config, "trainings"), id);
  return { cancelled: id };
}

export class TrainingFailedError extends Error {
  constructor({ reason }: Training) {
    super(`The training failed: ${reason}`);
    this.name = "TrainingFailedError";
  }
}

const versionOf = ({ root }: Config): string => JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
