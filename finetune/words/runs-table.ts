import { counted } from "../../src/score/counted.ts";
import type { BegunRun } from "../begun-runs.ts";
import type { Run } from "../runs.ts";
import type { Training } from "../train/trainings.ts";
import { aligned } from "./aligned.ts";

export type RunsList = {
  runs: readonly BegunRun[];
  models: readonly (Omit<Run, "evaluations"> & { evaluated: boolean })[];
  trainings: readonly (Omit<Training, "curve"> & { last: Training["curve"][number] | null })[];
};

/** What `runs` lists, or cancels, for a person. */
export const runsText = (result: RunsList | { cancelled: string }): string =>
  "cancelled" in result
    ? `The training ${result.cancelled} is asked to end, which takes a moment. See: npm run finetune -- runs`
    : runsTable(result);

/** The newest last, where the screen ends. */
function runsTable({ runs, models, trainings }: RunsList): string {
  const parts = [
    ...part(counted(runs.length, "run"), ["started, UTC", "ended, UTC", "state", "model"], runs.map(runCells)),
    ...part(counted(models.length, "model"), MODEL_HEAD, models.map(modelCells)),
    ...part(counted(trainings.length, "training"), TRAINING_HEAD, trainings.map(trainingCells)),
  ];
  return parts.length === 0 ? "Nothing was trained yet. Run: npm run finetune -- run" : parts.join("\n").trimEnd();
}

const MODEL_HEAD = ["model", "trained, UTC", "took", "dataset", "state"];
const TRAINING_HEAD = ["training", "started, UTC", "took", "trainer", "dataset", "state"];

function part(title: string, head: string[], rows: string[][]): string[] {
  return rows.length === 0 ? [] : [`${title}:`, ...aligned([head, ...rows]).map((line) => `  ${line}`), ""];
}

const time = (at: string) => at.slice(0, 16).replace("T", " ");
/** Enough to tell datasets apart; no command asks for one. */
const short = (dataset: string) => dataset.slice(0, 8);
const took = (seconds: number) => `${Math.round(seconds)} s`;

const runCells = ({ startedAt, endedAt, state, model }: BegunRun): string[] => [
  time(startedAt),
  endedAt === null ? "" : time(endedAt),
  state,
  model ?? (state === "done" ? "none: too few approved turns" : ""),
];

function modelCells({ model, trainedAt, trainSeconds, dataset, ...run }: RunsList["models"][number]): string[] {
  const state = run.erased ? "erased" : run.evaluated ? "evaluated" : "not evaluated";
  const where = run.server ? `, answers as ${run.server.name} at ${run.server.url}` : "";
  return [model, time(trainedAt), took(trainSeconds), short(dataset), `${state}${where}`];
}

function trainingCells({ id, startedAt, seconds, trainer, dataset, ...training }: RunsList["trainings"][number]) {
  const { state, last, cost, reason } = training;
  const step = state === "running" && last ? `, step ${last.step} of ${last.steps}` : "";
  const paid = cost ? `, ${costWords(cost)}` : "";
  return [
    id,
    time(startedAt),
    took(seconds),
    trainer,
    short(dataset),
    `${state}${step}${paid}${reason ? `: ${reason.replace(/\s+/g, " ")}` : ""}`,
  ];
}

const costWords = ({ tokens, amount, currency }: NonNullable<Training["cost"]>) =>
  amount === null ? counted(tokens, "token") : `${counted(tokens, "token")}, ${amount.toFixed(2)} ${currency}`;
