/** A row of a dataset, as far as it decides what is learnt from it. */
export type LearnableRow = { intent: string | null; completion: string | null };

/**
 * Pure. What the classifier of a model with replies for the `known` intents learns a row as: an intent, or null for "none
 * of these", as whatever nobody approved. Undefined: the model has nothing of it. What a person answered without naming an
 * intent may be of any, and shows nothing.
 */
export function learntAs({ intent, completion }: LearnableRow, known: ReadonlySet<string>): string | null | undefined {
  if (intent !== null && known.has(intent)) return completion === null ? undefined : intent;
  return completion !== null && intent === null ? undefined : null;
}
