import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The questions of probe-questions.txt: blank lines and lines that start with # are left out. `root`: the checkout. */
export function readProbes(root: string): string[] {
  return readFileSync(join(root, "src", "search", "probe-questions.txt"), "utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** Share of the off-topic probes that must stay below the threshold. */
const PROBES_BELOW = 0.95;

/** Label-free threshold of "I don't know": what the index gives to questions that it does not answer. */
export function supportThresholdOf(scores: number[]): number {
  if (scores.length === 0) return 0;
  const sorted = [...scores].sort((a, b) => a - b);
  const place = PROBES_BELOW * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  return below + (place % 1) * (sorted[Math.ceil(place)]! - below);
}
