import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UNCOVERED } from "./support.ts";

/** The questions of probe-questions.txt. `root`: the checkout. */
export function readProbes(root: string): string[] {
  return linesOf(readFileSync(join(root, "src", "search", "probe-questions.txt"), "utf8"));
}

/**
 * The shipped questions with the customer's own: one a line, and a line that starts with "-" takes a shipped one out,
 * whatever its case and punctuation. `unknown`: such lines that name no shipped question.
 */
export function withOwnProbes(shipped: readonly string[], own: string): { probes: string[]; unknown: string[] } {
  const lines = linesOf(own);
  const removed = lines.filter((line) => line.startsWith("-"));
  const gone = new Set(removed.map(wordsOf));
  const known = new Set(shipped.map(wordsOf));
  return {
    probes: [
      ...shipped.filter((question) => !gone.has(wordsOf(question))),
      ...lines.filter((line) => !line.startsWith("-")),
    ],
    unknown: removed.filter((line) => !known.has(wordsOf(line))),
  };
}

/** Blank lines and lines that start with # are left out. */
function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

const wordsOf = (line: string): string => (line.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");

export type SupportThresholds = {
  /** Support from which a question counts as known. */
  supportThreshold: number;
  /** Support from which it is in doubt, below that of the known ones. */
  doubtThreshold: number;
};

/** How many times the step from the middle probe to the upper quartile the thresholds lie above the middle. */
const STEPS = { few: 3, many: 4.5 };
const DOUBT_STEPS = 2;
/** Passages up to which a documentation is small, and from which it is not; in between the steps grow with their logarithm. */
const FEW = 50;
const MANY = 500;
/** Fewer probes than this with a word in the documentation say nothing about it: a page or two are all there is. */
const ENOUGH = 8;
const TOO_FEW: SupportThresholds = { supportThreshold: 0.5, doubtThreshold: 0.25 };

/**
 * Label-free thresholds of "I don't know", from what the index gives to questions that it does not answer and of which it
 * holds a word. Median and quartile rather than a high percentile: a shop's documentation answers some of the probes, and
 * must not be silenced by them. Holds as long as it answers fewer than a quarter. At least 0, so that a question of which
 * nothing is covered is neither known nor in doubt. A small documentation holds few of the words that its customers use,
 * which lowers the support of what it does answer: it is trusted sooner.
 */
export function supportThresholdsOf(scores: number[], passages: number): SupportThresholds {
  const covered = scores.filter((score) => score !== UNCOVERED).sort((a, b) => a - b);
  if (covered.length < ENOUGH) return TOO_FEW;
  const middle = quantile(covered, 0.5);
  const step = quantile(covered, 0.75) - middle;
  return {
    supportThreshold: Math.max(0, middle + stepsFor(passages) * step),
    doubtThreshold: Math.max(0, middle + DOUBT_STEPS * step),
  };
}

function stepsFor(passages: number): number {
  const grown = Math.log(Math.max(1, passages) / FEW) / Math.log(MANY / FEW);
  return STEPS.few + (STEPS.many - STEPS.few) * Math.min(1, Math.max(0, grown));
}

/** Linear between neighbours (Hyndman & Fan 1996, type 7). */
function quantile(sorted: number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  return below + (place % 1) * (sorted[Math.ceil(place)]! - below);
}
