import { shuffle } from "../../src/score/seeded-random.ts";

const ROUNDS = 8;
/** Centres hardly move for more rows; every row is assigned to one all the same. */
const MOST_SAMPLED = 6_000;

/**
 * Cluster of each unit vector, from 0 to `clusters` − 1, by spherical k-means (Dhillon & Modha 2001) from random rows.
 * Zero vectors, which have no direction, go to cluster 0. Cost: rows × clusters × dimensions, eight times on a sample.
 */
export function kMeans(vectors: readonly Float32Array[], clusters: number, random: () => number): Int32Array {
  const sample = shuffle([...vectors], random).slice(0, MOST_SAMPLED);
  let centres = sample.slice(0, clusters);
  for (let round = 0; round < ROUNDS; round += 1) centres = centresOf(sample, nearestOf(sample, centres), centres);
  return nearestOf(vectors, centres);
}

function nearestOf(vectors: readonly Float32Array[], centres: readonly Float32Array[]): Int32Array {
  return Int32Array.from(vectors, (vector) => {
    let [best, most] = [0, 0];
    for (const [cluster, centre] of centres.entries()) {
      let product = 0;
      for (let d = 0; d < vector.length; d += 1) product += vector[d]! * centre[d]!;
      if (product > most) [best, most] = [cluster, product];
    }
    return best;
  });
}

/** Mean directions; a centre that lost all its rows stays where it was. */
function centresOf(vectors: readonly Float32Array[], clusterOf: Int32Array, before: readonly Float32Array[]) {
  const sums = before.map((centre) => new Float32Array(centre.length));
  for (const [at, vector] of vectors.entries()) {
    const sum = sums[clusterOf[at]!]!;
    for (let d = 0; d < sum.length; d += 1) sum[d]! += vector[d]!;
  }
  return sums.map((sum, cluster) => {
    const length = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0));
    return length === 0 ? before[cluster]! : sum.map((value) => value / length);
  });
}
