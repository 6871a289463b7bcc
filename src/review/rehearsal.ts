import type { QuestionSpace } from "./likeness.ts";
import { type KnownQuestion, type Standing, standingOf } from "./question-matcher.ts";
import { type HeldOut, servingThreshold } from "./serving-threshold.ts";

/** Two answers that one question asks for: where the phrasing is left out, the other answer would be served for it. */
export type Conflict = { question: string; answer: string; other: string };
export type Rehearsal = { threshold: number; conflicts: Conflict[] };

/** A phrasing; `added`: staff's, and not the question that a correction was written for. */
export type AskedPhrasing = { text: string; answer: string; added: boolean };

export type RehearsalInput = {
  asked: readonly AskedPhrasing[];
  /** The phrasings in the same order, and behind them what no answer is meant for. */
  known: readonly KnownQuestion[];
  space: QuestionSpace;
  breathe: () => Promise<void>;
};

/** Places each phrasing as if it were new: from that follow the threshold and the conflicts. */
export async function rehearse(input: RehearsalInput): Promise<Rehearsal> {
  const placed = await placeAll(input);
  const threshold = servingThreshold(heldOut(input.asked.some(({ added }) => added) ? await corrected(input) : placed));
  return { threshold, conflicts: conflicts(placed, threshold) };
}

type Placed = AskedPhrasing & { standing: Standing | null };

async function placeAll({ asked, known, space, breathe }: RehearsalInput): Promise<Placed[]> {
  const placed: Placed[] = [];
  for (const [at, phrasing] of asked.entries()) {
    placed.push({ ...phrasing, standing: standingOf(known[at]!, known, space, known[at]) });
    await breathe();
  }
  return placed;
}

/**
 * Without what staff added. Added phrasings were picked because they lie near: beside them the corrected questions look
 * surer than those of the next customers are, and the threshold would fall below what was promised.
 */
function corrected({ asked, known, ...rest }: RehearsalInput): Promise<Placed[]> {
  const own = asked.filter(({ added }) => !added);
  return placeAll({ ...rest, asked: own, known: known.filter((_, at) => !asked[at]?.added) });
}

/** An answer with one phrasing is gone when that is held out: how well its others would be placed cannot be told. */
function heldOut(placed: readonly Placed[]): HeldOut[] {
  const phrasings = new Map<string, number>();
  for (const { answer } of placed) phrasings.set(answer, (phrasings.get(answer) ?? 0) + 1);
  return placed.flatMap(({ answer, standing }) =>
    standing && phrasings.get(answer)! > 1 ? { lead: standing.lead, right: standing.answer === answer } : [],
  );
}

function conflicts(placed: readonly Placed[], threshold: number): Conflict[] {
  return placed.flatMap(({ text, answer, standing }) =>
    standing && standing.answer !== answer && standing.lead >= threshold
      ? { question: text, answer, other: standing.answer }
      : [],
  );
}
