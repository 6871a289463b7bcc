import { readingConnection } from "../conversations/libsql-database.ts";
import { serveJobs } from "../conversations/serve-jobs.ts";
import { defaultEmbedder } from "../search/static-embedder.ts";
import { type FiguresJob, readFigures } from "./read-figures.ts";
import { type GapsJob, readGaps } from "./read-gaps.ts";

/** @property root the project's folder, where the embedder's table lies */
export type InsightsData = { file: string; root: string };
export type InsightsJob = ({ kind: "figures" } & FiguresJob) | ({ kind: "gaps" } & GapsJob);

serveJobs(
  ({ file, root }: InsightsData) => ({ database: readingConnection(file), embedder: defaultEmbedder(root) }),
  ({ database, embedder }, job: InsightsJob) =>
    job.kind === "figures" ? readFigures(database, job) : readGaps(database, job, embedder),
);
