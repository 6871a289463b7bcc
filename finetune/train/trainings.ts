import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { replaceFile } from "../../src/models/replace-file.ts";
import type { Trainer, TrainingEnd, TrainingProgress } from "./trainer.ts";

/** One training by another trainer, as it stands in its folder: it outlives the process that runs it. */
const trainingSchema = z.object({
  id: z.string(),
  dataset: z.string(),
  /** Version of this program that wrote the rows. */
  version: z.string(),
  command: z.array(z.string()),
  seed: z.number().int(),
  startedAt: z.string(),
  state: z.enum(["running", "trained", "cancelled", "failed", "erased"]),
  /** Newest last. */
  curve: z.array(z.object({ step: z.number(), steps: z.number(), loss: z.number().nullable() })),
  seconds: z.number(),
  artefact: z.string().nullable(),
  reason: z.string().nullable(),
});
export type Training = z.infer<typeof trainingSchema>;

/** Below a training's own folder, for the trainer. */
const OUT = "out";

export type TrainingPlan = Pick<Training, "dataset" | "version" | "command" | "seed"> & { lines: readonly string[] };

export type TrainingPorts = {
  trainer: Trainer;
  signal: AbortSignal;
  /** Milliseconds since 1970. */
  clock: () => number;
  onProgress: (progress: TrainingProgress, secondsLeft: number) => void;
};

/**
 * Trains below `folder/ID`, named by dataset, command and seed: the same again is the same training, and one that has
 * succeeded is not repeated. The record is replaced at each step, so a crash leaves the curve so far.
 */
export async function runTraining(folder: string, plan: TrainingPlan, ports: TrainingPorts): Promise<Training> {
  const { lines, ...asked } = plan;
  const id = trainingId(plan);
  const own = join(folder, id);
  const before = existsSync(recordFile(own)) ? readTraining(own) : null;
  if (before?.state === "trained" && before.artefact !== null && existsSync(before.artefact)) return before;

  rmSync(own, { recursive: true, force: true });
  rmSync(cancelFile(folder, id), { force: true });
  replaceFile(join(own, "rows.jsonl"), lines.map((line) => `${line}\n`).join(""));
  const started = ports.clock();
  const record: Training = {
    id,
    ...asked,
    startedAt: new Date(started).toISOString(),
    state: "running",
    curve: [],
    seconds: 0,
    artefact: null,
    reason: null,
  };
  return follow(own, record, ports, started);
}

/** Names a training by all that decides it. */
export const trainingId = (plan: TrainingPlan): string =>
  createHash("sha256").update(JSON.stringify(plan)).digest("hex").slice(0, 16);

async function follow(own: string, record: Training, ports: TrainingPorts, started: number): Promise<Training> {
  const { trainer, signal, clock, onProgress } = ports;
  const elapsed = () => (clock() - started) / 1_000;
  let now = record;
  const keep = (change: Partial<Training>) => {
    now = { ...now, seconds: elapsed(), ...change };
    replaceFile(recordFile(own), JSON.stringify(now));
  };

  keep({});
  const job = { rows: join(own, "rows.jsonl"), out: join(own, OUT), seed: record.seed };
  const end = await trainer.train(job, signal, (progress) => {
    keep({ curve: [...now.curve, progress] });
    onProgress(progress, secondsLeft(progress, elapsed()));
  });
  keep(outcomeOf(end));
  return now;
}

/** Steps are taken to last alike. */
export const secondsLeft = ({ step, steps }: TrainingProgress, elapsed: number): number =>
  step === 0 ? Number.POSITIVE_INFINITY : (elapsed / step) * Math.max(0, steps - step);

const outcomeOf = (end: TrainingEnd) => ({
  state: end.outcome,
  artefact: end.outcome === "trained" ? end.artefact : null,
  reason: end.outcome === "failed" ? end.reason : null,
});

/** Oldest first. */
export function readTrainings(folder: string): Training[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((id) => join(folder, id))
    .filter((own) => existsSync(recordFile(own)))
    .map(readTraining)
    .sort((one, other) => (one.startedAt < other.startedAt ? -1 : 1));
}

/** Rows and artefacts of these datasets go, what still runs is cancelled; the record stays with hashes and counts. */
export function forgetTrainings(folder: string, datasets: readonly string[]): void {
  for (const training of readTrainings(folder).filter(({ dataset }) => datasets.includes(dataset))) {
    const own = join(folder, training.id);
    requestCancel(folder, training.id);
    for (const name of ["rows.jsonl", OUT]) rmSync(join(own, name), { recursive: true, force: true });
    replaceFile(recordFile(own), JSON.stringify({ ...training, state: "erased", artefact: null, reason: null }));
  }
}

/** A file, because the id of a process that died may be another program's by now. */
const cancelFile = (folder: string, id: string) => join(folder, `${id}.cancel`);

/** The process that runs it looks for this now and then. */
export const requestCancel = (folder: string, id: string): void => replaceFile(cancelFile(folder, id), "");
export const cancelRequested = (folder: string, id: string): boolean => existsSync(cancelFile(folder, id));

const recordFile = (own: string) => join(own, "training.json");
const readTraining = (own: string): Training => trainingSchema.parse(JSON.parse(readFileSync(recordFile(own), "utf8")));
