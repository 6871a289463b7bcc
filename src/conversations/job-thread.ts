import type { Worker } from "node:worker_threads";
import { startWorker } from "../search/start-worker.ts";

export type JobThread<Job, Result> = {
  /** Null when it would take too long. Fails as the thread does. */
  run(job: Job): Promise<Result | null>;
  close(): Promise<void>;
};

/** What travels to the thread, and back with the same id. */
export type JobMessage<Job> = { id: number; job: Job };
export type JobDone<Result> = { id: number; result: Result };

/** Longer than any job should take, and short enough that a bad one does not hold up the next ones for long. */
const LIMIT_MS = 5_000;

/**
 * A thread that takes jobs one after the other, so that no customer waits for them. It starts with the first job; one
 * that was given up is replaced at the next. @param module as startWorker takes it
 */
export function jobThread<Job, Result>(module: string, workerData: unknown): JobThread<Job, Result> {
  type Waiting = { resolve: (result: Result | null) => void; reject: (fault: unknown) => void };
  let worker: Worker | null = null;
  let waiting = new Map<number, Waiting>();
  let jobs = 0;

  function started(): Worker {
    const thread = startWorker(module, workerData);
    const own = waiting;
    thread.unref();
    thread.on("message", ({ id, result }: JobDone<Result>) => {
      own.get(id)?.resolve(result);
      own.delete(id);
    });
    thread.on("error", (fault) => {
      for (const { reject } of own.values()) reject(fault);
      giveUp(thread);
    });
    return thread;
  }

  /** Whoever waits for the thread is told that it takes too long. */
  function giveUp(thread: Worker): void {
    if (worker !== thread) return;
    const left = waiting;
    worker = null;
    waiting = new Map();
    void thread.terminate();
    for (const { resolve } of left.values()) resolve(null);
  }

  return {
    run(job) {
      worker ??= started();
      const thread = worker;
      const id = ++jobs;
      return new Promise<Result | null>((resolve, reject) => {
        const timer = setTimeout(() => giveUp(thread), LIMIT_MS).unref();
        const after =
          <Value>(settle: (value: Value) => void) =>
          (value: Value) => {
            clearTimeout(timer);
            settle(value);
          };
        waiting.set(id, { resolve: after(resolve), reject: after(reject) });
        thread.postMessage({ id, job } satisfies JobMessage<Job>);
      });
    },
    async close() {
      await worker?.terminate();
      worker = null;
    },
  };
}
