import { writeFileSync } from "node:fs";
import { startWorker } from "../search/start-worker.ts";

/**
 * The other end of process-pool.ts: answers each message of the parent with one. Ends with the parent, however that ends
 * and whatever is being done here.
 */
export function serveParent<Input, Output>(work: (input: Input) => Output | Promise<Output>): void {
  const [parent, memoryLimit] = process.argv.slice(2).map(Number);
  startWorker("../ingest/guard-process", { parent, memoryLimit }).unref();
  offerToEnd();
  // A terminal and systemd send these to the whole group. The parent, which may want to finish, decides.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
  process.once("disconnect", () => process.exit());
  // Libraries leave promises behind that fail when their page was answered long ago (pdf.js does): no fault of the next.
  process.on("unhandledRejection", () => {});
  process.on("message", (input) => void answer(work, input as Input));
}

/** A fault of this program ends the process, and its parent reads from standard error which one it was. */
async function answer<Input, Output>(work: (input: Input) => Output | Promise<Output>, input: Input): Promise<void> {
  try {
    process.send?.(await work(input));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  }
}

/** When the machine runs out of memory, the system (Linux) ends this process and not the server. */
function offerToEnd(): void {
  try {
    writeFileSync("/proc/self/oom_score_adj", "1000");
  } catch {
    // Not Linux, or not allowed here: the limits of the pool remain.
  }
}
