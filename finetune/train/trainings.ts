import { createHash } from "node:crypto";
import { createReadStream, existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { claimFile, isClaimed } from "../../src/models/claim-file.ts";
import { replaceFile } from "../../src/models/replace-file.ts";
import { jsonIn } from "../json-in.ts";
import type { Trainer, TrainingEnd, TrainingProgress } from "./trainer.ts";

/**
 * One training, whoever does it, as it stands in `finetune/trainings/ID/training.json` of the data folder: it outlives the
 * process that runs it. The defaults are those of records that were written before a field was.
 */
const trainingSchema = z.object({
  id: z.string(),
  trainer: z.enum(["embedded", "openai-compatible", "command"]).default("command"),
  dataset: z.string(),
  /** Version of this program that wrote the rows. */
  version: z.string(),
  /** The program and its arguments; for other trainers their settings, as words. */
  command: z.array(z.string()),
  seed: z.number().int(),
  /** The rows show the passages that the search finds, so that the model writes with passages in sight. */
  passages: z.boolean().optional(),
  startedAt: z.string(),
  /** On the disk it stays `running` where it was killed; whoever reads it looks whether somebody still holds its lock. */
  state: z.enum(["running", "trained", "cancelled", "failed", "erased", "interrupted"]),
  /** Newest last. */
  curve: z.array(z.object({ step: z.number(), steps: z.number(), loss: z.number().nullable() })),
  seconds: z.number(),
  /** What it will take by the measure of the last one, where steps do not last alike; null: steps tell, or there was none. */
  expectedSeconds: z.number().nullable().default(null),
  artefact: z.string().nullable(),
  /** SHA-256 of the artefact's files, in hexadecimal. */
  artefactHash: z.string().nullable().default(null),
  /** Null where nobody is paid. */
  cost: z.object({ tokens: z.number(), amount: z.number().nullable(), currency: z.string() }).nullable().default(null),
  reason: z.string().nullable(),
});
export type Training = z.infer<typeof trainingSchema>;

/** Below a training's own folder, for the trainer. */
const OUT = "out";
const NOTES = "notes";

export type TrainingPlan = Pick<Training, "trainer" | "dataset" | "version" | "command" | "seed"> &
  Partial<Pick<Training, "passages">> & { lines: readonly string[] };

export type TrainingPorts = {
  trainer: Trainer;
  signal: AbortSignal;
  /** Milliseconds since 1970. */
  clock: () => number;
  /** `secondsLeft: null`: nothing tells yet. */
  onProgress: (progress: TrainingProgress, secondsLeft: number | null) => void;
};

/** Trains, unless the same training has succeeded before: what took hours or money is not repeated. */
export async function runTraining(folder: string, plan: TrainingPlan, ports: TrainingPorts): Promise<Training> {
  const own = join(folder, trainingId(plan));
  const before = existsSync(recordFile(own)) ? readTraining(own) : null;
  if (before?.state === "trained" && before.artefact !== null && existsSync(before.artefact)) return before;
  return trainAgain(folder, plan, ports);
}

/**
 * Trains below `folder/ID`, named by dataset, trainer, settings and seed: the same again is the same training. The record is
 * replaced at each step, so a crash leaves the curve so far, and the trainer's notes of what goes on elsewhere. Throws FileClaimedError.
 */
export async function trainAgain(folder: string, plan: TrainingPlan, ports: TrainingPorts): Promise<Training> {
  const giveBack = claimFile(lockFile(folder, trainingId(plan)), CLAIM_MS);
  try {
    return await trainClaimed(folder, plan, ports);
  } finally {
    giveBack();
  }
}

/** Whoever only looks whether it runs holds it for a moment. */
const CLAIM_MS = 2_000;

async function trainClaimed(folder: string, plan: TrainingPlan, ports: TrainingPorts): Promise<Training> {
  const { lines, ...asked } = plan;
  const id = trainingId(plan);
  const own = join(folder, id);
  const expectedSeconds = plan.trainer === "embedded" ? lastOf(folder, plan.trainer) : null;
  rmSync(join(own, OUT), { recursive: true, force: true });
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
    expectedSeconds,
    artefact: null,
    artefactHash: null,
    cost: null,
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
  const job = { rows: join(own, "rows.jsonl"), out: join(own, OUT), notes: join(own, NOTES), seed: record.seed };
  const end = await trainer.train(job, signal, (progress) => {
    keep({ curve: [...now.curve, progress] });
    onProgress(progress, secondsLeft(record, progress, elapsed()));
  });
  keep(await outcomeOf(end));
  return now;
}

/** The embedded model spends nearly all of its time in one step; elsewhere steps are taken to last alike. */
function secondsLeft(
  { trainer, expectedSeconds }: Training,
  { step, steps }: TrainingProgress,
  elapsed: number,
): number | null {
  if (step >= steps) return 0;
  if (trainer === "embedded") return expectedSeconds === null ? null : Math.max(0, expectedSeconds - elapsed);
  return step === 0 ? null : (elapsed / step) * (steps - step);
}

/** Seconds of the newest training that ended well. */
const lastOf = (folder: string, trainer: Training["trainer"]): number | null =>
  readTrainings(folder).findLast((one) => one.trainer === trainer && one.state === "trained")?.seconds ?? null;

async function outcomeOf(end: TrainingEnd): Promise<Partial<Training>> {
  if (end.outcome !== "trained") return { state: end.outcome, reason: end.outcome === "failed" ? end.reason : null };
  const { artefact, cost } = end;
  return { state: "trained", artefact, artefactHash: await hashOf(artefact), cost };
}

/** Names and contents of all files, in the order of their names. Read in pieces: weights are gigabytes. */
async function hashOf(artefact: string): Promise<string> {
  const hash = createHash("sha256");
  const folder = statSync(artefact).isDirectory();
  const names = folder ? readdirSync(artefact, { recursive: true, encoding: "utf8" }).sort() : [""];
  for (const name of names) {
    const file = join(artefact, name);
    if (statSync(file).isDirectory()) continue;
    hash.update(`${name}\0`);
    for await (const piece of createReadStream(file)) hash.update(piece);
  }
  return hash.digest("hex");
}

/** Oldest first. */
export function readTrainings(folder: string): Training[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((id) => join(folder, id))
    .filter((own) => existsSync(recordFile(own)))
    .map(readTraining)
    .sort((one, other) => (one.startedAt < other.startedAt ? -1 : 1));
}

/**
 * Rows and artefacts of these datasets go, what still runs is cancelled; the record stays with hashes and counts. `kept`:
 * models that learnt nothing of what goes, so that only the rows do.
 */
export function forgetTrainings(folder: string, datasets: readonly string[], kept: readonly string[] = []): void {
  for (const training of readTrainings(folder).filter(({ dataset }) => datasets.includes(dataset))) {
    const own = join(folder, training.id);
    if (training.artefact !== null && kept.includes(basename(training.artefact))) {
      rmSync(join(own, "rows.jsonl"), { force: true });
      continue;
    }
    requestCancel(folder, training.id);
    for (const name of ["rows.jsonl", OUT, NOTES]) rmSync(join(own, name), { recursive: true, force: true });
    // What came to nothing stays so: there was no model to erase. Its reason may quote a row.
    const state = training.state === "failed" || training.state === "cancelled" ? training.state : "erased";
    replaceFile(recordFile(own), JSON.stringify({ ...training, state, artefact: null, reason: null }));
  }
}

/** Of trainings that stay, when their dataset is written again. */
export function renameDataset(folder: string, before: string, now: string): void {
  const follow = readTrainings(folder).filter(({ dataset, state }) => dataset === before && state !== "erased");
  for (const training of follow)
    replaceFile(recordFile(join(folder, training.id)), JSON.stringify({ ...training, dataset: now }));
}

const tunedSchema = z.object({ model: z.string().min(1) });

/** The tuned model's name on the vendor's server; its training must have ended well. */
export const tunedName = ({ artefact }: Training): string =>
  tunedSchema.parse(JSON.parse(readFileSync(artefact!, "utf8"))).model;

/** Models of these datasets that lie on a vendor's server. */
export const tunedElsewhere = (folder: string, datasets: readonly string[]): { url: string; name: string }[] =>
  readTrainings(folder)
    .filter(
      ({ trainer, state, artefact }) => trainer === "openai-compatible" && state === "trained" && artefact !== null,
    )
    .filter(({ dataset }) => datasets.includes(dataset))
    .map((training) => ({ url: training.command[0]!, name: tunedName(training) }));

/** A file, because the id of a process that died may be another program's by now. */
const cancelFile = (folder: string, id: string) => join(folder, `${id}.cancel`);

/** The process that runs it looks for this now and then. */
export const requestCancel = (folder: string, id: string): void => replaceFile(cancelFile(folder, id), "");
export const cancelRequested = (folder: string, id: string): boolean => existsSync(cancelFile(folder, id));

/** The operating system drops the claim with the process, however that ends. */
const lockFile = (folder: string, id: string) => join(folder, `${id}.lock`);

const recordFile = (own: string) => join(own, "training.json");

function readTraining(own: string): Training {
  const kept = trainingSchema.parse(jsonIn(recordFile(own)));
  const killed = kept.state === "running" && !isClaimed(lockFile(dirname(own), kept.id));
  return killed ? { ...kept, state: "interrupted" } : kept;
}
