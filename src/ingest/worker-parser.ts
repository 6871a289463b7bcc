import type { Worker } from "node:worker_threads";
import { startWorker } from "../search/start-worker.ts";
import type { PageParser, ParsedPage, Unusable } from "./page-parser.ts";

export type WorkerParserInput = {
  /** Threads at most; they start as pages come. */
  threads: number;
  /** Milliseconds after which a page is given up. */
  timeLimit: number;
  /** Megabytes of heap after which a page is given up. */
  memoryLimit: number;
};

type Job = { path: string; bytes: Uint8Array; done: (result: ParsedPage | Unusable) => void };

/**
 * Parses in threads, so that a file which hangs or eats memory costs its thread and not the process. A thread that is
 * given up is replaced at the next page.
 */
export function workerParser({ threads, timeLimit, memoryLimit }: WorkerParserInput): PageParser {
  const waiting: Job[] = [];
  const idle: Worker[] = [];
  const all = new Set<Worker>();

  function next(): void {
    const worker = waiting.length === 0 ? undefined : (idle.pop() ?? started());
    if (worker) run(worker, waiting.shift()!);
  }

  function started(): Worker | undefined {
    if (all.size >= threads) return undefined;
    const worker = startWorker("../ingest/parse-worker", undefined, { maxOldGenerationSizeMb: memoryLimit });
    all.add(worker);
    return worker;
  }

  function run(worker: Worker, { path, bytes, done }: Job): void {
    const timer = setTimeout(() => giveUp(`took longer than ${timeLimit / 1000} s`), timeLimit);
    const onMessage = (result: ParsedPage | Unusable) => {
      settle(result);
      idle.push(worker);
      next();
    };
    const onError = (error: Error) => giveUp(faultOf(error, memoryLimit));
    const onExit = () => giveUp("cannot be read: the parser stopped");
    const giveUp = (reason: string) => {
      settle({ reason });
      all.delete(worker);
      void worker.terminate();
      next();
    };
    const settle = (result: ParsedPage | Unusable) => {
      clearTimeout(timer);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      done(result);
    };
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.postMessage({ path, bytes });
  }

  return {
    parse: (path, bytes) =>
      new Promise((done) => {
        waiting.push({ path, bytes, done });
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
