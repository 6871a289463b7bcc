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

/** Four rows at a time: their sums do not wait for each other, and each number of the vector is read once for them. */
function products(vector: Float32Array, rows: Float32Array): Float32Array {
  const dimensions = vector.length;
  const found = new Float32Array(rows.length / dimensions);
  // Doubles, once: otherwise each of them is widened anew for every row.
  const asked = Float64Array.from(vector);
  const whole = found.length - (found.length % 4);

  for (let row = 0; row < whole; row += 4) {
    const first = row * dimensions;
    const [second, third, fourth] = [first + dimensions, first + 2 * dimensions, first + 3 * dimensions];
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = 0; i < dimensions; i++) {
      const value = asked[i]!;
      a += value * rows[first + i]!;
      b += value * rows[second + i]!;
      c += value * rows[third + i]!;
      d += value * rows[fourth + i]!;
    }
    found[row] = a;
    found[row + 1] = b;
    found[row + 2] = c;
    found[row + 3] = d;
  }
  for (let row = whole; row < found.length; row++) {
    let sum = 0;
    for (let i = 0; i < dimensions; i++) sum += asked[i]! * rows[row * dimensions + i]!;
    found[row] = sum;
  }
  return found;
}

/** The `wanted` greatest with their rows, greatest first; the earlier row wins a tie. Sorts only what is kept. */
function best(values: Float32Array, wanted: number): [row: number, value: number][] {
  const kept: [row: number, value: number][] = [];

  // An iterator would make a pair for each of thousands.
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (kept.length === wanted && (wanted === 0 || value <= kept[wanted - 1]![1])) continue;

    let place = kept.length;
    while (place > 0 && kept[place - 1]![1] < value) place -= 1;
    kept.splice(place, 0, [row, value]);
    if (kept.length > wanted) kept.pop();
  }
  return kept;
}
