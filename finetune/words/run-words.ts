import type { CleaningReport, Counts } from "../../src/protocol/learning.ts";
import { counted } from "../../src/score/counted.ts";
import type { CollectReport } from "../collect.ts";

/** What a run says to a person while it goes on. */
export function collectedLine(
  source: string,
  { conversations, redacted }: Pick<CollectReport, "conversations" | "redacted">,
): string {
  if (conversations === 0) return `collected ${source}: it holds no conversations`;
  const replaced = listed(redacted as Counts);
  const personal = replaced === "" ? "no personal data found" : `personal data replaced: ${replaced}`;
  return `collected ${source}: ${counted(conversations, "conversation")}, ${personal}`;
}

export function builtLine({ examples, kept, left }: CleaningReport): string {
  const out = listed(left);
  return `built: ${kept} of ${counted(examples, "example")}${out === "" ? "" : `; left out: ${out}`}`;
}

/** A test side that has judged many candidates flatters the best of them. */
export const judgedLine = (candidates: number): string =>
  candidates === 1
    ? "the test side has judged 1 model"
    : `the test side has judged ${candidates} models, this one included: the more, the likelier one is good by chance`;

/** The counts that are not zero. */
export const listed = (counts: Counts): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");
