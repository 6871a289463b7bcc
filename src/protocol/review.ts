import type { Citation, Outcome, Route } from "./conversation.ts";

/**
 * Reviewing, below `/api` (see staff-http.ts for what all requests share):
 *
 *     GET    /api/review-queue?after=       → ReviewQueue             read-reviews
 *     POST   /api/reviews                   Review → Reviewed         review (as the event `review`)
 *     DELETE /api/reviews/:answerId         → Reviewed                review: one's own verdict is taken back
 *     PUT    /api/reviews/:answerId         Review → Reviewed         settle-reviews: ends a disagreement
 *     GET    /api/verified-answers          → VerifiedAnswersView     read-reviews
 *     DELETE /api/verified-answers/:id      → Done                    review: it is retired
 *     POST   /api/verified-answers/:id/phrasings   NewPhrasing → { text }   review: as it is kept, without personal data
 *     DELETE /api/phrasings/:phrasingId     → Done                    review
 *     DELETE /api/exclusions/:id            → Done                    review: the question is one of the answer's again
 *     GET    /api/verified-answers/:id/similar-questions   → SimilarQuestions   read-reviews
 *     POST   /api/tried-questions           TriedQuestion → Considered   read-reviews: nothing is kept of it
 *     GET    /api/accuracy                  → AccuracyView            read-insights
 */

export const VERDICTS = ["approved", "corrected", "rejected"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What `reason` of a verdict may say. `nobody-should-answer`: such a question is not for anybody to answer. */
export const REASONS = ["wrong", "outdated", "not-in-docs", "unsafe", "tone", "nobody-should-answer"] as const;
export type Reason = (typeof REASONS)[number];

/** What a verdict has set off. `disputed`: colleagues disagree; nothing follows until an owner has settled it. */
export type Reviewed = {
  ok: true;
  state: "open" | "agreed" | "disputed";
  verifiedAnswer: boolean;
  documentationGap: boolean;
  learningRow: boolean;
};

/** Why a turn stands in the queue, the strongest reason first. */
export const QUEUE_REASONS = [
  "disputed",
  "stale",
  "thumbs-down",
  "no-answer",
  "in-doubt",
  "low-margin",
  "frequent",
  "random",
  "other",
] as const;
export type QueueReason = (typeof QUEUE_REASONS)[number];

/** What one of the staff made of an answer. */
export type GivenVerdict = {
  by: string;
  verdict: Verdict;
  /** The correction; null for the other verdicts. */
  text: string | null;
  /** Sources of `text`, as in a turn. */
  citations: Citation[];
  reason: Reason | null;
  intent: string | null;
  /** Milliseconds since the epoch. */
  at: number;
};

export type QueuedTurn = {
  conversationId: string;
  answerId: string;
  question: string;
  text: string;
  outcome: Outcome;
  route: Route;
  at: number;
  reasons: QueueReason[];
  /** The sources of `text` whose quotations still stand in the documentation. */
  citations: Citation[];
  /** What was said of it before, newest first. */
  verdicts: GivenVerdict[];
};
export type ReviewQueue = { turns: QueuedTurn[] };

/** Whether a question would be given a verified answer now, and why. */
export type Considered = {
  served: boolean;
  /** The answer that it is nearest to; null: it is near to none. */
  answerId: string | null;
  /** How far that one is ahead of the next, and how far it must be. */
  lead: number;
  threshold: number;
  /** The words of a phrasing, slips of the pen aside. */
  verbatim: boolean;
  /** A greeting, thanks or a request for a person: these are answered before anything is looked up. */
  courtesy: boolean;
  /** A verified answer that is near, too, and takes the lead away. */
  rival: string | null;
  /** A cited passage has changed or gone: the answer does not serve. */
  stale: boolean;
  /** What makes it another question, however near: words that only it uses, words it lacks, a "not". */
  difference: { foreign: string[]; decisive: string[]; missing: string[]; negated: boolean; counting: boolean } | null;
  /** Staff said of this question, or of one nearer to it than any phrasing, that the answer is not for it. */
  excluded: boolean;
};

/** What customers asked, nearest first, that is nearer to this answer than to others and is not given it yet. */
export type SimilarQuestions = { questions: { questionId: string; text: string }[] };

export type VerifiedAnswerView = {
  id: string;
  text: string;
  /** First those that were corrected, then those that staff added and may remove by their `phrasingId`. */
  questions: { text: string; phrasingId: string | null }[];
  /** Questions that it was given for and that staff said it is not for; `id` is the reply that was judged. */
  excluded: { id: string; text: string }[];
  /** A cited passage has changed or gone: the answer does not serve. */
  stale: boolean;
};
export type VerifiedAnswersView = {
  answers: VerifiedAnswerView[];
  /** Lead over the next answer that is asked for. */
  threshold: number;
  /** Questions of one answer that, were they new, another one would be served for. */
  conflicts: { question: string; answer: string; other: string }[];
};

/** Share of approved answers in the random share of the queue alone, with Wilson's 95 % interval; null without one. */
export type AccuracyView = { reviewed: number; approved: number; share: number | null; low: number; high: number };
