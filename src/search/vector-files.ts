import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { exactIndex } from "./exact-index.ts";
import { hnswIndex } from "./hnsw-index.ts";
import { type HnswLibrary, loadHnswLibrary, WITHOUT_HNSW_LIBRARY } from "./hnsw-library.ts";
import type { HnswJob } from "./hnsw-worker.ts";
import { startWorker, workerDone } from "./start-worker.ts";
import type { VectorIndex, Vectors } from "./vector-index.ts";

/** Fewer vectors are compared one by one in 1 to 3 ms, and nothing is missed: see the decision page. */
export const GRAPH_FLOOR = 5_000;

/** The SHA-256 of its second line, then that line: the manifest as JSON. */
const MANIFEST = "vectors.manifest";
const ROWS = "vectors.f32";
const GRAPH = "vectors.hnsw";

const manifestSchema = z.object({
  format: z.literal(2),
  /** Id of the embedder: vectors of two never meet. */
  embedder: z.string(),
  dimensions: z.number().int().positive(),
  ids: z.array(z.string()),
  /** SHA-256 of the files beside this one. */
  rows: z.string(),
  graph: z.string().nullable(),
});
type Manifest = z.infer<typeof manifestSchema>;

/** The folder's vectors are missing, damaged, of another format or of another embedder: embed again. */
export class VectorFilesError extends Error {
  override readonly name = "VectorFilesError";
}

/**
 * Writes what `openVectorIndex` reads. The manifest comes last: a folder without it holds nothing. `announce` is told in
 * one line when the graph could not be built for want of hnswlib-node.
 */
export async function writeVectorIndex(
  folder: string,
  vectors: Vectors,
  embedder: string,
  announce: (line: string) => void,
  library: HnswLibrary | null = loadHnswLibrary(),
): Promise<void> {
  const { ids, dimensions, rows } = vectors;
  writeDurably(join(folder, ROWS), Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength));

  const wantsGraph = ids.length >= GRAPH_FLOOR;
  if (wantsGraph && !library) announce(WITHOUT_HNSW_LIBRARY);
  const graph = wantsGraph && library !== null;
  if (graph) await buildGraph(folder, dimensions);
  const manifest: Manifest = {
    format: 2,
    embedder,
    dimensions,
    ids: [...ids],
    rows: digest(readFileSync(join(folder, ROWS))),
    graph: graph ? digest(readFileSync(join(folder, GRAPH))) : null,
  };
  const text = JSON.stringify(manifest);
  writeDurably(join(folder, MANIFEST), `${digest(text)}\n${text}`);
}

async function buildGraph(folder: string, dimensions: number): Promise<void> {
  const job: HnswJob = { rowsFile: join(folder, ROWS), graphFile: join(folder, GRAPH), dimensions };
  await workerDone(startWorker("hnsw-worker", job));
}

/** Every byte is compared with its checksum before it is used. Throws VectorFilesError. */
export function openVectorIndex(
  folder: string,
  embedder: string,
  announce: (line: string) => void,
  library: HnswLibrary | null = loadHnswLibrary(),
): VectorIndex {
  const { dimensions, ids, rows, graph, embedder: maker } = readManifest(folder);
  if (maker !== embedder)
    throw new VectorFilesError(`The vectors in ${folder} are those of ${maker}, not of ${embedder}`);
  if (graph !== null && library) {
    expectDigest(join(folder, GRAPH), graph);
    return hnswIndex(library, join(folder, GRAPH), ids, dimensions);
  }

  if (graph !== null) announce(WITHOUT_HNSW_LIBRARY);
  expectDigest(join(folder, ROWS), rows);
  return exactIndex({ ids, dimensions, rows: readRows(join(folder, ROWS)) });
}

/** Compares every file with its checksum, whichever of them would be read. Throws VectorFilesError. */
export function checkVectorFiles(folder: string): void {
  const { rows, graph } = readManifest(folder);
  expectDigest(join(folder, ROWS), rows);
  if (graph !== null) expectDigest(join(folder, GRAPH), graph);
}

/** Row after row of float32 in the machine's byte order, which is little-endian wherever Node runs today. */
export function readRows(file: string): Float32Array {
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

function readManifest(folder: string): Manifest {
  const file = join(folder, MANIFEST);
  const [expected, text] = readWhole(file).toString("utf8").split("\n");
  if (text === undefined || digest(text) !== expected) throw new VectorFilesError(`${file} is damaged`);

  const manifest = manifestSchema.safeParse(JSON.parse(text));
  if (!manifest.success) throw new VectorFilesError(`${file} was written by another version`);
  return manifest.data;
}

function expectDigest(file: string, expected: string): void {
  if (digest(readWhole(file)) !== expected) throw new VectorFilesError(`${file} is damaged`);
}

function readWhole(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new VectorFilesError(`${file} cannot be read`, { cause });
  }
}

function digest(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

function writeDurably(file: string, content: string | Buffer): void {
  const partial = `${file}.partial`;
  writeFileSync(partial, content);
  const handle = openSync(partial, "r");
  fsyncSync(handle);
  closeSync(handle);
  renameSync(partial, file);
}
