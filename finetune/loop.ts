import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { VerifiedAnswers } from "../src/answer/verified-reply.ts";
import { composeAnswers, liveKnowledge, tunedReplies } from "../src/compose.ts";
import { composeSearchAids } from "../src/compose-search.ts";
import type { Config } from "../src/config.ts";
import type { ConversationTables } from "../src/conversations/conversation-tables.ts";
import { readingOnly } from "../src/conversations/libsql-database.ts";
import { ingest } from "../src/ingest/ingest.ts";
import { servingFolder } from "../src/ingest/knowledge-folder.ts";
import { splitProposal } from "../src/intents/proposals.ts";
import { readTunedModel } from "../src/intents/tuned-model.ts";
import { proposalDesk } from "../src/learning/proposal-desk.ts";
import { adviceFile } from "../src/models/advice-file.ts";
import {
  modelFolder,
  promote as promoted,
  type Registry,
  readRegistry,
  writeRegistry,
} from "../src/models/registry.ts";
import { replaceFile } from "../src/models/replace-file.ts";
import { shippedGazetteer } from "../src/privacy/gazetteer.ts";
import type { Advice } from "../src/protocol/advice.ts";
import type { Decision } from "../src/protocol/learning.ts";
import { type GateDecision, gate } from "../src/score/gate.ts";
import { NothingIngestedError } from "../src/search/open-knowledge.ts";
import { defaultEmbedder } from "../src/search/static-embedder.ts";
import { isStale } from "../src/search/unchanged-passages.ts";
import { withAcceptedIntents } from "./accepted-intents.ts";
import { adviseOn } from "./advise.ts";
import { type CleaningReport, clean } from "./build/clean.ts";
import { examplesOf } from "./build/examples-of.ts";
import { type CollectReport, collected, collectFile, collectStored, type Intake } from "./collect.ts";
import type { DatasetCard } from "./dataset-card.ts";
import { type Proposals, propose } from "./discover.ts";
import { type Erasure, eraseConversations, erasedIds } from "./erase.ts";
import { documentedExamples, evaluationsOf, judge, sampled } from "./evaluate.ts";
import { readExamples, writeExamples } from "./example.ts";
import { readRejects, rejectLine, writeRejects } from "./rejects.ts";
import { judgedOn, type Run, readRuns, writeRun } from "./runs.ts";
import { readCard, readSnapshot, writeSnapshot } from "./snapshot.ts";
import { split as splitExamples } from "./split.ts";
import { storedConversations } from "./stored-conversations.ts";
import { embeddedTrainer, TOO_FEW } from "./train/embedded-trainer.ts";
import { supervise, TrainingFailedError, versionOf } from "./train/supervise.ts";
import { trainAgain } from "./train/trainings.ts";

/** The verbs in their order. Each may be run again, and after a crash: nothing counts before it is whole. */

export type IntentResult = Pick<GateDecision, "decision" | "reason" | "before" | "after" | "interval"> & {
  intent: string;
  /** Held-out questions that it was judged on. */
  rows: number;
};

/** `model: null`: no intent has enough approved turns yet. */
export type RunResult = { dataset: string; model: string | null; intents: IntentResult[] };

export type RunOptions = {
  from: readonly string[];
  /** Of the conversations in `from` that name none. */
  licence?: string | undefined;
  /** Questions that the documentation answers, and that no intent may take. */
  documented?: readonly string[];
  canary: number;
  seed: number;
  say: (line: string) => void;
};

export async function run(
  config: Config,
  { from, licence, documented = [], canary, seed, say }: RunOptions,
): Promise<RunResult> {
  const stored = await collectStore(config);
  if (stored) say(`collected the store: ${JSON.stringify(stored)}`);
  for (const file of from) say(`collected ${file}: ${JSON.stringify(collect(config, file, licence))}`);
  say(`built: ${JSON.stringify(await build(config))}`);
  const { dataset, train: toTrain, test } = await split(config);
  say(`dataset ${dataset}: ${toTrain} examples to train on, ${test} to test with`);

  const trained = await train(config, seed, say);
  if (trained === null) return { dataset, model: null, intents: [] };
  say(`model ${trained.model}: trained in ${Math.round(trained.trainSeconds)} s`);
  say(judgedLine(await evaluate(config, trained, documented)));
  return { dataset, model: trained.model, intents: promote(config, trained.model, canary) };
}

/** Redacts and keeps a log. */
export const collect = (config: Config, file: string, licence?: string): CollectReport =>
  collectFile(file, folderOf(config, "collected"), intakeOf(config), licence);

/** Redacts and keeps what the store of conversations holds; null where there is none yet. */
export async function collectStore(config: Config): Promise<CollectReport | null> {
  const file = join(config.dataDir, "switchboard.db");
  const db = existsSync(file) ? readingOnly<ConversationTables>(file) : null;
  if (db === null) return null;
  try {
    return collectStored(await storedConversations(db), folderOf(config, "collected"), intakeOf(config));
  } finally {
    await db.destroy();
  }
}

