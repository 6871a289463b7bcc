import { renameSync } from "node:fs";
import type { HnswLibrary } from "./hnsw-library.ts";
import { expectDimensions, type VectorIndex, type Vectors } from "./vector-index.ts";

/** Links per node and width of the search while building: hnswlib's defaults. */
const LINKS = 16;
const BUILD_WIDTH = 200;
/** Equal inputs give equal files. */
const SEED = 100;
/** Least width of a search. Narrower is faster and misses more: see the decision page. */
const LEAST_WIDTH = 128;

/**
 * Builds the graph and writes it to `file`. Cost: a third of a millisecond per vector and more as the graph grows, with
 * the thread blocked: only a worker calls this.
 */
export function buildHnswGraph(library: HnswLibrary, { ids, dimensions, rows }: Vectors, file: string): void {
  const graph = new library.HierarchicalNSW("cosine", dimensions);
  graph.initIndex(ids.length, LINKS, BUILD_WIDTH, SEED);
  for (const label of ids.keys()) {
    graph.addPoint([...rows.subarray(label * dimensions, (label + 1) * dimensions)], label);
  }

  graph.writeIndexSync(`${file}.partial`);
  renameSync(`${file}.partial`, file);
}

/**
 * Opens what `buildHnswGraph` wrote, for reading only. The file must be whole: hnswlib can crash the process on a
 * damaged one, so its checksum is compared before.
 */
export function hnswIndex(library: HnswLibrary, file: string, ids: readonly string[], dimensions: number): VectorIndex {
  const graph = new library.HierarchicalNSW("cosine", dimensions);
  graph.readIndexSync(file);
  const labelOf = new Map(ids.map((id, label) => [id, label]));

  return {
    size: ids.length,
    nearest(vector, limit) {
      expectDimensions(vector, dimensions);
      // hnswlib throws when asked for more neighbours than it holds.
      const wanted = Math.min(limit, ids.length);
      if (wanted <= 0 || vector.every((value) => value === 0)) return [];

      graph.setEf(Math.max(LEAST_WIDTH, wanted));
      const { neighbors, distances } = graph.searchKnn([...vector], wanted);
      return neighbors.map((label, rank) => ({ id: ids[label]!, similarity: 1 - distances[rank]! }));
    },

    similarity(vector, id) {
      expectDimensions(vector, dimensions);
      const [norm, label] = [Math.hypot(...vector), labelOf.get(id)];
      if (norm === 0 || label === undefined) return undefined;
      // The cosine space keeps its points at norm 1.
      return graph.getPoint(label).reduce((sum, value, at) => sum + value * vector[at]!, 0) / norm;
    },
  };
}
