import type { Worker } from "node:worker_threads";
import { startWorker } from "../search/start-worker.ts";

export type ThreadPoolInput = {
  /** A module of this folder that answers each message with one message. */
  module: string;
  /** Threads at most; they start as work comes. */
  threads: number;
  /** Milliseconds after which a piece of work is given up. */
  timeLimit: number;
  /** Megabytes of heap after which a piece of work is given up. */
  memoryLimit: number;
};

/** A parse makes many short-lived objects; with Node's default of 48 MB it spends a fifth of its time collecting them. */
const YOUNG_MB = 192;

/** Work that was given up, and why. */
export type GivenUp = { reason: string };

export type ThreadPool<Input, Output> = {
  /** Never rejects. Any number may wait. */
  run(input: Input): Promise<Output | GivenUp>;
  close(): Promise<void>;
};

type Job<Input, Output> = { input: Input; done: (result: Output | GivenUp) => void };

/**
 * Does work on untrusted input in threads, so that what hangs or eats memory costs its thread and not the process. A
 * thread that is given up is replaced at the next piece of work. Idle threads do not keep the process alive.
 */
export function threadPool<Input, Output>(limits: ThreadPoolInput): ThreadPool<Input, Output> {
  const waiting: Job<Input, Output>[] = [];
  const idle: Worker[] = [];
  const all = new Set<Worker>();

  function next(): void {
    const worker = waiting.length === 0 ? undefined : (idle.pop() ?? started());
    if (worker) runOn(worker, waiting.shift()!);
  }

  function started(): Worker | undefined {
    if (all.size >= limits.threads) return undefined;
    const heap = { maxOldGenerationSizeMb: limits.memoryLimit, maxYoungGenerationSizeMb: YOUNG_MB };
    const worker = startWorker(`../ingest/${limits.module}`, undefined, heap);
    all.add(worker);
    return worker;
  }

  function runOn(worker: Worker, { input, done }: Job<Input, Output>): void {
    const timer = setTimeout(() => giveUp(`took longer than ${limits.timeLimit / 1000} s`), limits.timeLimit);
    const onMessage = (result: Output) => {
      settle(result);
      worker.unref();
      idle.push(worker);
      next();
    };
    const onError = (error: Error) => giveUp(faultOf(error, limits.memoryLimit));
    const onExit = () => giveUp("cannot be read: its thread stopped");
    const giveUp = (reason: string) => {
      settle({ reason });
      all.delete(worker);
      void worker.terminate();
      next();
    };
    const settle = (result: Output | GivenUp) => {
      clearTimeout(timer);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      done(result);
    };
    worker.ref();
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.postMessage(input);
  }

  return {
    run: (input) =>
      new Promise((done) => {
        waiting.push({ input, done });
        next();
      }),
    async close() {
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

function faultOf(error: Error, memoryLimit: number): string {
  const outOfMemory = (error as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY";
  return outOfMemory ? `needed more than ${memoryLimit} MB of memory` : `cannot be read: ${error.message}`;
}
