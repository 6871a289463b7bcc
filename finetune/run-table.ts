import type { RunResult } from "./loop.ts";

const percent = (share: number) => `${Math.round(share * 100)} %`;
const points = (share: number) => `${share < 0 ? "−" : "+"}${Math.abs(Math.round(share * 100))}`;

/** What a run came to, for a person: a line for each intent, and its reason below. */
export function runTable({ dataset, model, intents }: RunResult): string {
  const made = `Dataset ${dataset}, ${model === null ? "no model: too few approved turns" : `model ${model}`}.`;
  if (intents.length === 0) return made;
  const rows = intents.map(({ intent, rows: asked, before, after, interval, decision }) => [
    intent,
    String(asked),
    `${percent(before)} → ${percent(after)}`,
    `${points(interval.low)} to ${points(interval.high)}`,
    decision,
  ]);
  const table = [["intent", "questions", "right before → after", "points, 90 %", "decision"], ...rows];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
  return [made, "", lines[0], ...intents.flatMap(({ reason }, at) => [lines[at + 1], `    ${reason}`])].join("\n");
}