const intakeOf = (config: Config): Intake => ({
  rules: { gazetteer: shippedGazetteer(config.root), patterns: [] },
  erased: erasedIds(folderOf(config, "")),
});

/** Takes a customer's conversations out of logs, datasets and models; their ids are known to whoever erases them. */
export const erase = (config: Config, conversations: readonly string[]): Promise<Erasure> =>
  eraseConversations(config.dataDir, conversations);

/** Groups what customers asked and nobody labelled; the proposals are kept for staff to decide on. */
export async function discover(config: Config, seed: number): Promise<Proposals> {
  mkdirSync(folderOf(config, "collected"), { recursive: true });
  const proposals = await propose(gathered(config), defaultEmbedder(config.root), seed);
  replaceFile(folderOf(config, "discovered.json"), JSON.stringify(proposals));
  return proposals;
}

/** As in the console. Throws DecisionRefusedError. */
export async function decideOn(config: Config, { id, decision }: { id: string; decision: Decision }) {
  const desk = proposalDesk(config.dataDir, (proposal) => splitProposal(proposal, defaultEmbedder(config.root)));
  const decided = await desk.decide(id, decision);
  if (decided?.kind !== "decided") throw new DecisionRefusedError(decided?.reason ?? `There is no proposal ${id}.`);
  const proposals = desk.view().found?.proposals ?? [];
  return { decided: decided.done, open: proposals.filter((one) => !one.decided).map(({ id, name }) => ({ id, name })) };
}

export class DecisionRefusedError extends Error {
  constructor(reason: string) {
    super(`${reason} See: npm run finetune -- discover`);
    this.name = "DecisionRefusedError";
  }
}

const gathered = (config: Config) =>
  withAcceptedIntents(collected(folderOf(config, "collected")), folderOf(config, ""));

/** Cleans everything collected. */
export async function build(config: Config): Promise<CleaningReport> {
  mkdirSync(folderOf(config, "collected"), { recursive: true });
  const knowledge = await documentation(config);
  const { kept, rejects, report } = clean(
    gathered(config).flatMap(examplesOf),
    ({ passages }) => knowledge !== null && isStale(passages, knowledge),
  );
  await writeExamples(folderOf(config, "built.jsonl"), kept);
  writeRejects(folderOf(config, "built-rejects.jsonl"), rejects.map(rejectLine));
  replaceFile(folderOf(config, "built.json"), JSON.stringify(report));
  return report;
}

/** Null where none was ingested yet: then no passage can have changed. */
async function documentation(config: Config) {
  try {
    return (await liveKnowledge(config)).current();
  } catch (error) {
    if (error instanceof NothingIngestedError) return null;
    throw error;
  }
}

/** Names what was built by its content, as two sides; it is the dataset from now on. */
export async function split(config: Config): Promise<DatasetCard> {
  const cleaning: CleaningReport = JSON.parse(readFileSync(folderOf(config, "built.json"), "utf8"));
  const sides = splitExamples(await readExamples(folderOf(config, "built.jsonl")));
  const rejects = readRejects(folderOf(config, "built-rejects.jsonl"));
  const card = await writeSnapshot(folderOf(config, "datasets"), { ...sides, rejects, cleaning });
  replaceFile(folderOf(config, "dataset"), card.dataset);
  return card;
}

/** Null when no intent of the dataset has enough approved turns, or the training was cancelled. */
export async function train(config: Config, seed: number, say: (line: string) => void): Promise<Run | null> {
  const dataset = currentDataset(config);
  const { train: examples } = await readSnapshot(folderOf(config, "datasets"), dataset);
  const lines = examples.map((example) => JSON.stringify(example));
  const embedder = defaultEmbedder(config.root);
  const plan = {
    trainer: "embedded" as const,
    dataset,
    version: versionOf(config.root),
    command: ["embedded", embedder.id],
    seed,
  };
  const training = await supervise(
    folderOf(config, "trainings"),
    { ...plan, lines },
    { trainer: embeddedTrainer({ folder: modelFolder(config.dataDir, ""), embedder }), train: trainAgain, say },
  ).catch(nullIfTooFew);
  if (!training?.artefact) return null;

  const { seconds: trainSeconds, artefact, startedAt: trainedAt } = training;
  const record = {
    dataset,
    testSide: readCard(folderOf(config, "datasets"), dataset).testSide,
    model: basename(artefact),
    seed,
    trainedAt,
    trainSeconds,
    evaluations: null,
    erased: false,
  };
  writeRun(folderOf(config, "runs"), record);
  return record;
}

function nullIfTooFew(error: unknown): null {
  if (error instanceof TrainingFailedError && error.reason === TOO_FEW) return null;
  throw error;
}

