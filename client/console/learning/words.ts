import type { JobVerb, JobView, MeasuredIntent, TrainingView } from "../../../src/protocol/learning.ts";

export const percent = (share: number) => `${Math.round(share * 100)} %`;

/** "+21 to +41 points" */
export function intervalWords({ low, high }: MeasuredIntent["interval"]): string {
  const points = (share: number) => `${share > 0 ? "+" : share < 0 ? "−" : ""}${Math.round(Math.abs(share) * 100)}`;
  return `${points(low)} to ${points(high)} points`;
}

/** The first characters of a hash tell it from others; the whole is its title. */
export const short = (hash: string) => hash.slice(0, 8);

export const VERB_WORDS: Record<JobVerb, string> = {
  run: "Training",
  discover: "Looking for new intents",
  advise: "Prompt or fine-tune?",
};

export const STATE_WORDS: Record<JobView["state"], { words: string; badge: string }> = {
  running: { words: "Running", badge: "info" },
  done: { words: "Done", badge: "good" },
  failed: { words: "Failed", badge: "bad" },
  cancelled: { words: "Cancelled", badge: "" },
  interrupted: { words: "Interrupted", badge: "wait" },
};

export const countWords = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString()} ${count === 1 ? one : many}`;

export const TRAINING_WORDS: Record<TrainingView["state"], { words: string; badge: string }> = {
  running: { words: "Running", badge: "info" },
  trained: { words: "Trained", badge: "good" },
  cancelled: { words: "Cancelled", badge: "" },
  failed: { words: "Failed", badge: "bad" },
  erased: { words: "Erased", badge: "" },
  interrupted: { words: "Interrupted", badge: "wait" },
};

/** Why the documentation answered and not the tuned model, as answers record it. */
export const DETOUR_WORDS: Readonly<Record<string, string>> = {
  "tuned-model-timeout": "its server was too slow",
  "tuned-model-unavailable": "its server was not there",
  "tuned-model-not-approved": "it said what staff have not approved",
  "tuned-model-slot-without-value": "the conversation does not fill a slot of the reply",
  "tuned-model-unsourced": "it cited no passage",
  "tuned-model-personal-data": "it wrote personal data of somebody else",
  "tuned-model-another-case": "it repeated another customer's case",
  "tuned-reply-stale": "a passage that its replies cite has changed",
  "tuned-reply-negated": "the question denies what no question of its intent denied",
  "tuned-reply-other-matter":
    "the question consists mostly of new words, or has one and lacks one that nearly all others hold",
  "tuned-reply-documented": "a section of the documentation is called by a word of the question",
};
