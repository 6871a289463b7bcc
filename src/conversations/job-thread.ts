import type { Worker } from "node:worker_threads";
import { startWorker } from "../search/start-worker.ts";

export type JobThread<Job, Result> = {
  /** Null when it would take too long. Fails as the thread does. */
  run(job: Job): Promise<Result | null>;
  /** Resolves when the thread has ended, which is after the job that it is at. */
  close(): Promise<void>;
};

/** Milliseconds. */
export type JobLimits = {
  /** Longer than any job should take, and short enough that a bad one does not hold up the next for long. */
  jobMs: number;
  /** What a job may wait besides for a thread that has yet to start: half a second, on a crowded machine many. */
  startMs: number;
};

/** What the thread says first. */
export const READY = "ready";
/** What travels to the thread, and back with the same id. */
export type JobMessage<Job> = { id: number; job: Job };
export type JobDone<Result> = { id: number; result: Result };
/** @property over set to 1: whoever waited is gone, so that what is left need not be done */
export type ThreadData<Data> = { data: Data; over: Int32Array };

/**
 * A thread that takes jobs one after the other, so that no customer waits for them. It starts with the first job; one
 * that was given up is replaced at the next. It is never killed: libsql ends the whole process when a thread is stopped
 * in the middle of a query.
 * @param module as startWorker takes it; it calls `serveJobs`
 */
export function jobThread<Data, Job, Result>(module: string, data: Data, limits: JobLimits): JobThread<Job, Result> {
  type Waiting = { resolve: (result: Result | null) => void; reject: (fault: unknown) => void };
  type Thread = {
    worker: Worker;
    over: Int32Array;
    ready: boolean;
    waiting: Map<number, Waiting>;
    gone: Promise<void>;
  };
  let thread: Thread | null = null;
  const leaving = new Set<Thread>();
  let jobs = 0;

  function started(): Thread {
    const over = new Int32Array(new SharedArrayBuffer(4));
    const worker = startWorker(module, { data, over } satisfies ThreadData<Data>);
    const gone = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    const own: Thread = { worker, over, ready: false, waiting: new Map(), gone };
    worker.unref();
    worker.on("message", (message: typeof READY | JobDone<Result>) => {
      if (message === READY) {
        own.ready = true;
        return;
      }
      const { id, result } = message;
      own.waiting.get(id)?.resolve(result);
      own.waiting.delete(id);
      // A program that waits for a result does not end before it; one that waits for nothing may.
      if (own.waiting.size === 0) worker.unref();
    });
    worker.on("error", (fault) => {
      for (const { reject } of own.waiting.values()) reject(fault);
      dismiss(own);
    });
    return own;
  }

  /** Whoever waits for the thread is told that it takes too long. */
  function dismiss(own: Thread): void {
    if (thread === own) thread = null;
    Atomics.store(own.over, 0, 1);
    own.worker.postMessage(null);
    own.worker.unref();
    leaving.add(own);
    void own.gone.then(() => leaving.delete(own));
    for (const { resolve } of own.waiting.values()) resolve(null);
    own.waiting.clear();
  }

  return {
    run(job) {
      thread ??= started();
      const own = thread;
      const id = ++jobs;
      return new Promise<Result | null>((resolve, reject) => {
        const patience = limits.jobMs + (own.ready ? 0 : limits.startMs);
        const timer = setTimeout(() => dismiss(own), patience).unref();
        const after =
          <Value>(settle: (value: Value) => void) =>
          (value: Value) => {
            clearTimeout(timer);
            settle(value);
          };
        own.waiting.set(id, { resolve: after(resolve), reject: after(reject) });
        own.worker.ref();
        own.worker.postMessage({ id, job } satisfies JobMessage<Job>);
      });
    },
    async close() {
      if (thread) dismiss(thread);
      for (const { worker } of leaving) worker.ref();
      await Promise.all([...leaving].map(({ gone }) => gone));
    },
  };
}
