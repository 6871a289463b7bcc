import { expectDimensions, type VectorIndex, type VectorMatch, type Vectors } from "./vector-index.ts";

/** Compares with every vector: nothing to build, nothing missed. Cost: dimensions × vectors, see the decision page. */
export function exactIndex({ ids, dimensions, rows }: Vectors): VectorIndex {
  const rowOf = new Map(ids.map((id, row) => [id, row]));
  return {
    size: ids.length,
    nearest(vector, limit) {
      expectDimensions(vector, dimensions);
      const norm = Math.hypot(...vector);
      if (norm === 0) return [];

      return best(products(vector, rows), Math.min(limit, ids.length)).map(
        ([row, product]): VectorMatch => ({ id: ids[row]!, similarity: product / norm }),
      );
    },

    similarity(vector, id) {
      expectDimensions(vector, dimensions);
      const [norm, row] = [Math.hypot(...vector), rowOf.get(id)];
      if (norm === 0 || row === undefined) return undefined;
      return products(vector, rows.subarray(row * dimensions, (row + 1) * dimensions))[0]! / norm;
    },
  };
}

/** Four independent sums let the processor overlap the additions: three times as fast as one running sum. */
function products(vector: Float32Array, rows: Float32Array): Float32Array {
  const dimensions = vector.length;
  const found = new Float32Array(rows.length / dimensions);
  const whole = dimensions - (dimensions % 4);

  for (let row = 0, at = 0; row < found.length; row++, at += dimensions) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let i = 0; i < whole; i += 4) {
      a += vector[i]! * rows[at + i]!;
      b += vector[i + 1]! * rows[at + i + 1]!;
      c += vector[i + 2]! * rows[at + i + 2]!;
      d += vector[i + 3]! * rows[at + i + 3]!;
    }
    for (let i = whole; i < dimensions; i++) a += vector[i]! * rows[at + i]!;
    found[row] = a + b + c + d;
  }
  return found;
}

/** The `wanted` greatest with their rows, greatest first; the earlier row wins a tie. Sorts only what is kept. */
function best(values: Float32Array, wanted: number): [row: number, value: number][] {
  const kept: [row: number, value: number][] = [];

  for (const [row, value] of values.entries()) {
    if (kept.length === wanted && (wanted === 0 || value <= kept[wanted - 1]![1])) continue;

    let place = kept.length;
    while (place > 0 && kept[place - 1]![1] < value) place -= 1;
    kept.splice(place, 0, [row, value]);
    if (kept.length > wanted) kept.pop();
  }
  return kept;
}
