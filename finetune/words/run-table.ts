import type { RunResult } from "../loop.ts";
import type { IntentResult } from "../promotion.ts";
import { aligned } from "./aligned.ts";
import { wrapped } from "./wrapped.ts";

export const percent = (share: number) => `${Math.round(share * 100)} %`;
export const points = (share: number) => `${share < 0 ? "−" : "+"}${Math.abs(Math.round(share * 100))}`;

/** What a run, or a promotion, came to, for a person: a line for each labelled intent, and its reason below. */
export function runTable({ dataset, model, intents, untrained }: RunResult): string {
  const made = `Dataset ${dataset}\n${model === null ? "No model: too few approved turns" : `Model ${model}`}`;
  const judged = intents.map((result) => {
    const { intent, trained, rows, before, after, interval, reason } = result;
    const cells = [
      ...[intent, String(trained), String(rows)],
      ...[`${percent(before)} → ${percent(after)}`, `${points(interval.low)} to ${points(interval.high)}`],
      result.decision,
    ];
    return { cells, reasons: [reason, ...servedShare(result)] };
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
    ...rows.flatMap(({ reasons }, at) => [lines[at], ...reasons.flatMap((reason) => wrapped(reason, "    "))]),
  ].join("\n");
}

const HEAD = ["intent", "trained", "asked", "before → after", "points, 90 %", "decision"];

/** A new model that passes takes the place of one in canary at the share that it was given, which may be all. */
function servedShare({ decision, reason, share: { before, after } }: IntentResult): string[] {
  if (decision !== "promoted" || after === null) return [];
  const serves = `serves ${percent(after)} of conversations`;
  if (reason.startsWith(serves)) return [];
  return [before === null || before === after ? serves : `${serves}; before, ${percent(before)}`];
}
