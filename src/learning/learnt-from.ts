import { join } from "node:path";
import { z } from "zod";
import { learntAs } from "../intents/learnt-as.ts";
import { readRegistry, withoutModels } from "../models/registry.ts";
import { bothNames } from "../privacy/pseudonym.ts";
import { LearningFileError, linesOf, loopFolder } from "./learning-file.ts";
import { type RunRecord, readRunRecords } from "./run-records.ts";

/**
 * The intents that a model serves which learnt from one of these conversations: once they are erased, the documentation
 * answers them until `run` has trained anew. Throws LearningFileError, RegistryError.
 */
export async function intentsLearntFrom(dataDir: string, conversations: readonly string[]): Promise<string[]> {
  const registry = readRegistry(dataDir);
  const serving = new Set(Object.values(registry.serving).flatMap(({ model, previous }) => [model, previous]));
  const names = new Set(conversations.flatMap(bothNames));
  const models: string[] = [];
  for (const run of readRunRecords(dataDir)) {
    if (!run.erased && serving.has(run.model) && (await learntFrom(dataDir, run, names))) models.push(run.model);
  }
  return withoutModels(registry, models).intents;
}

/** As `finetune` tells it, which erases: a server holds every row it was trained on. */
async function learntFrom(
  dataDir: string,
  { dataset, server, measured }: RunRecord,
  names: ReadonlySet<string>,
): Promise<boolean> {
  const file = join(loopFolder(dataDir, join("datasets", dataset)), "train.jsonl");
  const known = new Set(measured?.keys());
  for await (const line of linesOf(file)) {
    const row = rowIn(file, line);
    if (!names.has(row.conversation)) continue;
    if (server !== null || measured === null || learntAs(row, known) !== undefined) return true;
  }
  return false;
}

const rowSchema = z.object({
  conversation: z.string(),
  intent: z.string().nullable(),
  completion: z.string().nullable(),
});

function rowIn(file: string, line: string): z.infer<typeof rowSchema> {
  try {
    return rowSchema.parse(JSON.parse(line));
  } catch {
    throw new LearningFileError(file, "a line is no row of a dataset");
  }
}
