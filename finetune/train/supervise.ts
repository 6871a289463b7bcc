import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Trainer } from "./trainer.ts";
import { cancelRequested, type runTraining, type Training, type TrainingPlan, trainingId } from "./trainings.ts";

const CANCEL_CHECK_MS = 500;
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

export type Supervision = { trainer: Trainer; train: typeof runTraining; say: (line: string) => void };

/** Trains as a command does: says each step, and Ctrl+C, or `runs --cancel ID` elsewhere, cancels it. Throws TrainingFailedError, TrainingCancelledError. */
export async function supervise(
  folder: string,
  plan: TrainingPlan,
  { trainer, train, say }: Supervision,
): Promise<Training> {
  const cancel = new AbortController();
  const abort = () => cancel.abort();
  for (const name of SIGNALS) process.once(name, abort);
  const watch = setInterval(() => cancelRequested(folder, trainingId(plan)) && abort(), CANCEL_CHECK_MS);
  const training = await train(folder, plan, {
    trainer,
    signal: cancel.signal,
    clock: () => Date.now(),
    onProgress: ({ step, steps, loss }, left) => {
      const until = left === null ? "" : `, about ${Math.ceil(left)} s left`;
      say(`step ${step} of ${steps}${loss === null ? "" : `, loss ${loss}`}${until}`);
    },
  }).finally(() => {
    clearInterval(watch);
    for (const name of SIGNALS) process.off(name, abort);
  });
  if (training.state === "failed") throw new TrainingFailedError(training.reason!);
  if (training.state === "cancelled") throw new TrainingCancelledError();
  return training;
}

export class TrainingFailedError extends Error {
  constructor(readonly reason: string) {
    super(`The training failed: ${reason}`);
    this.name = "TrainingFailedError";
  }
}

export class TrainingCancelledError extends Error {
  constructor() {
    super("The training was cancelled, and nothing serves otherwise than before. Run it again to go on.");
    this.name = "TrainingCancelledError";
  }
}

/** What a training's record calls this program. */
export const versionOf = (root: string): string => JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
