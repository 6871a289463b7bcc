import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { liveKnowledge } from "../src/compose-answers.ts";
import { redactionRules } from "../src/compose-privacy.ts";
import type { Config } from "../src/config.ts";
import type { ConversationTables } from "../src/conversations/conversation-tables.ts";
import { readingOnly } from "../src/conversations/libsql-database.ts";
import { intentsOf, readTunedModel } from "../src/intents/tuned-model.ts";
import { changeRegistry, modelFolder, promote as promoted, readRegistry } from "../src/models/registry.ts";
import { replaceFile } from "../src/models/replace-file.ts";
import type { CleaningReport, DatasetCard } from "../src/protocol/learning.ts";
import { counted } from "../src/score/counted.ts";
import { defaultEmbedder } from "../src/search/static-embedder.ts";
import { isStale } from "../src/search/unchanged-passages.ts";
import { withAcceptedIntents } from "./accepted-intents.ts";
import { auditServing } from "./audit.ts";
import { type Cleaned, clean } from "./build/clean.ts";
import { examplesOf } from "./build/examples-of.ts";
import { type CollectReport, collected, collectFiles, collectStored, type Intake } from "./collect.ts";
import { desk, expectKnowledge, ingested } from "./desk.ts";
import { erasedIds } from "./erase.ts";
import { agrees, detoursOf, documentedExamples, evaluationsOf, exact, judge, sampled } from "./evaluate.ts";
import { readExamples, writeExamples } from "./example.ts";
import { jsonIn } from "./json-in.ts";
import { leakProbes, leakTest } from "./leaks.ts";
import { NotThereError } from "./not-there.ts";
import { beforePromotion, type IntentResult, promotions } from "./promotion.ts";
import { readRejects, rejectLine, writeRejects } from "./rejects.ts";
import { judgedOn, type Run, readRuns, writeRun } from "./runs.ts";
import { readCard, readSnapshot, writeSnapshot } from "./snapshot.ts";
import { type Split, split as splitExamples } from "./split.ts";
import { storedConversations } from "./stored-conversations.ts";
import { embeddedTrainer, TOO_FEW } from "./train/embedded-trainer.ts";
import { supervise, TrainingFailedError, versionOf } from "./train/supervise.ts";
import { trainAgain } from "./train/trainings.ts";
import { approvedRows, type Untrained, untrainedIntents } from "./untrained.ts";
import { builtLine, collectedLine, judgedLine } from "./words/run-words.ts";

/** The verbs in their order. Each may be run again, and after a crash: nothing counts before it is whole. */

/** `model: null`: no intent has enough approved turns yet. */
export type RunResult = { dataset: string; model: string | null } & Promoted;

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
  // What the documentation is about decides what counts as a person's name: the first run collects as the next ones do.
  await expectKnowledge(config);
  const { logs, store } = await collect(config, from, licence);
  if (store) say(collectedLine("the store", store));
  for (const { file, ...report } of logs) say(collectedLine(file, report));
  say(builtLine((await build(config)).report));
  const { card } = await split(config);
  const { dataset } = card;
  say(`dataset ${dataset}: ${counted(card.train, "example")} to train on, ${card.test} to test with`);
  for (const gap of card.gaps) say(`  ${gap}`);

  const trained = await train(config, seed, say);
  if (trained === null) {
    say(`no model: ${TOO_FEW}`);
    return { dataset, model: null, intents: [], untrained: await untrained(config, dataset, []) };
  }
  say(`model ${trained.model}: trained in ${Math.round(trained.trainSeconds)} s`);
  say(judgedLine(await evaluate(config, trained, { documented, say })));
  return { dataset, model: trained.model, ...(await promote(config, trained.model, canary)) };
}

/** Redacts and keeps these logs and what the store holds; of a log that cannot be read nothing was kept, nor of the others. */
export async function collect(config: Config, from: readonly string[], licence?: string) {
  const logs = collectFiles(from, folderOf(config, "collected"), intakeOf(config), licence);
  return { store: await collectStore(config), logs };
}

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
  rules: redactionRules(config),
  erased: erasedIds(folderOf(config, "")),
});

export const gathered = (config: Config) =>
  withAcceptedIntents(collected(folderOf(config, "collected")), folderOf(config, ""));

/** Cleans everything collected. */
export async function build(config: Config): Promise<Cleaned> {
  const built = await cleaned(config);
  await writeExamples(folderOf(config, "built.jsonl"), built.kept);
  writeRejects(folderOf(config, "built-rejects.jsonl"), built.rejects.map(rejectLine));
  replaceFile(folderOf(config, "built.json"), JSON.stringify(built.report));
  return built;
}

/** What `build` would keep of everything collected, and what not. Writes nothing. */
export async function cleaned(config: Config): Promise<Cleaned> {
  const knowledge = await ingested(config);
  return clean(
    gathered(config).flatMap(examplesOf),
    ({ passages }) => knowledge !== null && isStale(passages, knowledge),
  );
}

