import { learntAs } from "../src/intents/learnt-as.ts";
import type { Example } from "./example.ts";
import type { Run } from "./runs.ts";

/** What a model had learnt of some rows. `intent: null`: as what is none of its intents. */
export type LearntOf = { model: string; as: { intent: string | null; rows: number }[] };

/**
 * Pure. `rows` are of the training side of the model's dataset. A server that was trained on rows holds all of them, and so
 * may a model whose intents were never measured.
 */
export function learntOf({ model, server, evaluations }: Run, rows: readonly Example[]): LearntOf {
  const known = new Set(evaluations?.map(({ intent }) => intent));
  const counts = new Map<string | null, number>();
  for (const row of rows) {
    const sure = server === null && evaluations !== null;
    const learnt = sure ? learntAs(row, known) : row.completion === null ? null : row.intent;
    if (learnt !== undefined) counts.set(learnt, (counts.get(learnt) ?? 0) + 1);
  }
  return { model, as: [...counts].map(([intent, of]) => ({ intent, rows: of })) };
}
