import { createRequire } from "node:module";

export type HnswLibrary = typeof import("hnswlib-node");

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
