import { join } from "node:path";
import { z } from "zod";
import { namedIn } from "../models/by-name.ts";
import { changeRegistry, promote, type Registry, readRegistry, rollback, type TakenBack } from "../models/registry.ts";
import type { IntentModel, ModelsView, Roll, UntrainedIntent } from "../protocol/learning.ts";
import { currentDataset, loopFolder, readLearningFile } from "./learning-file.ts";
import { type RunRecord, readRunRecords } from "./run-records.ts";

/** `done`: in words, for the audit log. */
export type Rolled = { kind: "rolled"; done: string } | { kind: "refused"; reason: string };

export type ModelDesk = {
  /** Throws LearningFileError, RegistryError; so does `roll`. */
  view(): ModelsView;
  /** `by`: a name of the staff. The router reads the registry at its next question. */
  roll(roll: Roll, by: string): Rolled;
};

/** What serves each intent, as the registry and the records of the runs in this folder say. */
export function modelDesk(dataDir: string, clock: () => number): ModelDesk {
  return {
    view: () => modelsView(readRegistry(dataDir), readRunRecords(dataDir), untrainedIn(dataDir)),
    roll(asked, by) {
      const runs = readRunRecords(dataDir);
      const why = { at: new Date(clock()).toISOString(), by, reason: "rolled back by hand" };
      const { registry, ...rolled } = changeRegistry(dataDir, (now) => decide(asked, now, { runs, why }));
      return rolled;
    },
  };
}

/** Cards that were written before it was have none. */
const cardSchema = z.object({
  untrained: z.array(z.object({ intent: z.string(), rows: z.number(), reason: z.string() })).default([]),
});

function untrainedIn(dataDir: string): UntrainedIntent[] {
  const dataset = currentDataset(dataDir);
  if (dataset === null) return [];
  return readLearningFile(loopFolder(dataDir, join("datasets", dataset, "card.json")), cardSchema)?.untrained ?? [];
}

/** Pure. `untrained`: of the current dataset. */
export function modelsView(
  { serving, takenBack }: Registry,
  runs: readonly RunRecord[],
  untrained: readonly UntrainedIntent[],
): ModelsView {
  const newest = runs.findLast(({ measured, erased }) => measured && !erased);
  const names = new Set([...Object.keys(serving), ...Object.keys(takenBack), ...(newest?.measured?.keys() ?? [])]);
  const intents = [...names].sort().map((intent): IntentModel => {
    const now = namedIn(serving, intent) ?? null;
    const earned = runs.find(({ model }) => model === now?.model)?.measured?.get(intent) ?? null;
    const measured = newest?.measured?.get(intent) ?? null;
    return {
      ...{ intent, serving: now, earned },
      candidate: measured?.model === now?.model ? null : measured,
      takenBack: namedIn(takenBack, intent)?.at(-1) ?? null,
    };
  });
  return { intents, untrained: untrained.filter(({ intent }) => !names.has(intent)) };
}

type Decided = Rolled & { registry: Registry | null };

const refused = (reason: string): Decided => ({ kind: "refused", reason, registry: null });

/** `why`: what is remembered of a rollback. */
type Grounds = { runs: readonly RunRecord[]; why: Omit<TakenBack, "model"> };

/** Pure. A model serves where the gate opened for it; what serves already may serve more or less. */
function decide(roll: Roll, registry: Registry, { runs, why }: Grounds): Decided {
  const { intent } = roll;
  const now = namedIn(registry.serving, intent);
  if (roll.action === "rollback") {
    if (!now) return refused(`The documentation serves ${intent} already.`);
    const to = now.previous ?? "the documentation";
    return { kind: "rolled", registry: rollback(registry, intent, why), done: `${intent}: ${now.model} to ${to}` };
  }

  const { model, share } = roll;
  const done = `${intent}: ${model} to ${Math.round(share * 100)} % of conversations`;
  if (now?.model === model)
    return { kind: "rolled", registry: promote(registry, { intent, model, share, reason: now.reason }), done };
  const measured = runs.find((run) => run.model === model && !run.erased)?.measured?.get(intent);
  if (!measured) return refused("This model was not evaluated on this intent. Train now.");
  if (measured.decision === "kept") return refused(`The gate keeps ${intent} as it is: ${measured.reason}.`);
  return { kind: "rolled", registry: promote(registry, { intent, model, share, reason: measured.reason }), done };
}
