import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { composeAnswers, liveKnowledge, tunedReplies } from "../src/compose.ts";
import type { Config } from "../src/config.ts";
import { readTunedModel } from "../src/intents/tuned-model.ts";
import { modelFolder, promote, readRegistry, writeRegistry } from "../src/models/registry.ts";
import { shippedGazetteer } from "../src/privacy/gazetteer.ts";
import { type GateDecision, gate } from "../src/score/gate.ts";
import { seededRandom, shuffle } from "../src/score/seeded-random.ts";
import { defaultEmbedder } from "../src/search/static-embedder.ts";
import { clean } from "./build/clean.ts";
import { examplesOf } from "./build/examples-of.ts";
import { type CollectReport, collected, collectFile } from "./collect.ts";
import { evaluationsOf, type IntentEvaluation, judge } from "./evaluate.ts";
import type { Example } from "./example.ts";
import { type DatasetCard, readSnapshot, writeSnapshot } from "./snapshot.ts";
import { split } from "./split.ts";
import { trainEmbedded } from "./train/train-embedded.ts";

export type IntentResult = Pick<GateDecision, "decision" | "before" | "after" | "interval" | "reason"> & {
  intent: string;
  /** Held-out questions that it was judged on. */
  rows: number;
};

/** `model: null`: no intent has enough approved turns yet. */
export type RunResult = { dataset: string; model: string | null; intents: IntentResult[] };

export type RunOptions = { from: readonly string[]; canary: number; seed: number; say: (line: string) => void };

/** collect → redact → build → split → train → evaluate → promote. Harmless when run again. */
export async function run(config: Config, { from, canary, seed, say }: RunOptions): Promise<RunResult> {
  for (const file of from) say(`collected ${file}: ${JSON.stringify(collect(config, file))}`);
  const card = await build(config);
  say(`dataset ${card.dataset}: ${card.train} to train on, ${card.test} to test with`);
  const model = await train(config, card.dataset, seed);
  if (model === null) return { dataset: card.dataset, model, intents: [] };
  say(`model ${model}`);
  const evaluations = await evaluate(config, card.dataset, model, seed);
  return { dataset: card.dataset, model, intents: promoteAll(config, model, evaluations, canary) };
}

const folderOf = ({ dataDir }: Config, name: string) => join(dataDir, "finetune", name);

export function collect(config: Config, file: string): CollectReport {
  const rules = { gazetteer: shippedGazetteer(config.root), patterns: [] };
  return collectFile(file, folderOf(config, "collected"), rules);
}

export async function build(config: Config): Promise<DatasetCard> {
  mkdirSync(folderOf(config, "collected"), { recursive: true });
  const examples = collected(folderOf(config, "collected")).flatMap(examplesOf);
  const { kept, report } = clean(examples);
  return writeSnapshot(folderOf(config, "datasets"), split(kept), report);
}

/** Null when no intent has enough approved turns. */
export async function train(config: Config, dataset: string, seed: number): Promise<string | null> {
  const { train: examples } = await readSnapshot(folderOf(config, "datasets"), dataset);
  return trainEmbedded(examples, {
    folder: modelFolder(config.dataDir, ""),
    embedder: defaultEmbedder(config.root),
    seed,
  });
}

/** The candidate answers with every intent that it knows, as it would if all were promoted. */
export async function evaluate(
  config: Config,
  dataset: string,
  model: string,
  seed: number,
): Promise<IntentEvaluation[]> {
  const { test } = await readSnapshot(folderOf(config, "datasets"), dataset);
  const { replies } = readTunedModel(modelFolder(config.dataDir, model), model, defaultEmbedder(config.root));
  const intents = Object.keys(replies);

  const registry = readRegistry(config.dataDir);
  const candidate = intents.reduce(
    (changed, intent) => promote(changed, { intent, model, share: 1, reason: "candidate" }),
    registry,
  );
  const desk = (serving: typeof registry) =>
    composeAnswers(
      config,
      liveKnowledge(config),
      () => Promise.resolve(),
      undefined,
      tunedReplies(config, () => serving),
    );
  return evaluationsOf(await judge(sampled(test, seed), await desk(registry), await desk(candidate)), intents);
}

/** Every answer of both sides is a search through the documentation: this many show well enough what would be caught. */
const MOST_UNREVIEWED = 1_500;

function sampled(test: readonly Example[], seed: number): Example[] {
  const reviewed = test.filter(({ completion }) => completion !== null);
  const others = test.filter(({ completion }) => completion === null);
  return [...reviewed, ...shuffle(others, seededRandom(seed)).slice(0, MOST_UNREVIEWED)];
}

export function promoteAll(
  config: Config,
  model: string,
  evaluations: readonly IntentEvaluation[],
  share: number,
): IntentResult[] {
  let registry = readRegistry(config.dataDir);
  const results = evaluations.map((evaluation) => {
    const { intent, candidate } = evaluation;
    const { decision, reason, before, after, interval } = gate(evaluation);
    if (decision === "promoted") registry = promote(registry, { intent, model, share, reason });
    return { intent, rows: candidate.length, decision, before, after, interval, reason };
  });
  writeRegistry(config.dataDir, registry);
  return results;
}
