import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { replaceFile } from "../../src/models/replace-file.ts";
import { type JobRequest, type TuningApi, type TuningJob, TuningServerError } from "./openai-tuning-api.ts";
import type { Trainer, TrainingCost, TrainingEnd, TrainingJob, TrainingProgress } from "./trainer.ts";

export type OpenaiTrainerInput = {
  api: TuningApi;
  /** The model that is tuned. */
  model: string;
  method: "supervised" | "dpo";
  epochs: number;
  costOf: (tokens: number) => TrainingCost;
  /** Milliseconds between two looks at the job; comes back early when the signal is aborted. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds since 1970. */
  clock: () => number;
  say: (line: string) => void;
};
type Settings = Omit<OpenaiTrainerInput, "api">;

const POLL_MS = 5_000;

/** What was begun on the server. Kept before it is waited for: rows that were sent and jobs that cost are not lost sight of. */
const noteSchema = z.object({ file: z.string(), job: z.string().nullable() });
type Note = z.infer<typeof noteSchema>;

/**
 * Any server that speaks OpenAI's fine-tuning. The artefact is `model.json`: the tuned model's name, the job and its
 * checkpoints. The rows are deleted from the server when the job has ended.
 */
export function openaiTrainer(input: OpenaiTrainerInput): Trainer {
  return {
    async train(job, signal, onProgress) {
      if (signal.aborted) return { outcome: "cancelled" };
      try {
        const note = await begun(job, input);
        return await followed(note, job, input, signal, onProgress);
      } catch (error) {
        if (!(error instanceof TuningServerError)) throw error;
        return { outcome: "failed", reason: reasonOf(error, readNote(job)) };
      }
    },
  };
}

const reasonOf = ({ message }: TuningServerError, note: Note | null) =>
  note?.job ? `${message} The job ${note.job} goes on there: run the same again to follow it.` : message;

/** Goes on with a job that a killed training had begun, else sends the rows and starts one. */
async function begun(job: TrainingJob, { api, ...settings }: OpenaiTrainerInput): Promise<Note & { job: string }> {
  const before = readNote(job);
  const running = before && (await unfinished(before, api));
  if (running) return keep(job, { file: running.training_file, job: running.id });

  if (before?.job) await settle(job, api, before.file);

  await refuseWithdrawn(api, settings);
  const file = before?.job === null ? before.file : await api.upload(job.rows);
  keep(job, { file, job: null });
  try {
    const { id } = await api.create(requestFor(file, job.seed, settings));
    return keep(job, { file, job: id });
  } catch (error) {
    // What the server will not train on does not stay there. Whether an unreachable one took the job is asked next time.
    if (error instanceof TuningServerError && error.status >= 400 && error.status < 500) await settle(job, api, file);
    throw error;
  }
}

/** A kill between creating a job and noting it left the file alone: the job is known by it. */
async function unfinished({ file, job }: Note, api: TuningApi): Promise<TuningJob | null> {
  const found =
    job === null
      ? (await api.jobs()).find(({ training_file }) => training_file === file)
      : await api.job(job).catch(nullIfGone);
  return found && found.status !== "failed" && found.status !== "cancelled" ? found : null;
}

function nullIfGone(error: unknown): null {
  if (error instanceof TuningServerError && error.status === 404) return null;
  throw error;
}

/** Servers other than OpenAI need not know the request. */
async function refuseWithdrawn(api: TuningApi, { model, clock, say }: Settings): Promise<void> {
  const date = await api.shutdownDate(model).catch(nullIfGone);
  if (date === null) return;
  say(`The server withdraws ${model} on ${date}; what is tuned from it ends with it.`);
  if (Date.parse(date) <= clock())
    throw new TuningServerError(0, `${model} was withdrawn on ${date}. Choose another model.`);
}

function requestFor(file: string, seed: number, { model, method, epochs }: Settings): JobRequest {
  const settings = { hyperparameters: { n_epochs: epochs } };
  return {
    model,
    training_file: file,
    seed,
    method: method === "dpo" ? { type: method, dpo: settings } : { type: method, supervised: settings },
  };
}

async function followed(
  note: Note & { job: string },
  job: TrainingJob,
  { api, wait, say, costOf }: OpenaiTrainerInput,
  signal: AbortSignal,
  onProgress: (progress: TrainingProgress) => void,
): Promise<TrainingEnd> {
  let seen: string | null = null;
  for (;;) {
    const now = await api.job(note.job);
    for (const { id, message, data } of await api.eventsAfter(note.job, seen)) {
      seen = id;
      if (data) onProgress({ step: data.step, steps: data.total_steps, loss: data.train_loss ?? null });
      else say(message);
    }
    let end = await endOf(now, job, api, costOf);
    if (!end && signal.aborted) {
      await api.cancel(note.job);
      end = { outcome: "cancelled" };
    }
    if (end) {
      await settle(job, api, note.file);
      return end;
    }
    await wait(POLL_MS, signal);
  }
}

/** Null: it goes on. */
async function endOf(
  now: TuningJob,
  { out }: TrainingJob,
  api: TuningApi,
  costOf: OpenaiTrainerInput["costOf"],
): Promise<TrainingEnd | null> {
  if (now.status === "cancelled") return { outcome: "cancelled" };
  if (now.status === "failed") return { outcome: "failed", reason: now.error?.message ?? "the server says no reason" };
  if (now.status !== "succeeded") return null;

  const checkpoints = (await api.checkpoints(now.id)).map(({ fine_tuned_model_checkpoint, step_number, metrics }) => {
    return { model: fine_tuned_model_checkpoint, step: step_number, loss: metrics.train_loss ?? null };
  });
  const artefact = join(out, "model.json");
  replaceFile(artefact, JSON.stringify({ model: now.fine_tuned_model, job: now.id, checkpoints }));
  return { outcome: "trained", artefact, cost: now.trained_tokens ? costOf(now.trained_tokens) : null };
}

/** The rows are customers' words: they stay on the server no longer than the job. */
async function settle(job: TrainingJob, api: TuningApi, file: string): Promise<void> {
  await api.deleteFile(file);
  rmSync(noteFile(job), { force: true });
}

const noteFile = ({ notes }: TrainingJob) => join(notes, "job.json");

function readNote(job: TrainingJob): Note | null {
  return existsSync(noteFile(job)) ? noteSchema.parse(JSON.parse(readFileSync(noteFile(job), "utf8"))) : null;
}

function keep<Kept extends Note>(job: TrainingJob, note: Kept): Kept {
  replaceFile(noteFile(job), JSON.stringify(note));
  return note;
}
