import { type DenseRows, dot, emptyRows, rowOf, toLengthOne } from "./dense-rows.ts";

/** `labels[row]` is the centre that the row belongs to. */
export type Clusters = { labels: Int32Array; centres: DenseRows };

/** Spherical k-means (Dhillon & Modha 2001) from k-means++ seeds. Rows have length 1; at most `wanted` clusters. */
export function kMeans(rows: DenseRows, wanted: number, random: () => number, rounds: number): Clusters {
  return settle(rows, drawSeeds(rows, Math.min(wanted, rows.count), random), rounds);
}

/** Lloyd's rounds: every row to its nearest centre, every centre to the direction of its rows, until nothing moves. */
function settle(rows: DenseRows, start: DenseRows, rounds: number): Clusters {
  let centres = start;
  let labels = nearestCentres(rows, centres);
  for (let round = 0; round < rounds; round += 1) {
    centres = centresOf(rows, labels, centres.count);
    const moved = nearestCentres(rows, centres);
    const settled = moved.every((label, row) => label === labels[row]);
    labels = moved;
    if (settled) break;
  }
  return { labels, centres };
}

/** Arthur & Vassilvitskii 2007: each further seed is drawn by its squared distance to the nearest one so far. */
function drawSeeds(rows: DenseRows, wanted: number, random: () => number): DenseRows {
  const centres = emptyRows(wanted, rows.width);
  const distances = new Float64Array(rows.count).fill(Number.POSITIVE_INFINITY);
  let next = Math.floor(random() * rows.count);
  for (let seed = 0; seed < wanted; seed += 1) {
    rowOf(centres, seed).set(rowOf(rows, next));
    let sum = 0;
    for (let row = 0; row < rows.count; row += 1) {
      distances[row] = Math.min(distances[row]!, Math.max(0, 2 - 2 * dot(rows, row, centres, seed)));
      sum += distances[row]!;
    }
    next = drawByWeight(distances, random() * sum);
  }
  return centres;
}

function drawByWeight(weights: Float64Array, drawn: number): number {
  let left = drawn;
  const found = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return found < 0 ? weights.length - 1 : found;
}

function nearestCentres(rows: DenseRows, centres: DenseRows): Int32Array {
  return Int32Array.from({ length: rows.count }, (_, row) => {
    let [best, nearest] = [Number.NEGATIVE_INFINITY, 0];
    for (let centre = 0; centre < centres.count; centre += 1) {
      const nearness = dot(rows, row, centres, centre);
      if (nearness > best) [best, nearest] = [nearness, centre];
    }
    return nearest;
  });
}

export function centresOf(rows: DenseRows, labels: Int32Array, count: number): DenseRows {
  const centres = emptyRows(count, rows.width);
  for (const [row, label] of labels.entries()) {
    const centre = rowOf(centres, label);
    for (let d = 0; d < rows.width; d += 1) centre[d]! += rows.values[row * rows.width + d]!;
  }
  for (let centre = 0; centre < count; centre += 1) toLengthOne(rowOf(centres, centre));
  return centres;
}
