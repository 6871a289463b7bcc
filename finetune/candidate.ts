import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { UsageError } from "../src/cli/command-line.ts";
import { liveKnowledge } from "../src/compose-answers.ts";
import type { Config } from "../src/config.ts";
import { writeArtefact } from "../src/intents/artefact.ts";
import { casePrints } from "../src/intents/case-prints.ts";
import type { ReplyBook } from "../src/intents/reply-book.ts";
import type { ServedModel } from "../src/intents/served-model.ts";
import { trainIntentClassifier } from "../src/intents/train-intent-classifier.ts";
import { writeTunedModel } from "../src/intents/tuned-model.ts";
import { type Wordings, wordingsOf } from "../src/intents/wordings.ts";
import type { ReplyBound } from "../src/models/openai-compatible.ts";
import { modelFolder } from "../src/models/registry.ts";
import type { Knowledge } from "../src/search/knowledge.ts";
import { defaultEmbedder } from "../src/search/static-embedder.ts";
import { caseSentences } from "./build/own-case.ts";
import { expectKnowledge } from "./desk.ts";
import type { Example } from "./example.ts";
import { folderOf } from "./loop.ts";
import { NotThereError } from "./not-there.ts";
import { type Run, readRuns, writeRun } from "./runs.ts";
import { readCard, readSnapshot } from "./snapshot.ts";
import { gateTexts, grouped, LEAST_ROWS, replyBook } from "./train/approved-replies.ts";
import { citedBy } from "./train/combined-rows.ts";
import { TOO_FEW } from "./train/embedded-trainer.ts";
import { readTrainings, type Training, tunedName } from "./train/trainings.ts";

export type CandidateOptions = {
  /** Id of the training; null: the newest that was made for a server. */
  training: string | null;
  /** Where it answers, and what it is called there; null: as its training says. */
  url: string | null;
  name: string | null;
  bound: ReplyBound;
};

/**
 * A model that was trained elsewhere, where it is served by now, becomes a candidate as the embedded one is: behind a
 * classifier that is trained on the same rows and can say "none of these". The same again changes nothing.
 * Throws UsageError, NotThereError.
 */
export async function candidate(config: Config, options: CandidateOptions): Promise<Run> {
  const training = trainingFor(config, options.training);
  const place = placeOf(training, options);
  const { train: examples } = await readSnapshot(folderOf(config, "datasets"), training.dataset);
  const gate = await gateOf(config, training, examples);
  const server: ServedModel = {
    ...place,
    bound: options.bound,
    system: systemOf(join(folderOf(config, "trainings"), training.id, "rows.jsonl")),
    writes: gate.writes,
    cases: gate.cases,
  };
  const model = writeTunedModel(modelFolder(config.dataDir, ""), gate.artefact, gate, server);

  const { dataset, seed, seconds: trainSeconds } = training;
  const known = readRuns(folderOf(config, "runs")).find((run) => run.model === model && !run.erased);
  const { url, name } = server;
  const served = { url, name, training: training.id, writes: server.writes !== null };
  const { testSide } = readCard(folderOf(config, "datasets"), dataset);
  const facts = { dataset, testSide, model, seed, trainSeconds, server: served, erased: false };
  // The newest record is what is evaluated and promoted next.
  const record = {
    ...facts,
    trainedAt: new Date().toISOString(),
    evaluations: known?.evaluations ?? null,
    detours: {},
  };
  writeRun(folderOf(config, "runs"), record);
  return record;
}

function trainingFor(config: Config, id: string | null): Training {
  const trained = readTrainings(folderOf(config, "trainings")).filter(
    ({ trainer, state }) => trainer !== "embedded" && state === "trained",
  );
  const found = id === null ? trained.at(-1) : trained.find((one) => one.id === id);
  if (found) return found;
  throw new NotThereError(
    id === null
      ? 'No training for a server has succeeded yet. See: npm run finetune -- tune, or "runs"'
      : `No training ${id} has succeeded. See: npm run finetune -- runs`,
  );
}

type Gate = {
  artefact: Buffer;
  wordings: Wordings;
  replies: ReplyBook;
  writes: ServedModel["writes"];
  cases: string[];
};

async function gateOf(config: Config, training: Training, examples: readonly Example[]): Promise<Gate> {
  const embedder = defaultEmbedder(config.root);
  const learnt = training.passages ? await learntBy(config, examples) : null;
  const replies = learnt ? {} : await replyBook(examples, embedder);
  const texts = gateTexts(examples, Object.keys(learnt?.writes ?? replies));
  const intents = new Set(texts.flatMap(({ intent }) => intent ?? []));
  if (intents.size === 0 || new Set(texts.map(({ intent }) => intent)).size < 2) throw new NotThereError(TOO_FEW);

  const classifier = await trainIntentClassifier(texts, embedder, training.seed);
  const [artefact, wordings] = [writeArtefact(classifier), wordingsOf(texts, classifier)];
  return { artefact, wordings, replies, writes: learnt?.writes ?? null, cases: learnt?.cases ?? [] };
}

async function learntBy(config: Config, examples: readonly Example[]): Promise<{ writes: Writes; cases: string[] }> {
  await expectKnowledge(config);
  const knowledge = (await liveKnowledge(config)).current();
  const { cases, common } = caseSentences(examples, (id) => knowledge.passage(id)?.text);
  return { writes: writesOf(examples, knowledge), cases: casePrints(cases, common) };
}

type Writes = NonNullable<ServedModel["writes"]>;

/** The intents with enough rows to learn from, each with all that its replies cite. */
function writesOf(examples: readonly Example[], knowledge: Knowledge): Writes {
  const rows = examples.filter(({ intent, completion }) => intent !== null && completion !== null);
  const byIntent = [
    ...grouped(
      rows.filter((row) => citedBy(row, knowledge) !== null),
      ({ intent }) => intent!,
    ),
  ];
  return Object.fromEntries(
    byIntent
      .filter(([, own]) => own.length >= LEAST_ROWS)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([intent, own]) => {
        const cited = new Map(own.flatMap(({ passages }) => passages.map((one) => [one.passageId, one] as const)));
        return [intent, [...cited.values()].sort((one, other) => (one.passageId < other.passageId ? -1 : 1))];
      }),
  );
}

/** A vendor's training names the model; where a program trained, only its user knows what serves the result. */
function placeOf(training: Training, { url, name }: CandidateOptions): { url: string; name: string } {
  const vendor = training.trainer === "openai-compatible";
  const place = {
    url: url ?? (vendor ? training.command[0]! : null),
    name: name ?? (vendor ? tunedName(training) : null),
  };
  if (place.url === null || place.name === null)
    throw new UsageError("--url and --name of the server that serves the model are needed.");
  if (!URL.canParse(place.url) || new URL(place.url).password !== "")
    throw new UsageError("--url must be a full address without a password; a key belongs into TUNED_API_KEY.");
  return { url: place.url.replace(/\/+$/, ""), name: place.name };
}

const messages = z.array(z.object({ role: z.string(), content: z.string() }));
const rowSchema = z.union([
  z.object({ prompt: messages }).transform(({ prompt }) => prompt),
  z.object({ messages }).transform((row) => row.messages),
  z.object({ input: z.object({ messages }) }).transform(({ input }) => input.messages),
  z.object({ prompt: z.string() }).transform(() => []),
]);

/** What stood in front of each training row is what the model is served with, also when the file has changed since. */
function systemOf(rows: string): string {
  const [first] = rowSchema.parse(JSON.parse(readFileSync(rows, "utf8").split("\n", 1)[0]!));
  return first?.role === "system" ? first.content : "";
}
