import type { Hit } from "../search/knowledge.ts";
import type { Passage } from "../search/passage.ts";
import { nearestHeading } from "./read-passage.ts";
import type { Candidate } from "./unit-value.ts";

export type Extract = {
  /** Slices of the passages, in reading order, with `[n]` after each run of one passage. */
  text: string;
  /** `passages[n - 1]` is what `[n]` names. */
  passages: Passage[];
};

/** `candidates`: all units, picked or not, best passage first. Each run stands below its heading: dates and versions often stand only there. */
export function render(picked: Candidate[], quoted: Hit[], candidates: Candidate[]): Extract {
  const sources = [...new Set(picked.map(({ source }) => source))].sort((a, b) => a - b);
  const passages = sources.map((source) => quoted[source]!.passage);
  const runs = sources.map((source, rank) => {
    const own = picked.filter((candidate) => candidate.source === source).sort((a, b) => a.place - b.place);
    const heading = nearestHeading(passages[rank]!);
    const shown = rank > 0 && nearestHeading(passages[rank - 1]!) === heading ? "" : `**${heading}**\n\n`;
    const lines = own.map((candidate, at) => placed(candidate, own[at - 1])).join("");
    return `${shown}${lines}${cutOff(own.at(-1)!, candidates)}${closing(own.at(-1)!)}[${rank + 1}]`;
  });
  return { text: runs.join("\n\n"), passages };
}

/** Neighbours stay on one line, so that a line is a slice of the passage; anything else starts anew. */
function placed({ unit, place }: Candidate, before: Candidate | undefined): string {
  if (!before) return unit.header + unit.text;
  if (before.unit.block !== unit.block) return `\n\n${unit.header}${unit.text}`;
  if (before.place === place - 1) return (unit.kind === "sentence" ? " " : "\n") + unit.text;
  return `\n${GAP[unit.kind] ?? ""}${unit.text}`;
}

/** A list or a table with a silent gap would be read as the whole of it. */
const GAP: Partial<Record<Candidate["unit"]["kind"], string>> = { row: "| … |\n", item: "\n…\n\n", step: "\n…\n\n" };

/** The same for steps and items that go on beyond what is shown. */
function cutOff({ unit, source, place }: Candidate, candidates: Candidate[]): string {
  const next = candidates.find((other) => other.source === source && other.place === place + 1);
  return (unit.kind === "step" || unit.kind === "item") && next?.unit.block === unit.block ? "\n\n…" : "";
}

/** A marker inside a fence or a table row would be part of it. */
function closing({ unit }: Candidate): string {
  return unit.kind === "code" || unit.kind === "row" ? "\n\n" : " ";
}
