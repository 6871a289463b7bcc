import type { Outcome, Resolution, Route } from "../../../src/protocol/conversation.ts";

/** From good to bad, as charts stack them; those that are not over stand last. */
export const RESOLUTIONS = [
  "confirmed",
  "assumed",
  "reopened",
  "abandoned",
  "unanswered",
  "handed-off",
  "open",
] as const satisfies readonly Resolution[];

/** Each one's name, and what it means. */
export const RESOLUTION_WORDS: Record<Resolution, readonly [words: string, meaning: string]> = {
  confirmed: ["Confirmed", "The customer rated the last answer up."],
  assumed: ["Assumed solved", "Answered, and the customer said nothing more."],
  reopened: ["Reopened", "The customer came back after a quiet day."],
  abandoned: ["Abandoned", "The customer left after a thumbs-down, stopped the answer, or asked nothing."],
  unanswered: ["Unanswered", "The last question found no answer."],
  "handed-off": ["Handed off", "A person was asked for or took over."],
  open: ["Still open", "Less than a quiet day old, or a person owes a reply."],
};

export const ROUTE_WORDS: Record<Route, string> = {
  documentation: "Documentation",
  verified: "Verified",
  tuned: "Tuned model",
  combined: "Model and pages",
  "small-talk": "Courtesy",
  person: "Person",
};

export const OUTCOME_WORDS: Record<Outcome, string> = {
  answered: "Answered",
  "no-answer": "No sure answer",
  "handed-off": "Handed off",
  refused: "Refused",
  stopped: "Stopped",
  failed: "Failed",
};

/** Of one answer, where it is known whether it quoted what may answer. */
export function outcomeOf({ outcome, inDoubt }: { outcome: Outcome; inDoubt: boolean }): string {
  if (outcome !== "no-answer") return OUTCOME_WORDS[outcome];
  return inDoubt ? "Not sure" : "Nothing found";
}
