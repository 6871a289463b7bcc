import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ResourceLimits, Worker, type WorkerOptions } from "node:worker_threads";

/**
 * Starts a module, named from this folder, in a thread. Tests run the `.ts` sources, which Node 20 cannot load by itself; the build
 * runs the `.js` files.
 */
export function startWorker(module: string, workerData: unknown, resourceLimits: ResourceLimits = {}): Worker {
  const here = fileURLToPath(import.meta.url);
  const extension = extname(here);
  const options: WorkerOptions = { workerData, resourceLimits };
  if (extension === ".ts") {
    options.execArgv = ["--import", new URL("../../scripts/run-typescript.mjs", import.meta.url).href];
  }
  return new Worker(join(here, "..", `${module}${extension}`), options);
}

/** Resolves when the thread has ended by itself; rejects with what it threw, or when it was ended with another code. */
export function workerDone(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`The worker ended with code ${code}.`))));
  });
}
