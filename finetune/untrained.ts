import { counted } from "../src/score/counted.ts";
import { gate, LEAST_QUESTIONS } from "../src/score/gate.ts";
import type { Example } from "./example.ts";
import type { Run } from "./runs.ts";
import { datasetName } from "./snapshot.ts";
import type { Split } from "./split.ts";
import { whyUntrained } from "./train/approved-replies.ts";

/** A labelled intent that the model has no reply for. */
export type Untrained = {
  intent: string;
  /** Approved rows on either side of the dataset. */
  trained: number;
  tested: number;
  reason: string;
};

/** By name. `known`: the intents of the model; none where there is no model. */
export function untrainedIntents({ train, test }: Split, known: readonly string[]): Untrained[] {
  const labelled = new Set([...train, ...test].flatMap(({ intent }) => intent ?? []));
  const left = [...labelled].filter((intent) => !known.includes(intent)).sort();
  return left.map((intent) => {
    const [trained, tested] = [approvedRows(train, intent), approvedRows(test, intent)];
    return { intent, trained, tested, reason: reasonOf(train, intent, known.length > 0) };
  });
}

/**
 * Intents that `run` would not serve by a model of these rows, with the reason: whatever it learns, or as was measured where
 * these rows were learnt from already. One whose rows were all cleaned away has none that say why.
 */
export function unservedIntents(sides: Split, runs: readonly Run[]): Map<string, string> {
  const name = datasetName(sides);
  return new Map([...keptBack(runs.findLast(({ dataset }) => dataset === name)), ...unlearnable(sides)]);
}

function keptBack(run: Run | undefined): Map<string, string> {
  const decided = run?.evaluations?.map((one) => ({ intent: one.intent, ...gate(one) })) ?? [];
  const kept = decided.filter(({ decision }) => decision === "kept");
  return new Map(kept.map(({ intent, reason }) => [intent, `the newest one was kept back (${reason})`]));
}

function unlearnable({ train, test }: Split): Map<string, string> {
  const labelled = new Set([...train, ...test].flatMap(({ intent }) => intent ?? []));
  return new Map(
    [...labelled].flatMap((intent) => {
      const reason =
        whyUntrained(train.filter((row) => row.intent === intent)) ?? whyUnjudged(approvedRows(test, intent));
      return reason === null ? [] : [[intent, reason] as const];
    }),
  );
}

/** Why the gate opens on so few held-out questions for no model; null: it may. */
const whyUnjudged = (tested: number): string | null =>
  tested >= LEAST_QUESTIONS
    ? null
    : `${counted(tested, "approved row")} to test with, and ${LEAST_QUESTIONS} are needed to show that it is better`;

export const approvedRows = (side: readonly Example[], intent: string): number =>
  side.filter((example) => example.intent === intent && example.completion !== null).length;

function reasonOf(train: readonly Example[], intent: string, isOther: boolean): string {
  const reason = whyUntrained(train.filter((example) => example.intent === intent));
  return reason ?? (isOther ? "the model was trained on other rows" : "there is nothing to tell it from");
}
