import { type Vectors, vectorsOf } from "../../src/search/vector-index.ts";

/** Same seed, same numbers: mulberry32, in 0..1. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Vectors of norm 1 around a few centres, as sentences lie around topics: "v0", "v1", … */
export function clusteredVectors(count: number, dimensions: number, seed: number): Vectors {
  const random = seededRandom(seed);
  const around = (centre: Float32Array, spread: number) =>
    unit(centre.map((value) => value + spread * (random() + random() - 1)));
  const centres = Array.from({ length: 20 }, () => around(new Float32Array(dimensions), 1));

  return vectorsOf(
    Array.from({ length: count }, (_, i) => [`v${i}`, around(centres[i % centres.length]!, 0.2)] as const),
    dimensions,
  );
}

export function unit(vector: Float32Array): Float32Array {
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

export function vectorAt({ rows, dimensions }: Vectors, row: number): Float32Array {
  return rows.slice(row * dimensions, (row + 1) * dimensions);
}
