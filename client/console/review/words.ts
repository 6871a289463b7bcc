import type { Considered, QueueReason, Reason, Reviewed, Verdict } from "../../../src/protocol/review.ts";

export const QUEUE_WORDS: Record<QueueReason, readonly [words: string, tone: string]> = {
  disputed: ["Colleagues disagree", "bad"],
  stale: ["Its source has changed", "wait"],
  "thumbs-down": ["Thumbs down", "bad"],
  "no-answer": ["No answer", "wait"],
  "in-doubt": ["Not sure", "wait"],
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

/** What would become of a question, and why, in figures of how far the nearest answer leads. */
export function consideredWords(considered: Considered) {
  const { served, answerId, lead, threshold, verbatim, courtesy, rival, stale, difference, excluded } = considered;
  if (courtesy) return "Courtesies and requests for a person are answered before anything is looked up.";
  if (answerId === null) return "It is near to no verified answer: the documentation is asked.";
  if (stale) return "The nearest answer is stale: its source has changed. The documentation is asked.";
  if (excluded) return "A verdict says that the nearest answer is not for this: the documentation is asked.";
  if (verbatim) return "These are the words of a phrasing.";
  const led = `The nearest answer leads by ${lead.toFixed(2)}, ${threshold.toFixed(2)} is asked for`;
  if (served) return `${led}.`;
  const hint = "Add it as a phrasing where it asks for the same.";
  if (difference && lead >= threshold)
    return `${led}. ${differenceWords(difference)}: the documentation is asked. ${hint}`;
  return `${led}: the documentation is asked. ${rival ? "Another answer is near, too. " : ""}${hint}`;
}

function differenceWords({ foreign, missing, negated, counting }: NonNullable<Considered["difference"]>): string {
  const quoted = (words: string[]) => words.map((word) => `“${word}”`).join(", ");
  if (foreign.length > 0) return `No phrasing and not the answer says ${quoted(foreign)}`;
  if (missing.length > 0) return `The phrasings all say ${quoted(missing)}`;
  if (counting) return "It asks for a number, as no phrasing does";
  return negated ? "It says “not” where no phrasing does, or the reverse" : "It is another question";
}

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
