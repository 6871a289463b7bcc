import { workerData } from "node:worker_threads";

/** A thread beside work that may never come back to its event loop: ends the process where that cannot. */
const LOOK_MS = 100;

/** Code, young objects, and what V8 does not count, like the bytes that a PDF inflates to. */
const OUTSIDE_HEAP_MB = 512;

const { parent, memoryLimit } = workerData as { parent: number; memoryLimit: number };
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, "SIGKILL");
  // As V8 ends a process that is out of memory.
  if (process.memoryUsage.rss() > (memoryLimit + OUTSIDE_HEAP_MB) * 2 ** 20) process.kill(process.pid, "SIGABRT");
}, LOOK_MS);
