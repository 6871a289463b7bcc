import type { Row } from "./linear-model.ts";

/** How an embedder's vectors are centred and scaled before logistic regression reads them. */
export type MeaningSpace = { means: Float32Array; scales: Float32Array };

/**
 * Divides each dimension by √(its standard deviation × the mean one): full standardisation would raise dimensions that
 * hardly vary to the others' weight (10 examples a class: .813 → .817 on banking77).
 */
export function fitMeaningSpace(vectors: readonly Float32Array[], dimensions: number): MeaningSpace {
  const means = new Float64Array(dimensions);
  const deviations = new Float64Array(dimensions);
  for (const vector of vectors) for (let d = 0; d < dimensions; d += 1) means[d]! += vector[d]! / vectors.length;
  for (const vector of vectors) {
    for (let d = 0; d < dimensions; d += 1) deviations[d]! += (vector[d]! - means[d]!) ** 2 / vectors.length;
  }

  for (let d = 0; d < dimensions; d += 1) deviations[d] = Math.sqrt(deviations[d]!);
  const usual = deviations.reduce((sum, deviation) => sum + deviation, 0) / dimensions;
  // A dimension that never varies says nothing, whatever it is divided by.
  return {
    means: Float32Array.from(means),
    scales: Float32Array.from(deviations, (deviation) => (deviation > 0 ? Math.sqrt(deviation * usual) : 1)),
  };
}

/** One column per dimension and a last one that is always 1: the bias. A zero vector, "no opinion", leaves only that. */
export function meaningRow(vector: Float32Array, { means, scales }: MeaningSpace): Row {
  const values = new Float32Array(vector.length + 1);
  const opinion = vector.some((value) => value !== 0);
  for (let d = 0; opinion && d < vector.length; d += 1) values[d] = (vector[d]! - means[d]!) / scales[d]!;
  values[vector.length] = 1;
  return { columns: firstColumns(values.length), values };
}

function firstColumns(count: number): Int32Array {
  const columns = new Int32Array(count);
  for (let column = 0; column < count; column += 1) columns[column] = column;
  return columns;
}
