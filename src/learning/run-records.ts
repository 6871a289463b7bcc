import { join } from "node:path";
import { z } from "zod";
import type { MeasuredIntent, RunHead } from "../protocol/learning.ts";
import { gate } from "../score/gate.ts";
import { loopFolder, namesIn, readLearningFile } from "./learning-file.ts";

const verdicts = z.array(z.boolean());
const evaluationSchema = z.object({
  intent: z.string(),
  candidate: verdicts,
  serving: verdicts,
  cost: z.object({ candidate: z.number(), serving: z.number() }),
  guards: z.array(z.object({ name: z.string(), candidate: verdicts, serving: verdicts, allowedLoss: z.number() })),
});

const recordSchema = z.object({
  dataset: z.string(),
  testSide: z.string().default(""),
  model: z.string(),
  seed: z.number(),
  trainedAt: z.string(),
  trainSeconds: z.number(),
  evaluations: z.array(evaluationSchema).nullable(),
  erased: z.boolean().default(false),
  server: z.object({ url: z.string(), name: z.string(), writes: z.boolean() }).nullable().default(null),
  detours: z.record(z.string(), z.number()).default({}),
});

/** A trained model with what the gate makes of it, by intent; null: it was not evaluated. */
export type RunRecord = Omit<RunHead, "passed"> & {
  testSide: string;
  measured: ReadonlyMap<string, MeasuredIntent> | null;
};

/** Oldest first. Throws LearningFileError. */
export function readRunRecords(dataDir: string): RunRecord[] {
  const folder = loopFolder(dataDir, "runs");
  return namesIn(folder)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => readLearningFile(join(folder, name), recordSchema) ?? [])
    .map(({ evaluations, ...head }) => ({ ...head, measured: evaluations && measuredBy(head.model, evaluations) }))
    .sort((one, other) => (one.trainedAt < other.trainedAt ? -1 : 1));
}

function measuredBy(model: string, evaluations: readonly z.infer<typeof evaluationSchema>[]) {
  return new Map(
    evaluations.map((evaluation) => {
      const { intent, candidate } = evaluation;
      return [intent, { model, rows: candidate.length, ...gate(evaluation) }];
    }),
  );
}

export function headOf({ measured, testSide: _, ...head }: RunRecord): RunHead {
  const all = measured && [...measured.values()];
  const promoted = all?.filter(({ decision }) => decision === "promoted").length;
  return { ...head, passed: all && { promoted: promoted!, of: all.length } };
}
