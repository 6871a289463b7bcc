import type { QueueReason, Reason, Reviewed, Verdict } from "../../../src/protocol/review.ts";

export const QUEUE_WORDS: Record<QueueReason, readonly [words: string, tone: string]> = {
  disputed: ["Colleagues disagree", "bad"],
  stale: ["Its source has changed", "wait"],
  "thumbs-down": ["Thumbs down", "bad"],
  "no-answer": ["No answer", "wait"],
  "low-margin": ["A close call", "wait"],
  frequent: ["Asked often", "info"],
  random: ["Drawn by chance", "info"],
  other: ["Not reviewed yet", ""],
};

export const REASON_WORDS: Record<Reason, string> = {
  wrong: "Wrong",
  outdated: "Outdated",
  "not-in-docs": "Not in the documentation",
  unsafe: "Unsafe",
  tone: "Wrong tone",
  "nobody-should-answer": "Nobody should answer this",
};

export const VERDICT_WORDS: Record<Verdict, string> = {
  approved: "Approved",
  corrected: "Corrected",
  rejected: "Rejected",
};

/** A verdict and what it set off, in one sentence. */
export function reviewedWords(
  verdict: Verdict,
  { state, verifiedAnswer, documentationGap, learningRow }: Reviewed,
): string {
  if (state === "disputed") return `${VERDICT_WORDS[verdict]}. A colleague sees it otherwise: an owner decides.`;
  const followed = [
    verifiedAnswer && "serves the same question from now on",
    documentationGap && "noted as a gap in the documentation",
    learningRow && "kept for learning",
  ].filter(Boolean);
  return followed.length === 0 ? `${VERDICT_WORDS[verdict]}.` : `${VERDICT_WORDS[verdict]}: ${followed.join(", ")}.`;
}
