import { PROMPT_SECTIONS, type PromptSectionName, unknownVariables } from "../../../src/protocol/prompt-parts.ts";
import type { RolloutEntry } from "../../../src/protocol/prompts.ts";
import type { PairedReport, PairedVerdict } from "../../../src/protocol/replays.ts";

export const VERDICT_WORDS: Record<PairedVerdict, { words: string; badge: string; meaning: string }> = {
  better: { words: "Better", badge: "good", meaning: "The new version wins beyond chance." },
  worse: { words: "Worse", badge: "bad", meaning: "The new version loses beyond chance." },
  alike: { words: "No difference", badge: "info", meaning: "Neither wins, and five points either way are ruled out." },
  "too-few": {
    words: "Not enough questions to tell",
    badge: "wait",
    meaning: "A difference could still hide. Ask more.",
  },
};

export const ROLLOUT_WORDS: Record<RolloutEntry["action"], string> = {
  publish: "Published",
  canary: "Tried",
  rollback: "Taken back",
};

export const SOURCE_WORDS: Record<string, string> = {
  last: "the newest questions",
  reviewed: "reviewed questions",
  lines: "a list of questions",
};

const PART_WORDS: Record<string, string> = {
  picked: "Examples",
  retrieval: "Search",
  quoting: "Quotation",
  smallTalk: "The bot's own words",
  model: "Model",
  checks: "Checks",
  variables: "Variable",
  overrides: "Overrides",
};

/** "retrieval.promptTokens" as "Search: prompt tokens". */
export function partWords(part: string): string {
  const [first = "", ...rest] = part.split(".");
  if (first === "sections") return PROMPT_SECTIONS[rest[0] as PromptSectionName] ?? part;
  const words = rest.map((name) => name.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`));
  return [PART_WORDS[first] ?? first, ...words].join(": ");
}

/** What keeps a text from being saved; null: nothing does. */
export function unknownWords(text: string, variables: readonly string[]): string | null {
  const unknown = [...new Set(unknownVariables(text, variables))];
  if (unknown.length === 0) return null;
  return `${unknown.join(", ")} ${unknown.length === 1 ? "is no variable" : "are no variables"} here.`;
}

export const percent = (share: number) => `${Math.round(share * 100)} %`;

/** Points of 100, with their sign. */
export const points = (difference: number) => `${difference > 0 ? "+" : ""}${(difference * 100).toFixed(1)}`;

/** Answers cost fractions of a cent, so that more places are shown the less it is. */
export function money(amount: number, currency: string): string {
  const places = amount > 0 && amount < 0.1 ? 5 : 2;
  return new Intl.NumberFormat(undefined, { style: "currency", currency, maximumFractionDigits: places }).format(
    amount,
  );
}

export function pairedLine({ wins, losses, ties, p, difference, interval }: PairedReport): string {
  const range = `${points(interval.low)} to ${points(interval.high)}`;
  return `${wins} won, ${losses} lost, ${ties} tied · ${points(difference)} points (95 %: ${range}) · p ${p < 0.001 ? "< .001" : p.toFixed(3)}`;
}
