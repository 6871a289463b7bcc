import { join } from "node:path";
import { z } from "zod";
import { readRegistry, withoutModels } from "../models/registry.ts";
import { bothNames } from "../privacy/pseudonym.ts";
import { LearningFileError, linesOf, loopFolder } from "./learning-file.ts";
import { readRunRecords } from "./run-records.ts";

/**
 * The intents that a model serves which learnt from one of these conversations: once they are erased, the documentation
 * answers them until `run` has trained anew. Throws LearningFileError, RegistryError.
 */
export async function intentsLearntFrom(dataDir: string, conversations: readonly string[]): Promise<string[]> {
  const registry = readRegistry(dataDir);
  const serving = new Set(Object.values(registry.serving).flatMap(({ model, previous }) => [model, previous]));
  const names = new Set(conversations.flatMap(bothNames));
  const models: string[] = [];
  for (const { model, dataset, erased } of readRunRecords(dataDir)) {
    if (!erased && serving.has(model) && (await holds(loopFolder(dataDir, join("datasets", dataset)), names)))
      models.push(model);
  }
  return withoutModels(registry, models).intents;
}

const lineSchema = z.object({ conversation: z.string() });

async function holds(dataset: string, names: ReadonlySet<string>): Promise<boolean> {
  for (const file of ["train.jsonl", "test.jsonl"].map((name) => join(dataset, name))) {
    for await (const line of linesOf(file)) if (names.has(conversationIn(file, line))) return true;
  }
  return false;
}

function conversationIn(file: string, line: string): string {
  try {
    return lineSchema.parse(JSON.parse(line)).conversation;
  } catch {
    throw new LearningFileError(file, "a line is no row of a dataset");
  }
}
