import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { replaceFile } from "../src/models/replace-file.ts";
import { jsonIn } from "./json-in.ts";
import { TrainingCancelledError } from "./train/supervise.ts";

const begunSchema = z.object({
  /** ISO 8601. */
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  /** `running` also where it was killed, until somebody looks. */
  state: z.enum(["running", "done", "failed", "cancelled", "interrupted"]),
  dataset: z.string().nullable(),
  /** Null: none was trained, or none yet. */
  model: z.string().nullable(),
});
/** A run as it was started, whatever became of it. */
export type BegunRun = z.infer<typeof begunSchema>;

const MOST_KEPT = 50;

/** Keeps that a run was started before it does anything, and what became of it. */
export async function begun<Result extends Pick<BegunRun, "dataset" | "model">>(
  folder: string,
  clock: () => number,
  work: () => Promise<Result>,
): Promise<Result> {
  const started = clock();
  const file = join(folder, `${started}.json`);
  const at = (time: number) => new Date(time).toISOString();
  const keep = (change: Partial<BegunRun> & Pick<BegunRun, "state">) => {
    const endedAt = change.state === "running" ? null : at(clock());
    const record = { startedAt: at(started), endedAt, dataset: null, model: null, ...change };
    replaceFile(file, JSON.stringify(begunSchema.parse(record)));
  };
  keep({ state: "running" });
  for (const old of namesIn(folder).slice(0, -MOST_KEPT)) rmSync(join(folder, old), { force: true });
  try {
    const result = await work();
    keep({ state: "done", dataset: result.dataset, model: result.model });
    return result;
  } catch (error) {
    keep({ state: error instanceof TrainingCancelledError ? "cancelled" : "failed" });
    throw error;
  }
}

/** For whoever holds the loop's claim: no run goes on beside that, so what stands as running was killed. */
export function noteInterrupted(folder: string): void {
  for (const name of namesIn(folder)) {
    const run = read(folder, name);
    if (run.state === "running") replaceFile(join(folder, name), JSON.stringify({ ...run, state: "interrupted" }));
  }
}

/** Oldest first. */
export const readBegun = (folder: string): BegunRun[] => namesIn(folder).map((name) => read(folder, name));

/** By their times, which have the same number of digits for some centuries. */
const namesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(".json"))
        .sort()
    : [];

const read = (folder: string, name: string): BegunRun => begunSchema.parse(jsonIn(join(folder, name)));
