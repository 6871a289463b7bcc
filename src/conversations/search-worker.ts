import { parentPort, workerData } from "node:worker_threads";
import { countMessages, findMessages, type SearchJob } from "./find-messages.ts";
import type { JobMessage } from "./job-thread.ts";
import { readingConnection } from "./libsql-database.ts";

export type FindJob = SearchJob & { kind: "find" };
export type CountJob = Pick<SearchJob, "filter" | "now"> & { kind: "count" };

/** A thread's life: a connection of its own that only reads, and an answer to each job. */
const database = readingConnection((workerData as { file: string }).file);

parentPort?.on("message", ({ id, job }: JobMessage<FindJob | CountJob>) => {
  const result = job.kind === "find" ? findMessages(database, job) : countMessages(database, job);
  parentPort?.postMessage({ id, result });
});
