import { workerData } from "node:worker_threads";
import { buildHnswGraph } from "./hnsw-index.ts";
import { loadHnswLibrary } from "./hnsw-library.ts";
import { readRows } from "./vector-files.ts";

/** A thread's life: read the rows, build the graph, write it. A throw reaches the parent as its `error` event. */
export type HnswJob = { rowsFile: string; graphFile: string; dimensions: number };

const { rowsFile, graphFile, dimensions } = workerData as HnswJob;
const library = loadHnswLibrary();
if (!library) throw new Error("hnswlib-node was there a moment ago");

const rows = readRows(rowsFile);
const ids = Array.from({ length: rows.length / dimensions }, (_, row) => String(row));
buildHnswGraph(library, { ids, dimensions, rows }, graphFile);
