export type VectorMatch = {
  id: string;
  /** Cosine, in [-1, 1] up to rounding. */
  similarity: number;
};

/** What retrieval needs, not what a library offers. Built whole; a new ingest builds a new index. */
export interface VectorIndex {
  /** Vectors held. */
  readonly size: number;

  /**
   * Most similar first. Fewer than `limit` when the index holds fewer; none for the zero vector, which has no opinion.
   * Throws RangeError when the vector has another number of dimensions than the index.
   */
  nearest(vector: Float32Array, limit: number): VectorMatch[];

  /** Cosine with one vector it holds; undefined where it holds none of that id, or for the zero vector. */
  similarity(vector: Float32Array, id: string): number | undefined;
}

/** Row i of `rows` (dimensions × ids.length values, each row of norm 1) is the vector of `ids[i]`. */
export type Vectors = { ids: readonly string[]; dimensions: number; rows: Float32Array };

/** Copies into one flat array what an index is built from; zero vectors are left out. */
export function vectorsOf(entries: Iterable<readonly [id: string, vector: Float32Array]>, dimensions: number): Vectors {
  const kept = [...entries].filter(([, vector]) => vector.some((value) => value !== 0));
  const rows = new Float32Array(kept.length * dimensions);

  for (const [row, [, vector]] of kept.entries()) rows.set(vector, row * dimensions);
  return { ids: kept.map(([id]) => id), dimensions, rows };
}

/** For adapters: what both verbs promise about their argument. */
export function expectDimensions(vector: Float32Array, dimensions: number): void {
  if (vector.length !== dimensions) {
    throw new RangeError(`The vector has ${vector.length} dimensions, the index ${dimensions}.`);
  }
}
