import type { QuestionSpace, ReadQuestion } from "./likeness.ts";
import { predictionWeights } from "./local-regression.ts";

/** A question whose answer is known; `answer: null`: one that no verified answer is meant for. */
export type KnownQuestion = ReadQuestion & { answer: string | null };

/** The answers that a question is most like to be asking for. */
export type Standing = {
  answer: string;
  runnerUp: string | null;
  /** Score of the runner-up, never below nothing. */
  rival: number;
  /** Score of the first − that of the runner-up; scores are near 1 for a known question and near 0 far from all. */
  lead: number;
};

/** Known questions that are weighed at once. 200 change no decision on 770 phrasings and cost eight times as much. */
const NEIGHBOURS = 100;

/**
 * How much each answer is asked for, by regression on the nearest known questions: phrasings that say the same count
 * once, and an answer is held back where another one, or general talk, is as near. Null when no answer is near at all.
 * `except` leaves one known question out, as if it had never been seen.
 */
export function standingOf(
  asked: ReadQuestion,
  known: readonly KnownQuestion[],
  space: QuestionSpace,
  except?: KnownQuestion,
): Standing | null {
  const likeness = space.likenesses(asked, known);
  const near = [...known.keys()]
    .filter((at) => known[at] !== except)
    .sort((one, other) => likeness[other]! - likeness[one]!)
    .slice(0, NEIGHBOURS);
  const neighbours = near.map((at) => known[at]!);

  const pairs = neighbours.map((one, at) => space.likenesses(one, neighbours.slice(0, at + 1)));
  const weights = predictionWeights(
    pairs,
    Float64Array.from(near, (at) => likeness[at]!),
  );
  const scores = new Map<string, number>();
  for (const [at, { answer }] of neighbours.entries()) {
    if (answer !== null) scores.set(answer, (scores.get(answer) ?? 0) + weights[at]!);
  }
  return firstTwo(scores);
}

function firstTwo(scores: ReadonlyMap<string, number>): Standing | null {
  const [first, second] = [...scores].sort(([, one], [, other]) => other - one);
  if (!first) return null;
  // A runner-up below nothing is no rival: it must not lend the first a lead.
  const rival = Math.max(0, second?.[1] ?? 0);
  return { answer: first[0], runnerUp: second?.[0] ?? null, rival, lead: first[1] - rival };
}
