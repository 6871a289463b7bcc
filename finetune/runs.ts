import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

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
  model: z.string(),
  seed: z.number().int(),
  trainedAt: z.string(),
  trainSeconds: z.number(),
  /** Null until the candidate was evaluated. */
  evaluations: z.array(evaluationSchema).nullable(),
});
export type Run = z.infer<typeof runSchema>;

/** The same training again is the same run: its record is replaced. */
export function writeRun(folder: string, run: Run): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${run.model}.json`);
  writeFileSync(`${file}.partial`, JSON.stringify(runSchema.parse(run)));
  renameSync(`${file}.partial`, file);
}

/** Oldest first. */
export function readRuns(folder: string): Run[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => runSchema.parse(JSON.parse(readFileSync(join(folder, name), "utf8"))))
    .sort((one, other) => (one.trainedAt < other.trainedAt ? -1 : 1));
}
