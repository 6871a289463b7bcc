import { countMessages, findMessages, type SearchJob } from "./find-messages.ts";
import { readingConnection } from "./libsql-database.ts";
import { serveJobs } from "./serve-jobs.ts";

export type FindJob = SearchJob & { kind: "find" };
export type CountJob = Pick<SearchJob, "filter" | "now"> & { kind: "count" };

serveJobs(readingConnection, (database, job: FindJob | CountJob) =>
  job.kind === "find" ? findMessages(database, job) : countMessages(database, job),
);
