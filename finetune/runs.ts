import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { replaceFile } from "../src/models/replace-file.ts";
import { jsonIn } from "./json-in.ts";

const verdicts = z.array(z.boolean());

const evaluationSchema = z.object({
  intent: z.string(),
  /** Whether the approved reply was given, word for word, question by question. */
  candidate: verdicts,
  serving: verdicts,
  /** Milliseconds of an answer, on average. */
  cost: z.object({ candidate: z.number(), serving: z.number() }),
  guards: z.array(z.object({ name: z.string(), candidate: verdicts, serving: verdicts, allowedLoss: z.number() })),
});
export type IntentEvaluation = z.infer<typeof evaluationSchema>;

const runSchema = z.object({
  dataset: z.string(),
  /** Names the test side that it is judged on. */
  testSide: z.string().default(""),
  model: z.string(),
  seed: z.number().int(),
  trainedAt: z.string(),
  trainSeconds: z.number(),
  /** Null until the candidate was evaluated. */
  evaluations: z.array(evaluationSchema).nullable(),
  /** Where it answers, and whether it writes with passages in sight; null: here, by what staff approved. */
  server: z
    .object({ url: z.string(), name: z.string(), training: z.string(), writes: z.boolean() })
    .nullable()
    .default(null),
  /** How often the documentation answered in its place while it was evaluated, by reason. */
  detours: z.record(z.string(), z.number()).default({}),
  /** The model had learnt from a conversation that was erased, and is gone. */
  erased: z.boolean().default(false),
});
export type Run = z.infer<typeof runSchema>;

/** The same training again is the same run: its record is replaced. */
export function writeRun(folder: string, run: Run): void {
  replaceFile(join(folder, `${run.model}.json`), JSON.stringify(runSchema.parse(run)));
}

/** The record stays, with hashes and counts alone. */
export function forgetModel(folder: string, model: string): void {
  const run = readRuns(folder).find((one) => one.model === model);
  if (run) writeRun(folder, { ...run, evaluations: null, erased: true });
}

/** A model that stays goes on with what its dataset has become. */
export function followDataset(folder: string, before: string, now: Pick<Run, "dataset" | "testSide">): void {
  const follow = readRuns(folder).filter(({ dataset, erased }) => dataset === before && !erased);
  for (const run of follow) writeRun(folder, { ...run, ...now });
}

/** How many candidates were judged on a test side: the more, the likelier one of them is good there by chance. */
export const judgedOn = (runs: readonly Run[], testSide: string): number =>
  runs.filter((run) => run.testSide === testSide && run.evaluations !== null).length;

/** Oldest first. */
export function readRuns(folder: string): Run[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => runSchema.parse(jsonIn(join(folder, name))))
    .sort((one, other) => (one.trainedAt < other.trainedAt ? -1 : 1));
}
