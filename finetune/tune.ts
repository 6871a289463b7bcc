import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { UsageError } from "../src/cli/command-line.ts";
import { liveKnowledge } from "../src/compose-answers.ts";
import { productNameOf } from "../src/compose-product.ts";
import type { Config } from "../src/config.ts";
import { estimateTokens, tokenCounter } from "../src/models/count-tokens.ts";
import { counted } from "../src/score/counted.ts";
import { withoutCases } from "./build/own-case.ts";
import { ingested } from "./desk.ts";
import type { Example } from "./example.ts";
import { exportLines, type Format } from "./export.ts";
import { currentDataset, folderOf } from "./loop.ts";
import { NotThereError } from "./not-there.ts";
import { readSnapshot } from "./snapshot.ts";
import { combinedRows } from "./train/combined-rows.ts";
import { commandTrainer } from "./train/command-trainer.ts";
import { openaiTrainer } from "./train/openai-trainer.ts";
import { openaiTuningApi } from "./train/openai-tuning-api.ts";
import { supervise, versionOf } from "./train/supervise.ts";
import { costAt, type TrainingOffer, tokensOf, withdrawalsOf } from "./train/training-offer.ts";
import { readTrainings, requestCancel, runTraining, type Training, type TrainingPlan } from "./train/trainings.ts";

const LONGEST_SECONDS = 24 * 3_600;
const OPENAI_URL = "https://api.openai.com/v1";

/** `passages`: the rows show what the search finds, so that the model writes with passages in sight. */
type Rows<Formats extends Format> = { format: Formats; passages: boolean };

export type CommandOptions = Rows<Format> & { command: string; seed: number; say: (line: string) => void };

/** A program of the user's trains on the dataset. Throws TrainingFailedError, TrainingCancelledError. */
export async function tune(config: Config, options: CommandOptions): Promise<Training> {
  const { command, seed, say } = options;
  const [program, ...rest] = command.split(/\s+/).filter((word) => word !== "");
  if (program === undefined) throw new UsageError('--command "PROGRAM ARGUMENT…" or --model NAME is needed.');
  const words = [program, ...rest] as const;
  const plan = await planFor(config, options, { trainer: "command", command: [...words], seed });
  const trainer = commandTrainer({ command: words, timeoutSeconds: LONGEST_SECONDS });
  return supervise(folderOf(config, "trainings"), plan, { trainer, train: runTraining, say });
}

export type VendorOptions = Rows<"openai-chat" | "openai-preference"> & {
  model: string;
  epochs: number;
  /** Of a million trained tokens; null: not known. */
  price: number | null;
  /** Nothing leaves this machine without it. */
  send: boolean;
  seed: number;
  say: (line: string) => void;
};

/** An OpenAI-compatible server trains on the dataset, once it is known what it takes. Throws as `tune` does. */
export async function tuneAtVendor(config: Config, options: VendorOptions): Promise<TrainingOffer | Training> {
  const { format, model, epochs, price, send, seed, say } = options;
  const baseUrl = (config.OPENAI_BASE_URL || OPENAI_URL).replace(/\/+$/, "");
  const method = format === "openai-preference" ? "dpo" : "supervised";
  const command = [baseUrl, model, method, `epochs=${epochs}`];
  const plan = await planFor(config, options, { trainer: "openai-compatible", command, seed });

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
  return `${counted(rows, "row")}, about ${counted(tokens, "token")} in all: ${paid}.${send ? "" : " Nothing was sent; --send does."}`;
}

async function planFor(
  config: Config,
  { format, passages, say }: Rows<Format> & { say: (line: string) => void },
  asked: Pick<TrainingPlan, "trainer" | "command" | "seed">,
): Promise<TrainingPlan> {
  const dataset = currentDataset(config);
  const { train } = await readSnapshot(folderOf(config, "datasets"), dataset);
  const write = passages ? linesWithPassages : plainLines;
  const lines = await write(config, train, format, say);
  if (lines.length === 0) throw new NotThereError(`The dataset has no example that the format ${format} can hold.`);
  return { ...asked, ...(passages && { passages }), dataset, version: versionOf(config.root), lines };
}

/** What is learnt by heart elsewhere must be everybody's: a reply that may be of one customer's case stays here. */
async function plainLines(
  config: Config,
  examples: readonly Example[],
  format: Format,
  say: (line: string) => void,
): Promise<string[]> {
  const system = promptFile(config, "tuned-prompt");
  const knowledge = await ingested(config);
  const everybodys = withoutCases(examples, (id) => knowledge?.passage(id)?.text);
  const lines = exportLines(everybodys, format, system);
  const stay = exportLines(examples, format, system).length - lines.length;
  if (stay > 0) say(`${counted(stay, "row stays", "rows stay")} here: the reply was given in one conversation alone.`);
  return lines;
}

async function linesWithPassages(
  config: Config,
  train: readonly Example[],
  format: Format,
  say: (line: string) => void,
): Promise<string[]> {
  const { examples, system, left } = await combinedRows(train, {
    knowledge: (await liveKnowledge(config)).current(),
    prompt: promptFile(config, "combined-prompt"),
    productName: productNameOf(config),
    promptTokens: config.PROMPT_TOKENS,
    countTokens: estimateTokens,
    caution: config.ANSWER_CAUTION,
  });
  say(`Rows left out: ${left.unsupported} say more than the passages that they cite, or those have changed;`);
  say(`${left["not-found"]} cite what the search does not find.`);
  return exportLines(examples, format, system);
}

/** The training side as another trainer reads it, with the prompt that a tuned model is served with in front. */
export async function trainingLines(config: Config, format: Format, say: (line: string) => void): Promise<string[]> {
  const { train } = await readSnapshot(folderOf(config, "datasets"), currentDataset(config));
  return plainLines(config, train, format, say);
}

/** Read where it is edited: a build does not copy it. */
const promptFile = ({ root }: Config, name: string) =>
  readFileSync(join(root, "finetune", "train", `${name}.md`), "utf8").trim();

/** Oldest first, each with the last point of its curve only. */
export const trainings = (config: Config) =>
  readTrainings(folderOf(config, "trainings")).map(({ curve, ...facts }) => ({ ...facts, last: curve.at(-1) ?? null }));

/** Throws NotThereError where no such training runs. */
export function cancelTraining(config: Config, id: string): { cancelled: string } {
  const training = readTrainings(folderOf(config, "trainings")).find((one) => one.id === id);
  if (training?.state !== "running")
    throw new NotThereError(`No training ${id} is running. See: npm run finetune -- runs`);
  requestCancel(folderOf(config, "trainings"), id);
  return { cancelled: id };
}
