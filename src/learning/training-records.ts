import { join } from "node:path";
import { z } from "zod";
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
  state: z.enum(["running", "trained", "cancelled", "failed", "erased"]),
  curve: z.array(z.object({ step: z.number(), steps: z.number(), loss: z.number().nullable() })),
  seconds: z.number(),
  artefact: z.string().nullable(),
  reason: z.string().nullable(),
});

/** Newest first. Throws LearningFileError. */
export function readTrainingRecords(dataDir: string): TrainingView[] {
  const folder = loopFolder(dataDir, "trainings");
  return namesIn(folder)
    .flatMap((id) => readLearningFile(join(folder, id, "training.json"), recordSchema) ?? [])
    .map((record) => ({ ...record, secondsLeft: record.state === "running" ? secondsLeft(record) : null }))
    .sort((one, other) => (one.startedAt < other.startedAt ? 1 : -1));
}

/** Steps are taken to last alike. */
function secondsLeft({ curve, seconds }: z.infer<typeof recordSchema>): number | null {
  const last = curve.at(-1);
  return last && last.step > 0 ? (seconds / last.step) * Math.max(0, last.steps - last.step) : null;
}

/** The process that trains looks for this file now and then. False where no such training runs. */
export function cancelTraining(dataDir: string, id: string): boolean {
  const runs = readTrainingRecords(dataDir).some((training) => training.id === id && training.state === "running");
  if (runs) replaceFile(join(loopFolder(dataDir, "trainings"), `${id}.cancel`), "");
  return runs;
}
