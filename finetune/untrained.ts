import type { Example } from "./example.ts";
import type { Split } from "./split.ts";
import { LEAST_ROWS } from "./train/approved-replies.ts";

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
    return { intent, trained, tested, reason: reasonOf(trained, known.length > 0) };
  });
}

export const approvedRows = (side: readonly Example[], intent: string): number =>
  side.filter((example) => example.intent === intent && example.completion !== null).length;

function reasonOf(trained: number, isOther: boolean): string {
  if (trained < LEAST_ROWS) return `${trained} approved rows to learn from, and ${LEAST_ROWS} are needed`;
  const replies = "no reply to it was approved in two conversations and suits everybody";
  return isOther ? replies : `${replies}, or there is nothing to tell it from`;
}
