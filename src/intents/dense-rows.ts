/** Row-major: row `r` is `values[r × width … (r + 1) × width]`. */
export type DenseRows = { values: Float32Array; width: number; count: number };

/** The vectors less their mean, each of length 1: what all texts share would make everything look alike. */
export function centredRows(vectors: readonly Float32Array[], width: number): DenseRows {
  const means = new Float64Array(width);
  for (const vector of vectors) for (let d = 0; d < width; d += 1) means[d]! += vector[d]! / vectors.length;

  const rows = emptyRows(vectors.length, width);
  for (const [at, vector] of vectors.entries()) {
    const row = rowOf(rows, at);
    for (let d = 0; d < width; d += 1) row[d] = vector[d]! - means[d]!;
    toLengthOne(row);
  }
  return rows;
}

export const emptyRows = (count: number, width: number): DenseRows => ({
  values: new Float32Array(count * width),
  width,
  count,
});

/** A view: what is written to it is written to the rows. */
export const rowOf = ({ values, width }: DenseRows, at: number): Float32Array =>
  values.subarray(at * width, (at + 1) * width);

/** Four sums at once: clustering spends its time here, and one sum would wait for itself. */
export function dot(one: DenseRows, at: number, other: DenseRows, from: number): number {
  const { width, values: a } = one;
  const b = other.values;
  const [start, shift] = [at * width, (from - at) * width];
  let [first, second, third, fourth] = [0, 0, 0, 0];
  let d = start;
  for (; d + 3 < start + width; d += 4) {
    first += a[d]! * b[d + shift]!;
    second += a[d + 1]! * b[d + 1 + shift]!;
    third += a[d + 2]! * b[d + 2 + shift]!;
    fourth += a[d + 3]! * b[d + 3 + shift]!;
  }
  for (; d < start + width; d += 1) first += a[d]! * b[d + shift]!;
  return first + second + third + fourth;
}

/** In place; zeros stay. */
export function toLengthOne(row: Float32Array): void {
  let squares = 0;
  for (const value of row) squares += value * value;
  const length = Math.sqrt(squares) || 1;
  for (let d = 0; d < row.length; d += 1) row[d]! /= length;
}
