import { counted } from "../../src/score/counted.ts";
import { type GateDecision, gate } from "../../src/score/gate.ts";
import { wilson } from "../../src/score/paired.ts";
import type { IntentEvaluation, Run } from "../runs.ts";
import { aligned } from "./aligned.ts";
import { guardLines } from "./guard-table.ts";
import { percent, points } from "./run-table.ts";
import { judgedLine, listed } from "./run-words.ts";
import { wrapped } from "./wrapped.ts";

export type Judgement = {
  run: Pick<Run, "model" | "dataset" | "detours">;
  evaluations: readonly IntentEvaluation[];
  /** Models that were judged on the same test side. */
  candidates: number;
  /** Intents that the model serves already. */
  live: readonly string[];
};

/** How a model did beside what serves now, intent by intent, and what must not get worse, for a person. */
export function evaluationTable({ run, evaluations, candidates, live }: Judgement): string {
  const { model, dataset, detours } = run;
  const judged = evaluations.map((one) => ({ ...one, ...gate(one) }));
  const gaveWay = listed(detours);
  return [
    `Model ${model} beside what serves now,`,
    `on the test side of dataset ${dataset}.`,
    ...wrapped(`Note: ${judgedLine(candidates)}.`),
    "",
    ...intentLines(judged, live),
    "",
    ...guardLines(evaluations),
    ...(gaveWay === ""
      ? []
      : ["", ...wrapped(`Its reply gave way to the documentation, as answers record it: ${gaveWay}.`)]),
    "",
    ...nextLines(judged, model, live),
  ].join("\n");
}

const HEAD = ["intent", "asked", "before → after", "after, 95 %", "points, 90 %", "gate"];

type JudgedIntent = IntentEvaluation & GateDecision;

/** Why the gate stays shut stands below; where it opens, the interval says it. */
function intentLines(judged: readonly JudgedIntent[], live: readonly string[]): string[] {
  const why = ({ intent, reason }: JudgedIntent) => (live.includes(intent) ? "the model serves it already" : reason);
  const rows = judged.map((one) => [one.intent, ...figures(one), opens(one) ? "opens" : "shut"]);
  const all = judged.length > 1 ? [["together", ...figures(together(judged)), ""]] : [];
  const [head, ...lines] = aligned([HEAD, ...rows, ...all]);
  return [
    head!,
    ...judged.flatMap((one, at) => [lines[at]!, ...(opens(one) ? [] : wrapped(why(one), "    "))]),
    ...lines.slice(judged.length),
  ];
}

type Figures = Pick<JudgedIntent, "candidate" | "before" | "after" | "interval">;

function figures({ candidate, before, after, interval }: Figures): string[] {
  if (candidate.length === 0) return ["0", "", "", ""];
  const { low, high } = wilson(candidate.filter((right) => right).length, candidate.length);
  return [
    String(candidate.length),
    `${percent(before)} → ${percent(after)}`,
    `${Math.round(low * 100)} to ${percent(high)}`,
    `${points(interval.low)} to ${points(interval.high)}`,
  ];
}

function together(judged: readonly JudgedIntent[]): Figures {
  const candidate = judged.flatMap((one) => one.candidate);
  const serving = judged.flatMap((one) => one.serving);
  return { candidate, ...gate({ candidate, serving, cost: { candidate: 0, serving: 0 }, guards: [] }) };
}

const opens = ({ decision }: GateDecision) => decision === "promoted";

function nextLines(judged: readonly JudgedIntent[], model: string, live: readonly string[]): string[] {
  const passed = judged.filter(opens).length;
  const serves = live.length === 0 ? "" : ` The model serves ${counted(live.length, "intent")} already.`;
  const open = `The gate opens for ${passed} of ${counted(judged.length, "intent")}.${serves}`;
  if (passed > 0) return [open, `Next: npm run finetune -- promote --model ${model}`];
  return live.length === judged.length ? [open] : [open, "Next: npm run finetune -- advise"];
}
