import { createReadStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { z } from "zod";

/** What the learning loop keeps; written by `finetune`, read here. */
export const loopFolder = (dataDir: string, name: string) => join(dataDir, "finetune", name);

export class LearningFileError extends Error {
  constructor(file: string, problem: string) {
    super(`${file} cannot be read: ${problem}. Move it away, and run the verb that made it again.`);
    this.name = "LearningFileError";
  }
}

/** Null where there is no such file. Throws LearningFileError. */
export function readLearningFile<Content>(file: string, schema: z.ZodType<Content>): Content | null {
  if (!existsSync(file)) return null;
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new LearningFileError(file, error instanceof Error ? error.message : String(error));
  }
}

/** What the next training reads; null: nothing was built yet. */
export function currentDataset(dataDir: string): string | null {
  const file = loopFolder(dataDir, "dataset");
  return existsSync(file) ? readFileSync(file, "utf8").trim() : null;
}

/** Names below a folder, sorted; none where there is no folder. */
export const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

/** Of a file of JSON lines, which may be large; none where there is no file. */
export async function* linesOf(file: string): AsyncIterable<string> {
  if (!existsSync(file)) return;
  yield* createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
}
