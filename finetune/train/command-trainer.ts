import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { Trainer, TrainingEnd, TrainingJob, TrainingProgress } from "./trainer.ts";

export type CommandSettings = {
  /** The program and what stands before the arguments of a training. */
  command: readonly [string, ...string[]];
  timeoutSeconds: number;
};

/** A line of standard output. Other lines are a program's talk. */
const lineSchema = z.union([
  z.object({ step: z.number().int().nonnegative(), steps: z.number().int().positive(), loss: z.number().optional() }),
  z.object({ artefact: z.string().min(1) }),
  z.object({ error: z.string().min(1) }),
]);
type Line = z.infer<typeof lineSchema>;

/** A program that ends on SIGTERM may tidy up first; one that does not is ended all the same. */
const GRACE_MS = 5_000;
/** The end of standard error says what went wrong. */
const COMPLAINT_LENGTH = 500;

/**
 * Any program: it is called with `--rows FILE --out FOLDER --seed N`, reports {"step", "steps", "loss"} as JSON lines on
 * standard output, {"artefact": PATH} at the end or {"error": TEXT}, and exits 0.
 */
export function commandTrainer({ command, timeoutSeconds }: CommandSettings): Trainer {
  return {
    async train(job, signal, onProgress) {
      if (signal.aborted) return { outcome: "cancelled" };
      const [program, ...before] = command;
      // A group of its own: what the program starts ends with it.
      const child = spawn(program, [...before, ...argumentsOf(job)], {
        stdio: ["ignore", "pipe", "pipe"],
        detached: true,
      });
      const timeout = AbortSignal.timeout(timeoutSeconds * 1_000);
      const leave = endOn(AbortSignal.any([signal, timeout]), child);
      const ran = await listen(child, onProgress).finally(leave);

      if (signal.aborted) return { outcome: "cancelled" };
      if (timeout.aborted) return failed(`${program} was ended after ${timeoutSeconds} s without a result.`);
      return endOf(program, ran);
    },
  };
}

const argumentsOf = ({ rows, out, seed }: TrainingJob) => ["--rows", rows, "--out", out, "--seed", String(seed)];

/** Ends the whole group on abort. Returns what takes the listening back. */
function endOn(signal: AbortSignal, child: ChildProcess): () => void {
  let last: NodeJS.Timeout | undefined;
  const end = (name: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // It has ended by itself.
    }
  };
  const onAbort = () => {
    end("SIGTERM");
    last = setTimeout(() => end("SIGKILL"), GRACE_MS);
  };
  signal.addEventListener("abort", onAbort, { once: true });
  return () => {
    signal.removeEventListener("abort", onAbort);
    clearTimeout(last);
  };
}

type Ran = { artefact: string | null; error: string | null; complaint: string; code: number | null };

function listen(child: ChildProcess, onProgress: (progress: TrainingProgress) => void): Promise<Ran> {
  const ran: Ran = { artefact: null, error: null, complaint: "", code: null };
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    ran.complaint = (ran.complaint + text).slice(-COMPLAINT_LENGTH);
  });
  createInterface({ input: child.stdout! }).on("line", (written) => {
    const line = lineOf(written);
    if (line === null) return;
    if ("artefact" in line) ran.artefact = line.artefact;
    else if ("error" in line) ran.error = line.error;
    else onProgress({ step: line.step, steps: line.steps, loss: line.loss ?? null });
  });
  return new Promise((done) => {
    child.on("error", (error) => done({ ...ran, error: `it cannot be started: ${error.message}` }));
    child.on("close", (code) => done({ ...ran, code }));
  });
}

function lineOf(written: string): Line | null {
  try {
    return lineSchema.safeParse(JSON.parse(written)).data ?? null;
  } catch {
    return null;
  }
}

function endOf(program: string, { artefact, error, complaint, code }: Ran): TrainingEnd {
  if (error !== null) return failed(`${program}: ${error}`);
  if (code !== 0)
    return failed(`${program} ended with ${code ?? "a signal"}: ${complaint.trim() || "it said nothing"}`);
  if (artefact === null) return failed(`${program} ended without a line {"artefact": PATH} on standard output.`);
  if (!existsSync(artefact)) return failed(`${program} named ${artefact}, and there is no such file or folder.`);
  return { outcome: "trained", artefact: resolve(artefact), cost: null };
}

const failed = (reason: string): TrainingEnd => ({ outcome: "failed", reason });
