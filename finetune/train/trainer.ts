/** What a training needs; everything else is a setting of its adapter. */
export type TrainingJob = {
  /** JSON lines in the form that the adapter asks for, see `export.ts`. */
  rows: string;
  /** A folder of this training's own, not there yet. */
  out: string;
  /** A folder that outlives a crash, for what a trainer must remember of work that goes on elsewhere. */
  notes: string;
  seed: number;
};

/** `step` of `steps`; `loss` where the trainer measures one. */
export type TrainingProgress = { step: number; steps: number; loss: number | null };

/** What somebody else is owed. `amount`: null where the price of `tokens` was not told. */
export type TrainingCost = { tokens: number; amount: number | null; currency: string };

/**
 * Expected ends. `artefact` is a file or folder that exists, `cost: null` that nobody is paid; `reason` says what to do
 * about it.
 */
export type TrainingEnd =
  | { outcome: "trained"; artefact: string; cost: TrainingCost | null }
  | { outcome: "cancelled" }
  | { outcome: "failed"; reason: string };

/** Makes a model of rows, here or elsewhere. Never throws for what the other side does. */
export interface Trainer {
  train(job: TrainingJob, signal: AbortSignal, onProgress: (progress: TrainingProgress) => void): Promise<TrainingEnd>;
}
