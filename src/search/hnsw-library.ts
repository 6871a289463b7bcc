import { createRequire } from "node:module";

/** What is used of hnswlib-node. Written down here, because the package's own types are missing where it is. */
export type HnswLibrary = {
  HierarchicalNSW: new (space: "cosine", dimensions: number) => HnswGraph;
};

type HnswGraph = {
  initIndex(size: number, links: number, width: number, seed: number): void;
  addPoint(vector: number[], label: number): void;
  getPoint(label: number): number[];
  setEf(width: number): void;
  searchKnn(vector: number[], neighbours: number): { neighbors: number[]; distances: number[] };
  readIndexSync(file: string): void;
  writeIndexSync(file: string): void;
};

/**
 * Null where the optional package is missing or was built for another platform. Asked for at first use and not imported,
 * because loading the binary fails for good on a machine without a compiler.
 */
export function loadHnswLibrary(): HnswLibrary | null {
  try {
    return createRequire(import.meta.url)("hnswlib-node") as HnswLibrary;
  } catch {
    return null;
  }
}

export const WITHOUT_HNSW_LIBRARY =
  "hnswlib-node is not installed here: vectors are compared one by one, which is slower.";