/** Names what was built by its content, as two sides; it is the dataset from now on. */
export async function split(config: Config): Promise<{ card: DatasetCard; sides: Split }> {
  const report = folderOf(config, "built.json");
  if (!existsSync(report)) throw new NotThereError("Nothing was built yet. Run: npm run finetune -- build");
  const cleaning = jsonIn(report) as CleaningReport;
  const sides = splitExamples(await readExamples(folderOf(config, "built.jsonl")));
  const rejects = readRejects(folderOf(config, "built-rejects.jsonl"));
  const card = await writeSnapshot(folderOf(config, "datasets"), { ...sides, rejects, cleaning });
  replaceFile(folderOf(config, "dataset"), card.dataset);
  return { card, sides };
}

/** Null when no intent of the dataset has enough approved turns. Throws TrainingCancelledError. */
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
    server: null,
    detours: {},
    erased: false,
  };
  writeRun(folderOf(config, "runs"), record);
  return record;
}

function nullIfTooFew(error: unknown): null {
  if (error instanceof TrainingFailedError && error.reason === TOO_FEW) return null;
  throw error;
}

/**
 * The candidate answers held-out and documented questions with every intent that it knows, beside what serves now; where
 * that is the candidate itself, beside what it took over from, so that the same evaluation again finds the same.
 */
export async function evaluate(
  config: Config,
  run: Run,
  { documented = [], say }: Pick<RunOptions, "documented" | "say">,
): Promise<number> {
  const { train, test } = await readSnapshot(folderOf(config, "datasets"), run.dataset);
  const model = openModel(config, run.model);
  await expectKnowledge(config);

  const serving = beforePromotion(readRegistry(config.dataDir), run.model);
  const candidate = intentsOf(model).reduce((registry, intent) => {
    return promoted(registry, { intent, model: run.model, share: 1, reason: "candidate" });
  }, serving);
  const sides = { serving: await desk(config, serving), candidate: await desk(config, candidate), say };
  const judged = await judge(sampled(test, run.seed), sides);
  const pages = await judge(documentedExamples(documented), sides);
  const probes = await judge(leakProbes(train, run.seed), sides);

  const rules = redactionRules(config);
  const leaks = leakTest(train, (await liveKnowledge(config)).current(), rules);
  const right = model.server?.writes ? agrees : exact;
  const evaluations = evaluationsOf({ judged, pages, probes }, intentsOf(model), { right, leaks });
  writeRun(folderOf(config, "runs"), { ...run, evaluations, detours: detoursOf([...judged, ...pages, ...probes]) });
  return judgedOn(runs(config), run.testSide);
}

export type Promoted = {
  intents: (IntentResult & { trained: number })[];
  untrained: Untrained[];
};

/**
 * Lets each intent of an evaluated model through the gate, but for what was taken back from it; or this `intent`, which
 * was asked for by name, all the same. Throws NotThereError.
 */
export async function promote(config: Config, model: string, share: number, intent: string | null = null) {
  const run = runs(config).find((one) => one.model === model);
  const evaluations = run?.evaluations;
  if (!run || !evaluations)
    throw new NotThereError(`The model ${model} was not evaluated yet. Run: npm run finetune -- evaluate`);
  const known = evaluations.map((one) => one.intent);
  if (intent !== null && !known.includes(intent))
    throw new NotThereError(`The model ${model} has no reply for the intent "${intent}".`);

  const { train } = await readSnapshot(folderOf(config, "datasets"), run.dataset);
  const { before, registry, intents } = changeRegistry(config.dataDir, (before) => {
    return { before, ...promotions(evaluations, { model, share, intent }, before) };
  });
  await auditServing(config.dataDir, before, registry);
  return {
    intents: intents.map((result) => ({ ...result, trained: approvedRows(train, result.intent) })),
    untrained: await untrained(config, run.dataset, known),
  } satisfies Promoted;
}

export const openModel = (config: Config, model: string) =>
  readTunedModel(modelFolder(config.dataDir, model), model, defaultEmbedder(config.root));

/** The labelled intents of a dataset that a model with these intents does not know, and why. */
async function untrained(config: Config, dataset: string, known: readonly string[]): Promise<Untrained[]> {
  return untrainedIntents(await readSnapshot(folderOf(config, "datasets"), dataset), known);
}

/** Oldest first. */
export const runs = (config: Config): Run[] => readRuns(folderOf(config, "runs"));

export const folderOf = ({ dataDir }: Config, name: string) => join(dataDir, "finetune", name);

export function currentDataset(config: Config): string {
  const file = folderOf(config, "dataset");
  if (!existsSync(file)) throw new NotThereError("There is no dataset yet. Run: npm run finetune -- build, then split");
  return readFileSync(file, "utf8");
}
