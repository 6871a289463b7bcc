import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { changeRegistry, modelFolder, readRegistry, withoutModels } from "../src/models/registry.ts";
import { servingModels } from "../src/models/served-by.ts";
import type { Example } from "./example.ts";
import { type LearntOf, learntOf } from "./learnt-of.ts";
import { forgetModel, type Run, readRuns } from "./runs.ts";
import { forgetTrainings, tunedElsewhere } from "./train/trainings.ts";

/** A dataset that holds something of whoever is erased. `trained`: their rows on its training side. */
export type Held = { name: string; trained: Example[] };

export type ErasedModels = {
  /** Models that had learnt from them: gone. */
  models: string[];
  /** What each of these had learnt. */
  learnt: LearntOf[];
  /** Models of these datasets that have nothing of them: they stay. */
  kept: string[];
  /** Models on other servers that had learnt from them: to be deleted there, by whoever runs those. */
  elsewhere: { url: string; name: string }[];
  /** Intents that the documentation answers again, until `run` has trained anew. */
  intents: string[];
};

/** Takes away what has learnt from them, what serves first. */
export function eraseModels(dataDir: string, held: readonly Held[]): ErasedModels {
  const [runsFolder, trainings] = ["runs", "trainings"].map((name) => join(dataDir, "finetune", name)) as [
    string,
    string,
  ];
  const trained = held.filter((one) => one.trained.length > 0).map(({ name }) => name);
  const judged = readRuns(runsFolder).flatMap((run) => judge(run, held));
  const gone = judged.filter(({ of }) => of.as.length > 0);
  const learnt = gone.map(({ of }) => of);
  const models = learnt.map(({ model }) => model);
  const kept = judged.map(({ of }) => of.model).filter((model) => !models.includes(model));
  const elsewhere = [...gone.flatMap(({ run }) => run.server ?? []), ...tunedElsewhere(trainings, trained)];

  const { intents } = changeRegistry(dataDir, (registry) => withoutModels(registry, models));
  for (const model of models) {
    rmSync(modelFolder(dataDir, model), { recursive: true, force: true });
    forgetModel(runsFolder, model);
  }
  if (trained.length > 0) dropUnrecorded(dataDir, runsFolder);
  forgetTrainings(trainings, trained, kept);
  return { models, learnt, kept, elsewhere: distinct(elsewhere), intents };
}

function judge(run: Run, held: readonly Held[]): { run: Run; of: LearntOf }[] {
  const dataset = held.find(({ name }) => name === run.dataset);
  return dataset && !run.erased ? [{ run, of: learntOf(run, dataset.trained) }] : [];
}

/** A training that was killed before its record was written left a model of which nobody knows what it learnt. */
function dropUnrecorded(dataDir: string, runsFolder: string): void {
  const folder = modelFolder(dataDir, "");
  if (!existsSync(folder)) return;
  const known = new Set([...readRuns(runsFolder).map(({ model }) => model), ...servingModels(readRegistry(dataDir))]);
  for (const model of readdirSync(folder).filter((name) => !known.has(name)))
    rmSync(modelFolder(dataDir, model), { recursive: true, force: true });
}

function distinct(places: ErasedModels["elsewhere"]): ErasedModels["elsewhere"] {
  const byKey = new Map(places.map(({ url, name }) => [`${url} ${name}`, { url, name }]));
  return [...byKey.values()];
}
