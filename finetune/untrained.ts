import type { Example } from "./example.ts";
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

export const approvedRows = (side: readonly Example[], intent: string): number =>
  side.filter((example) => example.intent === intent && example.completion !== null).length;

function reasonOf(train: readonly Example[], intent: string, isOther: boolean): string {
  const reason = whyUntrained(train.filter((example) => example.intent === intent));
  return reason ?? (isOther ? "the model was trained on other rows" : "there is nothing to tell it from");
}
