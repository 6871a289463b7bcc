import { join } from "node:path";
import { z } from "zod";
import { replaceFile } from "../models/replace-file.ts";
import { JOB_VERBS, type JobVerb, type JobView, type StartJob } from "../protocol/learning.ts";
import { loopFolder, namesIn, readLearningFile } from "./learning-file.ts";
import type { RunningVerb, StartVerb, VerbEnd } from "./start-verb.ts";
import { verbOutcome } from "./verb-outcome.ts";

const jobSchema = z.object({
  jobId: z.string(),
  verb: z.enum(JOB_VERBS),
  by: z.string(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  state: z.enum(["running", "done", "failed", "cancelled"]),
  lines: z.array(z.string()),
});
type Job = z.infer<typeof jobSchema>;

export type Started = { kind: "started"; jobId: string } | { kind: "refused"; reason: string };

export type JobDesk = {
  /** One at a time: two would train on each other's files. */
  start(job: StartJob, by: string): Started;
  /** False where it does not run. */
  cancel(jobId: string): boolean;
  /** Newest first. Throws LearningFileError. */
  list(): JobView[];
  /** Ends what runs; it stands as interrupted from then on, and may be started again. */
  close(): Promise<void>;
};

export type JobPorts = { dataDir: string; start: StartVerb; clock: () => number; newId: () => string };

/** What a page can show, and a file may hold; what is older says less. */
const MOST_LINES = 500;
const MOST_SHOWN = 20;

/** Verbs of the command line, started from the console. Each line is kept as it comes, in a file of the job's own. */
export function jobDesk({ dataDir, start, clock, newId }: JobPorts): JobDesk {
  const folder = loopFolder(dataDir, "jobs");
  const fileOf = (jobId: string) => join(folder, `${jobId}.json`);
  let running: { job: Job; verb: RunningVerb | null; cancelled: boolean; over: Promise<void> } | null = null;
  let closed = false;

  function keep(job: Job): Job {
    replaceFile(fileOf(job.jobId), JSON.stringify(job));
    return job;
  }

  function hear(line: string): void {
    if (running) running.job = keep({ ...running.job, lines: [...running.job.lines, line].slice(-MOST_LINES) });
  }

  async function follow(steps: readonly (readonly string[])[]): Promise<void> {
    let end: VerbEnd = { ok: true, printed: "" };
    for (const step of steps) {
      running!.verb = start(step, hear);
      end = await running!.verb.ended;
      if (!end.ok || running!.cancelled || closed) break;
    }
    const outcome = end.ok ? verbOutcome(running!.job.verb, end.printed) : null;
    if (outcome) hear(outcome);
    const { job, cancelled } = running!;
    running = null;
    // What the server's own end took away stays "running" in its file, which the next server reads as interrupted.
    if (!closed) keep({ ...job, endedAt: clock(), state: cancelled ? "cancelled" : end.ok ? "done" : "failed" });
  }

  const kept = () => namesIn(folder).filter((name) => name.endsWith(".json"));

  return {
    start({ verb, canary }, by) {
      if (running) return { kind: "refused", reason: `${running.job.by} started one that still runs. Wait or cancel.` };
      const jobId = newId();
      const job = keep({ jobId, verb, by, startedAt: clock(), endedAt: null, state: "running", lines: [] });
      running = { job, verb: null, cancelled: false, over: Promise.resolve() };
      running.over = follow(stepsOf(verb, canary));
      return { kind: "started", jobId };
    },
    cancel(jobId) {
      if (running?.job.jobId !== jobId) return false;
      running.cancelled = true;
      running.verb?.stop();
      return true;
    },
    list() {
      const jobs = kept().flatMap((name) => readLearningFile(join(folder, name), jobSchema) ?? []);
      jobs.sort((one, other) => other.startedAt - one.startedAt);
      return jobs.slice(0, MOST_SHOWN).map((job) => viewOf(job, jobs, running?.job.jobId === job.jobId, clock()));
    },
    async close() {
      closed = true;
      running?.verb?.stop();
      await running?.over;
    },
  };
}

/** `run` collects by itself; the others look at what was collected, which is brought up to date first. */
function stepsOf(verb: JobVerb, canary: number): string[][] {
  if (verb === "run") return [canary < 1 ? [verb, "--canary", String(canary)] : [verb]];
  return [["collect"], [verb]];
}

/** Pure. */
function viewOf(job: Job, all: readonly Job[], runs: boolean, now: number): JobView {
  if (job.state === "running" && !runs) return { ...job, state: "interrupted", secondsLeft: null };
  const last = all.find(({ verb, state }) => verb === job.verb && state === "done");
  const secondsLeft =
    runs && last ? Math.max(0, (last.endedAt! - last.startedAt - (now - job.startedAt)) / 1_000) : null;
  return { ...job, secondsLeft };
}
