import type { IntentAdvice, Measured, Recommendation, RouteFacts } from "../../../src/protocol/advice.ts";
import { linkTo } from "../route.ts";

type Words = {
  words: string;
  badge: string;
  /** In one line, for those who see it for the first time. */
  meaning: string;
};

export const RECOMMENDATION_WORDS: Record<Recommendation, Words> = {
  "fine-tune": {
    words: "Fine-tune now",
    badge: "info",
    meaning: "No page answers it, staff agree on a reply, and there are enough rows.",
  },
  "retire-model": {
    words: "Retire the tuned model",
    badge: "bad",
    meaning: "The documentation answers it better than the model by now.",
  },
  "verified-answer": {
    words: "Write a verified answer",
    badge: "info",
    meaning: "One reply serves it, and it is asked seldom: write it once.",
  },
  "improve-page": {
    words: "Improve this page",
    badge: "wait",
    meaning: "The page is found, and staff answer otherwise.",
  },
  "collect-reviews": {
    words: "Collect more reviews",
    badge: "",
    meaning: "Too few replies are approved to tell, or staff do not agree yet.",
  },
  "leave-to-people": {
    words: "Leave to people",
    badge: "wait",
    meaning: "Each case has its own reply.",
  },
  "keep-prompting": {
    words: "Keep prompting",
    badge: "good",
    meaning: "Pages answer it, and say what your staff say.",
  },
};

/** Where the recommendation is followed. */
export function stepFor({ recommendation, page, intent }: IntentAdvice): { href: string; words: string } {
  const conversations = linkTo(["search"], { rows: "answers", intent });
  const steps: Record<Recommendation, { href: string; words: string }> = {
    "fine-tune": { href: "#/learning", words: "Train a model" },
    "retire-model": { href: "#/learning", words: "Give it back to the documentation" },
    "verified-answer": { href: "#/verified", words: "Write it under Verified answers" },
    "improve-page": page
      ? { href: docsLink(page), words: `Open ${page}` }
      : { href: conversations, words: "Read them" },
    "collect-reviews": { href: "#/review", words: "Review answers" },
    "leave-to-people": { href: conversations, words: "Read its conversations" },
    "keep-prompting": { href: "#/prompts", words: "Edit the prompt" },
  };
  return steps[recommendation];
}

export const docsLink = (page: string) => `/docs/${page.split("/").map(encodeURIComponent).join("/")}`;

export const ROUTE_WORDS: Record<RouteFacts["route"], string> = {
  documentation: "Documentation and prompt",
  verified: "Verified answer",
  tuned: "Tuned model",
  person: "Person",
};

export const percent = (share: number) => `${Math.round(share * 100)} %`;

/** "82 % (70–90, 40 asked)": the share with its interval. */
export function shown(measured: Measured | null): string {
  if (measured === null || measured.of === 0) return "not measured";
  const [share, low, high] = [measured.share, measured.low, measured.high].map((one) => Math.round(one * 100));
  return `${share} % (${low}–${high}, ${measured.of} asked)`;
}

export const sentence = (reason: string) => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
