import { join } from "node:path";
import { z } from "zod";
import { isClaimed } from "../models/claim-file.ts";
import { replaceFile } from "../models/replace-file.ts";
import type { TrainingView } from "../protocol/learning.ts";
import { loopFolder, namesIn, readLearningFile } from "./learning-file.ts";

const recordSchema = z.object({
  id: z.string(),
  trainer: z.enum(["embedded", "openai-compatible", "command"]).default("command"),
  seed: z.number(),
  cost: z.object({ tokens: z.number(), amount: z.number().nullable(), currency: z.string() }).nullable().default(null),
  dataset: z.string(),
  command: z.array(z.string()),
  startedAt: z.string(),
  state: z.enum(["running", "trained", "cancelled", "failed", "erased", "interrupted"]),
  curve: z.array(z.object({ step: z.number(), steps: z.number(), loss: z.number().nullable() })),
  seconds: z.number(),
  expectedSeconds: z.number().nullable().default(null),
  artefact: z.string().nullable(),
  reason: z.string().nullable(),
});

/** Newest first. `now`: milliseconds since 1970. Throws LearningFileError. */
export function readTrainingRecords(dataDir: string, now: number): TrainingView[] {
  const folder = loopFolder(dataDir, "trainings");
  return namesIn(folder)
    .flatMap((id) => readRecord(folder, id) ?? [])
    .map(({ expectedSeconds, ...view }) => {
      const runs = view.state === "running";
      return { ...view, secondsLeft: runs ? secondsLeft({ expectedSeconds, ...view }, now) : null };
    })
    .sort((one, other) => (one.startedAt < other.startedAt ? 1 : -1));
}

/** One that was killed is known by the claim that it no longer holds. */
function readRecord(folder: string, id: string): z.infer<typeof recordSchema> | null {
  const record = readLearningFile(join(folder, id, "training.json"), recordSchema);
  const killed = record?.state === "running" && !isClaimed(join(folder, `${id}.lock`));
  return record && killed ? { ...record, state: "interrupted" } : record;
}

/** By what the last one took where the trainer says that, else by steps, which are taken to last alike. */
function secondsLeft(record: z.infer<typeof recordSchema>, now: number): number | null {
  const { trainer, expectedSeconds, startedAt, curve, seconds } = record;
  if (expectedSeconds !== null) return Math.max(0, expectedSeconds - (now - Date.parse(startedAt)) / 1_000);
  const last = curve.at(-1);
  if (trainer === "embedded" || !last || last.step === 0) return null;
  return (seconds / last.step) * Math.max(0, last.steps - last.step);
}

/** The process that trains looks for this file now and then. False where no such training runs. */
export function cancelTraining(dataDir: string, id: string): boolean {
  const folder = loopFolder(dataDir, "trainings");
  const runs = namesIn(folder).includes(id) && readRecord(folder, id)?.state === "running";
  if (runs) replaceFile(join(folder, `${id}.cancel`), "");
  return runs;
}
