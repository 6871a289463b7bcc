import { aligned } from "./aligned.ts";
import type { RunResult } from "./loop.ts";
import type { IntentResult } from "./promotion.ts";

const percent = (share: number) => `${Math.round(share * 100)} %`;
const points = (share: number) => `${share < 0 ? "−" : "+"}${Math.abs(Math.round(share * 100))}`;

/** What a run, or a promotion, came to, for a person: a line for each labelled intent, and its reason below. */
export function runTable({ dataset, model, intents, untrained }: RunResult): string {
  const made = `Dataset ${dataset}, ${model === null ? "no model: too few approved turns" : `model ${model}`}.`;
  const judged = intents.map((result) => {
    const { intent, trained, rows, before, after, interval, reason } = result;
    const cells = [
      ...[intent, String(trained), String(rows)],
      ...[`${percent(before)} → ${percent(after)}`, `${points(interval.low)} to ${points(interval.high)}`],
      decided(result),
    ];
    return { cells, reasons: [reason, ...changedShare(result)] };
  });
  const left = untrained.map(({ intent, trained, tested, reason }) => ({
    cells: [intent, String(trained), String(tested), "", "", "not trained"],
    reasons: [reason],
  }));
  const rows = [...judged, ...left];
  if (rows.length === 0) return made;
  const [head, ...lines] = aligned([HEAD, ...rows.map(({ cells }) => cells)]);
  return [
    made,
    "",
    head,
    ...rows.flatMap(({ reasons }, at) => [lines[at], ...reasons.map((reason) => `    ${reason}`)]),
  ].join("\n");
}

const HEAD = ["intent", "trained on", "questions", "right before → after", "points, 90 %", "decision"];

const decided = ({ decision, share: { after } }: IntentResult): string =>
  decision === "promoted" && after !== null ? `promoted, serves ${percent(after)} of conversations` : decision;

/** A new model that passes takes the place of one in canary at the share that it was given, which may be all. */
function changedShare({ decision, share: { before, after } }: IntentResult): string[] {
  if (decision !== "promoted" || before === null || after === null || before === after) return [];
  return [`its share went from ${percent(before)} to ${percent(after)} of conversations`];
}
