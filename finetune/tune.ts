import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { UsageError } from "../src/cli/command-line.ts";
import type { Config } from "../src/config.ts";
import { tokenCounter } from "../src/models/count-tokens.ts";
import { exportLines, type Format } from "./export.ts";
import { currentDataset, folderOf } from "./loop.ts";
import { readSnapshot } from "./snapshot.ts";
import { commandTrainer } from "./train/command-trainer.ts";
import { openaiTrainer } from "./train/openai-trainer.ts";
import { openaiTuningApi } from "./train/openai-tuning-api.ts";
import { supervise, versionOf } from "./train/supervise.ts";
import { costAt, type TrainingOffer, tokensOf, withdrawalsOf } from "./train/training-offer.ts";
import { readTrainings, requestCancel, runTraining, type Training, type TrainingPlan } from "./train/trainings.ts";

const LONGEST_SECONDS = 24 * 3_600;
const OPENAI_URL = "https://api.openai.com/v1";

export type CommandOptions = { format: Format; command: string; seed: number; say: (line: string) => void };

/** A program of the user's trains on the dataset. Throws TrainingFailedError. */
export async function tune(config: Config, { format, command, seed, say }: CommandOptions): Promise<Training> {
  const [program, ...rest] = command.split(/\s+/).filter((word) => word !== "");
  if (program === undefined) throw new UsageError('--command "PROGRAM ARGUMENT…" or --model NAME is needed.');
  const words = [program, ...rest] as const;
  const plan = await planFor(config, format, { trainer: "command", command: [...words], seed });
  const trainer = commandTrainer({ command: words, timeoutSeconds: LONGEST_SECONDS });
  return supervise(folderOf(config, "trainings"), plan, { trainer, train: runTraining, say });
}

export type VendorOptions = {
  format: "openai-chat" | "openai-preference";
  model: string;
  epochs: number;
  /** Of a million trained tokens; null: not known. */
  price: number | null;
  /** Nothing leaves this machine without it. */
  send: boolean;
  seed: number;
  say: (line: string) => void;
};

/** An OpenAI-compatible server trains on the dataset, once it is known what it takes. Throws TrainingFailedError. */
export async function tuneAtVendor(config: Config, options: VendorOptions): Promise<TrainingOffer | Training> {
  const { format, model, epochs, price, send, seed, say } = options;
  const baseUrl = (config.OPENAI_BASE_URL || OPENAI_URL).replace(/\/+$/, "");
  const method = format === "openai-preference" ? "dpo" : "supervised";
  const command = [baseUrl, model, method, `epochs=${epochs}`];
  const plan = await planFor(config, format, { trainer: "openai-compatible", command, seed });

  const costOf = costAt(price, config.PRICE_CURRENCY);
  const tokensPerEpoch = tokensOf(plan.lines, await tokenCounter(model));
  const cost = costOf(tokensPerEpoch * epochs);
  const withdrawals = withdrawalsOf(model, baseUrl);
  for (const line of [...withdrawals, costLine(plan.lines.length, cost, send)]) say(line);
  if (!send) return { model, rows: plan.lines.length, tokensPerEpoch, epochs, cost, withdrawals };

  if (config.OPENAI_API_KEY === "" && config.OPENAI_BASE_URL === "")
    throw new UsageError("OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own, must be set to send anything.");
  const trainer = openaiTrainer({
    api: openaiTuningApi(baseUrl, config.OPENAI_API_KEY, (ms) => pause(ms)),
    ...{ model, method, epochs, costOf, say },
    clock: () => Date.now(),
    wait: (ms, signal) => pause(ms, undefined, { signal }).catch(() => {}),
  });
  return supervise(folderOf(config, "trainings"), plan, { trainer, train: runTraining, say });
}

function costLine(rows: number, { tokens, amount, currency }: TrainingOffer["cost"], send: boolean): string {
  const paid = amount === null ? "--price says what a million cost" : `about ${amount} ${currency}`;
  return `${rows} rows, about ${tokens} tokens in all: ${paid}.${send ? "" : " Nothing was sent; --send does."}`;
}

async function planFor(
  config: Config,
  format: Format,
  asked: Pick<TrainingPlan, "trainer" | "command" | "seed">,
): Promise<TrainingPlan> {
  const { dataset, lines } = await trainingLines(config, format);
  if (lines.length === 0) throw new UsageError(`The dataset has no example that the format ${format} can hold.`);
  return { ...asked, dataset, version: versionOf(config.root), lines };
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
