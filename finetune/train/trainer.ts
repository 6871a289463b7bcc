/** What a training needs; everything else is a setting of its adapter. */
export type TrainingJob = {
  /** JSON lines in the form that the adapter asks for, see `export.ts`. */
  rows: string;
  /** An empty folder of this training's own. */
  out: string;
  seed: number;
};

/** `step` of `steps`; `loss` where the trainer measures one. */
export type TrainingProgress = { step: number; steps: number; loss: number | null };

/** Expected ends. `artefact` is a file or folder that exists; `reason` says what to do about it. */
export type TrainingEnd =
  | { outcome: "trained"; artefact: string }
  | { outcome: "cancelled" }
  | { outcome: "failed"; reason: string };

/** Makes a model of rows, here or elsewhere. Never throws for what the other side does. */
export interface Trainer {
  train(job: TrainingJob, signal: AbortSignal, onProgress: (progress: TrainingProgress) => void): Promise<TrainingEnd>;
}
