import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../src/models/replace-file.ts";
import { bothNames } from "../src/privacy/pseudonym.ts";
import { forgetDecided } from "./accepted-intents.ts";
import { keepCollectedWithout } from "./collect.ts";
import type { Proposals } from "./discover.ts";
import { type ErasedModels, eraseModels, type Held } from "./erase-models.ts";
import { type Example, readExamples, writeExamples } from "./example.ts";
import { jsonIn } from "./json-in.ts";
import { forgetRejects, readRejects } from "./rejects.ts";
import { followDataset } from "./runs.ts";
import { REJECTS, readCard, readSnapshot, writeSnapshot } from "./snapshot.ts";
import { renameDataset } from "./train/trainings.ts";

export type Erasure = ErasedModels & {
  /** Datasets that held the conversations, and what they are now. */
  datasets: { before: string; now: string }[];
};

/**
 * Takes conversations out of everything that the loop keeps. What serves goes first, and a dataset is found by its rows,
 * so that a killed erasure is finished by running it again; their ids stay known as hashes, so that no log brings them back.
 */
export async function eraseConversations(dataDir: string, conversations: readonly string[]): Promise<Erasure> {
  const home = join(dataDir, "finetune");
  const gone = new Set(conversations.flatMap(bothNames));
  rememberErased(home, conversations);
  dropPartials(home);
  dropPartials(join(dataDir, "models"));

  const held = await datasetsWith(home, gone);
  const erased = eraseModels(dataDir, held);
  const datasets = [];
  for (const { name } of held) datasets.push({ before: name, now: await rewritten(home, name, gone) });
  await forgetBuilt(home, gone);
  for (const name of namesIn(join(home, "datasets"))) forgetRejects(join(home, "datasets", name, REJECTS), gone);
  forgetProposals(home, gone);
  forgetDecided(home, gone);
  keepCollectedWithout(join(home, "collected"), gone);
  return { datasets, ...erased };
}

/** Whether a conversation was erased; logs that are collected again go through here. */
export function erasedIds(home: string): (conversation: string) => boolean {
  const hashes = new Set(readErased(home));
  return (conversation) => hashes.has(hashOf(conversation));
}

function rememberErased(home: string, conversations: readonly string[]): void {
  const all = new Set([...readErased(home), ...conversations.map(hashOf)]);
  replaceFile(join(home, ERASED), JSON.stringify([...all].sort()));
}

const ERASED = "erased.json";

function readErased(home: string): string[] {
  const file = join(home, ERASED);
  return existsSync(file) ? (jsonIn(file) as string[]) : [];
}

const hashOf = (conversation: string) => createHash("sha256").update(conversation).digest("hex");

/** What a killed command left unfinished may hold anything. */
function dropPartials(folder: string): void {
  if (!existsSync(folder)) return;
  const left = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".partial"));
  for (const name of left) rmSync(join(folder, name), { recursive: true, force: true });
}

/** Those that neither a log nor a dataset holds, and that were not erased before. */
export async function unknownConversations(
  home: string,
  collected: ReadonlySet<string>,
  asked: readonly string[],
): Promise<string[]> {
  const erased = erasedIds(home);
  const unknown: string[] = [];
  for (const id of asked.filter((one) => !erased(one) && !bothNames(one).some((name) => collected.has(name))))
    if ((await datasetsWith(home, new Set(bothNames(id)))).length === 0) unknown.push(id);
  return unknown;
}

async function datasetsWith(home: string, gone: ReadonlySet<string>): Promise<Held[]> {
  const folder = join(home, "datasets");
  const isTheirs = ({ conversation }: Example) => gone.has(conversation);
  const found = [];
  for (const name of namesIn(folder)) {
    const { train, test } = await readSnapshot(folder, name);
    if ([...train, ...test].some(isTheirs)) found.push({ name, trained: train.filter(isTheirs) });
  }
  return found;
}

const namesIn = (folder: string) => (existsSync(folder) ? readdirSync(folder).sort() : []);

async function rewritten(home: string, before: string, gone: ReadonlySet<string>): Promise<string> {
  const folder = join(home, "datasets");
  const stays = ({ conversation }: Example) => !gone.has(conversation);
  const { train, test } = await readSnapshot(folder, before);
  const { dataset, testSide } = await writeSnapshot(folder, {
    train: train.filter(stays),
    test: test.filter(stays),
    rejects: readRejects(join(folder, before, REJECTS)).filter(({ conversation }) => !gone.has(conversation)),
    cleaning: readCard(folder, before).cleaning,
  });

  const current = join(home, "dataset");
  if (existsSync(current) && readFileSync(current, "utf8") === before) replaceFile(current, dataset);
  followDataset(join(home, "runs"), before, { dataset, testSide });
  renameDataset(join(home, "trainings"), before, dataset);
  rmSync(join(folder, before), { recursive: true });
  return dataset;
}

async function forgetBuilt(home: string, gone: ReadonlySet<string>): Promise<void> {
  forgetRejects(join(home, "built-rejects.jsonl"), gone);
  const file = join(home, "built.jsonl");
  if (!existsSync(file)) return;
  const built = await readExamples(file);
  await writeExamples(
    file,
    built.filter(({ conversation }) => !gone.has(conversation)),
  );
}

/** Proposals show the words of customers: they are made anew by `discover`. */
function forgetProposals(home: string, gone: ReadonlySet<string>): void {
  const file = join(home, "discovered.json");
  if (!existsSync(file)) return;
  const { proposals } = jsonIn(file) as Proposals;
  const conversationOf = (turn: string) => turn.slice(0, turn.lastIndexOf("#"));
  if (proposals.some(({ turns }) => turns.some((turn) => gone.has(conversationOf(turn))))) rmSync(file);
}
