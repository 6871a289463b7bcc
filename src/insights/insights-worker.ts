import { readingConnection } from "../conversations/libsql-database.ts";
import { serveJobs } from "../conversations/serve-jobs.ts";
import { readFigures } from "./read-figures.ts";

serveJobs(readingConnection, readFigures);
