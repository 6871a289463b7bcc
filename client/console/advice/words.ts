import type { Measured, Recommendation, RouteFacts } from "../../../src/protocol/advice.ts";

export const RECOMMENDATION_WORDS: Record<Recommendation, { words: string; badge: string }> = {
  "keep-prompting": { words: "Keep prompting", badge: "good" },
  "improve-page": { words: "Improve this page", badge: "wait" },
  "verified-answer": { words: "Write a verified answer", badge: "info" },
  "collect-reviews": { words: "Collect more reviews", badge: "" },
  "fine-tune": { words: "Fine-tune now", badge: "info" },
  "retire-model": { words: "Retire the tuned model", badge: "bad" },
  "leave-to-people": { words: "Leave to people", badge: "wait" },
};

export const ROUTE_WORDS: Record<RouteFacts["route"], string> = {
  documentation: "Documentation and prompt",
  verified: "Verified answer",
  tuned: "Tuned model",
  person: "Person",
};

/** "82 % (70–90 of 40)": the share with its interval. */
export function shown(measured: Measured | null): string {
  if (measured === null) return "not measured";
  const [share, low, high] = [measured.share, measured.low, measured.high].map((one) => Math.round(one * 100));
  return `${share} % (${low}–${high}, ${measured.of} asked)`;
}
