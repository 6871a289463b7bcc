import { aligned } from "./aligned.ts";
import type { RunResult } from "./loop.ts";

const percent = (share: number) => `${Math.round(share * 100)} %`;
const points = (share: number) => `${share < 0 ? "−" : "+"}${Math.abs(Math.round(share * 100))}`;

/** What a run came to, for a person: a line for each labelled intent, and its reason below. */
export function runTable({ dataset, model, intents, untrained }: RunResult): string {
  const made = `Dataset ${dataset}, ${model === null ? "no model: too few approved turns" : `model ${model}`}.`;
  const judged = intents.map(({ intent, trained, rows, before, after, interval, decision, reason }) => ({
    cells: [
      ...[intent, String(trained), String(rows)],
      ...[`${percent(before)} → ${percent(after)}`, `${points(interval.low)} to ${points(interval.high)}`, decision],
    ],
    reason,
  }));
  const left = untrained.map(({ intent, trained, tested, reason }) => ({
    cells: [intent, String(trained), String(tested), "", "", "not trained"],
    reason,
  }));
  const rows = [...judged, ...left];
  if (rows.length === 0) return made;
  const [head, ...lines] = aligned([HEAD, ...rows.map(({ cells }) => cells)]);
  return [made, "", head, ...rows.flatMap(({ reason }, at) => [lines[at], `    ${reason}`])].join("\n");
}

const HEAD = ["intent", "trained on", "questions", "right before → after", "points, 90 %", "decision"];
