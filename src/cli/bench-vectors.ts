import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../config.ts";
import { exactIndex } from "../search/exact-index.ts";
import { buildHnswGraph, hnswIndex } from "../search/hnsw-index.ts";
import { loadHnswLibrary, WITHOUT_HNSW_LIBRARY } from "../search/hnsw-library.ts";
import { defaultEmbedder } from "../search/static-embedder.ts";
import { type VectorIndex, type Vectors, vectorsOf } from "../search/vector-index.ts";
import { runCommand, UsageError } from "./command-line.ts";

const HELP = `
Usage: npm run bench -- vectors --pages DIR [--most 50000] [--json]

Exact search beside the HNSW graph over the paragraphs of a folder of Markdown: time to build, time of a query,
and how many of the truly nearest ten the graph finds. Paragraphs that are in neither index are the questions.
`;

const SIZES = [2_000, 5_000, 10_000, 20_000, 50_000, 100_000];
const QUERIES = 200;
const NEAREST = 10;

type Row = { vectors: number; exactMs: number; graphMs?: number; recall?: number; buildSeconds?: number };

export function main(argv: string[]): Promise<number> {
  return runCommand(
    {
      help: HELP,
      options: { pages: { type: "string" }, most: { type: "string" }, json: { type: "boolean" } },
      async run({ pages, most = "50000", json }) {
        if (!pages) throw new UsageError("--pages is missing");
        if (!loadHnswLibrary()) process.stderr.write(`${WITHOUT_HNSW_LIBRARY}\n`);

        const sizes = SIZES.filter((size) => size <= Number(most));
        const vectors = await embedded(paragraphs(pages, Math.max(...sizes) + QUERIES));
        const rows = sizes.filter((size) => size + QUERIES <= vectors.length).map((size) => measure(vectors, size));
        process.stdout.write(
          json ? `${JSON.stringify({ rows })}\n` : `${rows.map((row) => JSON.stringify(row)).join("\n")}\n`,
        );
      },
    },
    argv,
  );
}

/** The first `wanted` paragraphs of 200 to 1,000 characters, each once. */
function paragraphs(folder: string, wanted: number): string[] {
  const found = new Set<string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (!name.endsWith(".md")) continue;
    for (const paragraph of readFileSync(join(folder, name), "utf8").split(/\n\s*\n/)) {
      if (paragraph.length >= 200 && paragraph.length <= 1_000) found.add(paragraph);
    }
    if (found.size >= wanted) break;
  }
  return [...found].slice(0, wanted);
}

async function embedded(texts: string[]): Promise<Float32Array[]> {
  const vectors = await defaultEmbedder(projectRoot()).embed(texts);
  return vectors.filter((vector) => vector.some((value) => value !== 0));
}

function measure(all: Float32Array[], size: number): Row {
  const questions = all.slice(-QUERIES);
  const dimensions = all[0]!.length;
  const vectors = vectorsOf(
    all.slice(0, size).map((vector, i) => [String(i), vector] as const),
    dimensions,
  );
  const exact = timed(exactIndex(vectors), questions);

  const graph = graphOf(vectors);
  if (!graph) return { vectors: size, exactMs: exact.ms };

  const found = timed(graph.index, questions);
  const hits = found.ids.map((ids, i) => ids.filter((id) => exact.ids[i]!.includes(id)).length);
  const recall = hits.reduce((sum, count) => sum + count, 0) / (NEAREST * QUERIES);
  return { vectors: size, exactMs: exact.ms, graphMs: found.ms, recall, buildSeconds: graph.buildSeconds };
}

/** Built in this thread: nobody waits for it here. */
function graphOf(vectors: Vectors): { index: VectorIndex; buildSeconds: number } | null {
  const library = loadHnswLibrary();
  if (!library) return null;

  const folder = mkdtempSync(join(tmpdir(), "switchboard-bench-"));
  const start = performance.now();
  buildHnswGraph(library, vectors, join(folder, "graph"));
  const buildSeconds = Number(((performance.now() - start) / 1_000).toFixed(2));
  const index = hnswIndex(library, join(folder, "graph"), vectors.ids, vectors.dimensions);
  rmSync(folder, { recursive: true });
  return { index, buildSeconds };
}

/** Median milliseconds of a query after a warm-up, and what each found. */
function timed(index: VectorIndex, questions: Float32Array[]): { ms: number; ids: string[][] } {
  for (const question of questions.slice(0, 50)) index.nearest(question, NEAREST);

  const times: number[] = [];
  const ids = questions.map((question) => {
    const start = performance.now();
    const matches = index.nearest(question, NEAREST);
    times.push(performance.now() - start);
    return matches.map(({ id }) => id);
  });
  return { ms: Number(times.sort((one, other) => one - other)[times.length >> 1]!.toFixed(3)), ids };
}