/** The candidate answers held-out and documented questions with every intent that it knows, beside what serves now. */
export async function evaluate(config: Config, run: Run, documented: readonly string[] = []): Promise<number> {
  const { test } = await readSnapshot(folderOf(config, "datasets"), run.dataset);
  const { replies } = readTunedModel(modelFolder(config.dataDir, run.model), run.model, defaultEmbedder(config.root));
  const intents = Object.keys(replies);
  await expectKnowledge(config);

  const serving = readRegistry(config.dataDir);
  const candidate = intents.reduce((registry, intent) => {
    return promoted(registry, { intent, model: run.model, share: 1, reason: "candidate" });
  }, serving);
  const sides = [await desk(config, serving), await desk(config, candidate)] as const;
  const judged = await judge(sampled(test, run.seed), ...sides);
  const pages = await judge(documentedExamples(documented), ...sides);
  writeRun(folderOf(config, "runs"), { ...run, evaluations: evaluationsOf(judged, pages, intents) });
  return judgedOn(runs(config), run.testSide);
}

/** A test side that has judged many candidates flatters the best of them. */
export const judgedLine = (candidates: number): string =>
  `the test side has judged ${candidates} ${candidates === 1 ? "model" : "models"}${candidates > 1 ? ", this one included: the more, the likelier one is good by chance" : ""}`;

/** Lets each intent of an evaluated model through the gate. Throws NotEvaluatedError. */
export function promote(config: Config, model: string, share: number): IntentResult[] {
  const evaluations = runs(config).find((run) => run.model === model)?.evaluations;
  if (!evaluations) throw new NotEvaluatedError(model);

  let registry = readRegistry(config.dataDir);
  const results = evaluations.map((evaluation) => {
    const { intent, candidate } = evaluation;
    const { decision, reason, before, after, interval } = gate(evaluation);
    if (decision === "promoted") registry = promoted(registry, { intent, model, share, reason });
    return { intent, rows: candidate.length, decision, reason, before, after, interval };
  });
  writeRegistry(config.dataDir, registry);
  return results;
}

/** Oldest first. */
export const runs = (config: Config): Run[] => readRuns(folderOf(config, "runs"));

export class NotEvaluatedError extends Error {
  constructor(model: string) {
    super(`The model ${model} was not evaluated yet. Run: npm run finetune -- evaluate`);
    this.name = "NotEvaluatedError";
  }
}

export class NoDatasetError extends Error {
  constructor() {
    super("There is no dataset yet. Run: npm run finetune -- build, then split");
    this.name = "NoDatasetError";
  }
}

export const folderOf = ({ dataDir }: Config, name: string) => join(dataDir, "finetune", name);

export function currentDataset(config: Config): string {
  const file = folderOf(config, "dataset");
  if (!existsSync(file)) throw new NoDatasetError();
  return readFileSync(file, "utf8");
}

/** Answers as customers are answered, were this the registry. */
const desk = async (config: Config, registry: Registry, verified?: VerifiedAnswers) =>
  composeAnswers(
    config,
    await liveKnowledge(config),
    () => Promise.resolve(),
    undefined,
    tunedReplies(config, () => registry),
    verified,
  );

/** Prompt or fine-tune, for every labelled intent of what was collected; kept for the console. */
export async function advise(config: Config, seed: number, say: (line: string) => void): Promise<Advice> {
  await expectKnowledge(config);
  mkdirSync(folderOf(config, "collected"), { recursive: true });
  const registry = readRegistry(config.dataDir);
  const advice = await adviseOn(gathered(config).flatMap(examplesOf), {
    documentation: await desk(config, { format: 1, serving: {} }, { reply: async () => null }),
    serving: await desk(config, registry),
    knowledge: (await liveKnowledge(config)).current(),
    live: new Set(Object.keys(registry.serving)),
    embedder: defaultEmbedder(config.root),
    rules: { gazetteer: shippedGazetteer(config.root), patterns: [] },
    trainers: trainersAt(config),
    seed,
    now: () => new Date().toISOString(),
    say,
  });
  replaceFile(adviceFile(config.dataDir), JSON.stringify(advice));
  return advice;
}

/** What can be trained here, and who would keep it fresh. */
const trainersAt = ({ OPENAI_API_KEY, OPENAI_BASE_URL }: Config): Advice["trainers"] => [
  { name: "embedded", ready: true, note: "seconds on this machine, no cost; finetune -- run repeats it" },
  {
    name: "openai-compatible",
    ready: OPENAI_API_KEY !== "" || OPENAI_BASE_URL !== "",
    note: "paid by the token; needs OPENAI_API_KEY, and an engineer who repeats it when replies change",
  },
  { name: "lora", ready: false, note: "a GPU or hours of two cores, and Python; an engineer keeps it" },
];

async function expectKnowledge(config: Config): Promise<void> {
  try {
    (await liveKnowledge(config)).current();
  } catch (error) {
    if (!(error instanceof NothingIngestedError)) throw error;
    const aids = await composeSearchAids(config);
    await ingest({ knowledgeDir: servingFolder(config), dataDir: config.dataDir, serve: true, aids });
  }
}
