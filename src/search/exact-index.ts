import { expectDimensions, type VectorIndex, type VectorMatch, type Vectors } from "./vector-index.ts";

/**
 * Compares with every vector: nothing to build, nothing missed. Cost: half of dimensions × vectors and a little more where
 * the embedder puts most into its first dimensions, as static ones do, else all of it; see the decision page.
 */
export function exactIndex({ ids, dimensions, rows }: Vectors): VectorIndex {
  const rowOf = new Map(ids.map((id, row) => [id, row]));
  const table: Table = { rows, dimensions, head: dimensions >> 1, tails: new Float32Array(ids.length) };
  for (const row of ids.keys()) table.tails[row] = tailLength(rows.subarray(row * dimensions), table);
  return {
    size: ids.length,
    nearest(vector, limit) {
      expectDimensions(vector, dimensions);
      const norm = Math.hypot(...vector);
      if (norm === 0) return [];

      const { found, products } = greatest(vector, table, Math.min(limit, ids.length));
      return Array.from(found, (row, at): VectorMatch => ({ id: ids[row]!, similarity: products[at]! / norm }));
    },

    similarity(vector, id) {
      expectDimensions(vector, dimensions);
      const [norm, row] = [Math.hypot(...vector), rowOf.get(id)];
      if (norm === 0 || row === undefined) return undefined;
      return partOf(vector, table, row, 0) / norm;
    },
  };
}

type Table = {
  /** Row-major. */
  rows: Float32Array;
  dimensions: number;
  /** The dimensions before this one are compared first. */
  head: number;
  /** Length of what follows them, by row. */
  tails: Float32Array;
};

/** The rows that are greatest so far, and their products. */
type Kept = { found: Int32Array; products: Float64Array };
type Look = (row: number, product: number) => void;

/** More than sums of 32-bit numbers are off by. */
const ROUNDING = 1 + 1e-6;

/**
 * The `wanted` rows with the greatest products, greatest first; the earlier row wins a tie. A row's second half is looked at
 * only where it can still be among them: no product of two halves is more than that of their lengths (Cauchy–Schwarz).
 */
function greatest(vector: Float32Array, table: Table, wanted: number): Kept {
  // Doubles, once: otherwise each of them is widened anew for every row.
  const asked = Float64Array.from(vector);
  const tail = tailLength(vector, table) * ROUNDING;
  const kept: Kept = {
    found: new Int32Array(wanted),
    products: new Float64Array(wanted).fill(Number.NEGATIVE_INFINITY),
  };

  eachHead(asked, table, (row, product) => {
    if (product + tail * table.tails[row]! > kept.products[wanted - 1]!)
      keep(kept, row, product + partOf(asked, table, row, table.head));
  });
  return kept;
}

/** Product of the first half with that of each row. */
function eachHead(asked: Float64Array, { rows, dimensions, head, tails }: Table, look: Look): void {
  // Four rows at a time: their sums do not wait for each other, and each number of the vector is read once for them.
  const inFours = tails.length - (tails.length % 4);
  for (let row = 0; row < inFours; row += 4) {
    const first = row * dimensions;
    const [second, third, fourth] = [first + dimensions, first + 2 * dimensions, first + 3 * dimensions];
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = 0; i < head; i++) {
      const value = asked[i]!;
      a += value * rows[first + i]!;
      b += value * rows[second + i]!;
      c += value * rows[third + i]!;
      d += value * rows[fourth + i]!;
    }
    look(row, a);
    look(row + 1, b);
    look(row + 2, c);
    look(row + 3, d);
  }
  for (let row = inFours; row < tails.length; row++) {
    let sum = 0;
    for (let i = 0; i < head; i++) sum += asked[i]! * rows[row * dimensions + i]!;
    look(row, sum);
  }
}

/** In place of the least of them, where it is greater. */
function keep({ found, products }: Kept, row: number, product: number): void {
  let place = products.length - 1;
  if (product <= products[place]!) return;
  for (; place > 0 && products[place - 1]! < product; place -= 1) {
    found[place] = found[place - 1]!;
    products[place] = products[place - 1]!;
  }
  found[place] = row;
  products[place] = product;
}

/** Product of a vector with a row, from a dimension on. */
function partOf(vector: Float32Array | Float64Array, { rows, dimensions }: Table, row: number, from: number): number {
  let sum = 0;
  for (let i = from; i < dimensions; i++) sum += vector[i]! * rows[row * dimensions + i]!;
  return sum;
}

function tailLength(vector: Float32Array, { head, dimensions }: Pick<Table, "head" | "dimensions">): number {
  let sum = 0;
  for (let i = head; i < dimensions; i++) sum += vector[i]! ** 2;
  return Math.sqrt(sum);
}
