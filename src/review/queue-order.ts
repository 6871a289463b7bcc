import { createHash } from "node:crypto";
import { QUEUE_REASONS, type QueuedTurn, type QueueReason } from "../protocol/review.ts";

/** A turn in its place, before its sources and earlier verdicts are looked up. */
export type PlacedTurn = Omit<QueuedTurn, "citations" | "verdicts">;

/** A finished answer as the queue weighs it. */
export type Candidate = Omit<PlacedTurn, "reasons"> & {
  rating: "up" | "down" | null;
  /** How far the decision to answer was from going the other way; null where nothing was decided by a number. */
  margin: number | null;
  /** What may answer was quoted as such. */
  inDoubt: boolean;
  reviewed: boolean;
  /** Colleagues disagree about it. */
  disputed: boolean;
  /** It made a verified answer whose passage has changed. */
  stale: boolean;
};

/** Nearer than this to the threshold, the other decision was as likely. */
const LOW_MARGIN = 0.1;
/** Times that a question was asked before it counts as frequent. */
const FREQUENT = 3;
/** Of all answers, whatever they look like: the only ones from which a share of right answers may be computed. */
const RANDOM_SHARE = 0.05;

/**
 * What is open, most to learn first: the strongest reason decides, then how many there are, then the newest. What says
 * no word teaches least.
 */
export function queueOf(candidates: readonly Candidate[], limit: number): PlacedTurn[] {
  const times = new Map<string, number>();
  for (const { question } of candidates) times.set(wordsOf(question), (times.get(wordsOf(question)) ?? 0) + 1);

  return candidates
    .filter(({ reviewed, disputed, stale }) => !reviewed || disputed || stale)
    .map((candidate) => queued(candidate, times.get(wordsOf(candidate.question))!))
    .sort(
      (one, other) =>
        silence(one) - silence(other) ||
        rank(one) - rank(other) ||
        other.reasons.length - one.reasons.length ||
        other.at - one.at,
    )
    .slice(0, limit);
}

/** Drawn by the answer's id, which nobody chooses and which says nothing about the answer. */
export function inRandomShare(answerId: string): boolean {
  return createHash("sha256").update(answerId).digest().readUInt32LE(0) / 2 ** 32 < RANDOM_SHARE;
}

function queued(candidate: Candidate, times: number): PlacedTurn {
  const { conversationId, answerId, question, text, outcome, route, at } = candidate;
  const reasons = reasonsFor(candidate, times);
  return { conversationId, answerId, question, text, outcome, route, at, reasons };
}

function reasonsFor(
  { answerId, question, rating, margin, outcome, route, inDoubt, disputed, stale }: Candidate,
  times: number,
): QueueReason[] {
  const holds: Partial<Record<QueueReason, boolean>> = {
    disputed,
    stale,
    "thumbs-down": rating === "down",
    "no-answer": outcome === "no-answer" && route !== "small-talk" && !inDoubt,
    "in-doubt": outcome === "no-answer" && inDoubt,
    "low-margin": margin !== null && Math.abs(margin) < LOW_MARGIN,
    frequent: times >= FREQUENT && wordsOf(question) !== "",
    random: inRandomShare(answerId),
  };
  const reasons = QUEUE_REASONS.filter((reason) => holds[reason]);
  return reasons.length > 0 ? reasons : ["other"];
}

const silence = ({ question }: PlacedTurn) => (wordsOf(question) === "" ? 1 : 0);
const rank = ({ reasons }: PlacedTurn) => QUEUE_REASONS.indexOf(reasons[0]!);
const wordsOf = (text: string) => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");
