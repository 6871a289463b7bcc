import { parentPort, workerData } from "node:worker_threads";
import { type JobDone, type JobMessage, READY, type ThreadData } from "./job-thread.ts";

/** The thread's side of `jobThread`. @param open what the jobs work with, from the thread's data */
export function serveJobs<Data, Tools, Job>(
  open: (data: Data) => Tools,
  run: (tools: Tools, job: Job) => unknown,
): void {
  const { data, over } = workerData as ThreadData<Data>;
  const tools = open(data);
  parentPort?.postMessage(READY);
  parentPort?.on("message", async (message: JobMessage<Job> | null) => {
    if (message === null) return parentPort?.close();
    if (Atomics.load(over, 0) === 1) return;
    parentPort?.postMessage({ id: message.id, result: await run(tools, message.job) } satisfies JobDone<unknown>);
  });
}
