/**
 * Prompt or fine-tune? What `finetune -- advise` found, for the console:
 *
 *     GET    /api/advice     → { advice: Advice | null }     read-insights; null: it was never asked for
 */

export const RECOMMENDATIONS = [
  "keep-prompting",
  "improve-page",
  "verified-answer",
  "collect-reviews",
  "fine-tune",
  "retire-model",
  "leave-to-people",
] as const;
export type Recommendation = (typeof RECOMMENDATIONS)[number];

/** A share with its 95 % interval (Wilson); `of` 0: nothing was measured. */
export type Measured = { share: number; low: number; high: number; of: number };

/** 1 − cosine, on average: 0 is the same, 1 unrelated. `general`: questions that people ask everywhere. */
export type Distance = { documentation: number; general: number };

export type RouteFacts = {
  route: "documentation" | "verified" | "tuned" | "person";
  /** Right answers of those with a known right one; null: this route was never measured here. */
  accuracy: Measured | null;
  /** Milliseconds of an answer; null: unknown, as of people. */
  ms: number | null;
  /** What an answer costs, in words. */
  cost: string;
};

export type IntentAdvice = {
  intent: string;
  /** Questions, and their share of all. */
  questions: number;
  share: number;
  outcomes: Record<"approved" | "corrected" | "rejected" | "written" | "unreviewed", number>;
  routes: RouteFacts[];
  /** Data alignment: of a sample of its questions, how many the documentation knows, and the page it finds most. */
  documented: Measured;
  /** How many times as sure as it has to be the search is of what it finds. */
  confidence: number;
  /** The same questions put to the model without any page; null: there is no model. */
  closedBook: Measured | null;
  page: string | null;
  /** Engineering: rows with an approved reply, and how many a model needs; null: the curve does not say. */
  rows: number;
  rowsNeeded: number | null;
  /** Task uniqueness: share of replies that say what no passage says; share of the commonest reply. */
  unsupported: Measured;
  sameReply: number;
  distance: Distance;
  recommendation: Recommendation;
  /** In words, with the numbers, the strongest first. */
  reasons: string[];
};

export type AdviceRisk = { risk: "personal-data" | "imbalance" | "memorised"; detail: string };

export const ADVICE_FORMAT = 2;

export type Advice = {
  format: typeof ADVICE_FORMAT;
  madeAt: string;
  questions: number;
  /** Questions that nobody has labelled. */
  unlabelled: number;
  /** What can be trained here, and who keeps it fresh. */
  trainers: { name: string; ready: boolean; note: string }[];
  intents: IntentAdvice[];
  risks: AdviceRisk[];
};
