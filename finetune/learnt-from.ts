import type { Config } from "../src/config.ts";
import { intentsOf } from "../src/intents/tuned-model.ts";
import { folderOf, openModel } from "./loop.ts";
import type { Run } from "./runs.ts";
import { readSnapshot } from "./snapshot.ts";
import { approvedRows, type Untrained, untrainedIntents } from "./untrained.ts";

export type Learnt = {
  /** Examples of the training side, approved or not. */
  rows: number;
  /** What the model has a reply for, with its approved rows. */
  intents: { intent: string; rows: number }[];
  untrained: Untrained[];
};

/** What a model made of a dataset; where none was trained, all its intents are left. */
export async function learntFrom(config: Config, dataset: string, run: Run | null): Promise<Learnt> {
  const sides = await readSnapshot(folderOf(config, "datasets"), dataset);
  const known = run === null ? [] : intentsOf(openModel(config, run.model));
  return {
    rows: sides.train.length,
    intents: known.map((intent) => ({ intent, rows: approvedRows(sides.train, intent) })),
    untrained: untrainedIntents(sides, known),
  };
}
