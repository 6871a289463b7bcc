import { parentPort, workerData } from "node:worker_threads";
import Libsql from "libsql";
import { findMessages, type SearchJob } from "./find-messages.ts";

/** A thread's life: a connection of its own that only reads, and an answer to each job. */
export type SearchMessage = { id: number; job: SearchJob };

const database = new Libsql((workerData as { file: string }).file);
database.exec("PRAGMA query_only = ON");

parentPort?.on("message", ({ id, job }: SearchMessage) => {
  parentPort?.postMessage({ id, page: findMessages(database, job) });
});
