import type { Config } from "../src/config.ts";
import { claimFile, FileClaimedError, isClaimed } from "../src/models/claim-file.ts";
import { type BegunRun, noteInterrupted, readBegun } from "./begun-runs.ts";
import { folderOf } from "./loop.ts";

/**
 * Verbs that write what the others read. `tune` is none of them: it takes hours and writes to a folder of its own, and an
 * erasure must not wait that long. Nor is `rollback`, which nobody in need waits for, and which claims the registry.
 */
export const WRITING: ReadonlySet<string> = new Set([
  ...["run", "collect", "build", "split", "train", "evaluate", "promote", "candidate", "discover", "erase"],
]);

/** Somebody who is erased may not be told to come again: a run takes minutes. */
const ERASURE_WAITS_MS = 10 * 60_000;

/** While no other of these verbs works on this data folder, in whichever program. Throws LoopBusyError. */
export async function alone<Result>(config: Config, verb: string, work: () => Promise<Result> | Result) {
  const giveBack = claim(config, verb);
  try {
    noteInterrupted(folderOf(config, "begun"));
    return await work();
  } finally {
    giveBack();
  }
}

/** The runs that were started, the oldest first; one that was killed is known by the claim that it no longer holds. */
export function begunRuns(config: Config): BegunRun[] {
  const folder = folderOf(config, "begun");
  if (readBegun(folder).some(({ state }) => state === "running") && !isClaimed(folderOf(config, "loop.lock"))) {
    return readBegun(folder).map((run) => (run.state === "running" ? { ...run, state: "interrupted" } : run));
  }
  return readBegun(folder);
}

function claim(config: Config, verb: string): () => void {
  try {
    return claimFile(folderOf(config, "loop.lock"), verb === "erase" ? ERASURE_WAITS_MS : 0);
  } catch (error) {
    throw error instanceof FileClaimedError ? new LoopBusyError(config.dataDir) : error;
  }
}

export class LoopBusyError extends Error {
  constructor(dataDir: string) {
    super(
      `Another verb of the learning loop works on ${dataDir}, and nothing was changed. Wait until it has finished, then start this one again.`,
    );
    this.name = "LoopBusyError";
  }
}
