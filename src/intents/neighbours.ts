import { seededRandom, shuffle } from "../score/seeded-random.ts";
import { exactIndex } from "../search/exact-index.ts";

/** Training texts that are kept for comparison. */
export type Neighbours = {
  /** Row-major unit vectors. */
  vectors: Float32Array;
  /** Class of each row. */
  labels: Int32Array;
  /** Cosine at which a text resembles the nearest row no more than it resembles nothing. */
  unlike: number;
};

export type Vote = {
  /** Share of each class among the nearest rows, as ln(share + ε); what resembles nothing is given to "none of these". */
  shares: Float64Array;
  /** Cosine to the nearest row, in [-1, 1]. */
  nearness: number;
};

const COUNTED = 20;
/** A row that is nearer by .05 counts e times as much. */
const SHARPNESS = 20;
/** No class is ever impossible: 20 votes cannot know that. */
const LEAST_SHARE = 0.02;

/** `none`: the class of what resembles nothing; equal to `classes` where there is none. */
export type Space = { dimensions: number; classes: number; none: number };

/** The nearest rows vote for their classes. */
export function voting({ vectors, labels, unlike }: Neighbours, { dimensions, classes, none }: Space) {
  const ids = Array.from(labels, (_, row) => String(row));
  const index = exactIndex({ ids, dimensions, rows: vectors });

  return (vector: Float32Array): Vote => {
    const nearest = index.nearest(vector, COUNTED);
    const nearness = nearest[0]?.similarity ?? -1;
    const most = Math.max(nearness, unlike);
    const weights = new Float64Array(classes);
    const nothing = Math.exp(SHARPNESS * (unlike - most));
    let sum = nothing;
    for (const { id, similarity } of nearest) {
      const weight = Math.exp(SHARPNESS * (similarity - most));
      weights[labels[Number(id)]!]! += weight;
      sum += weight;
    }
    if (none < classes) weights[none]! += nothing;
    return { shares: weights.map((weight) => Math.log(weight / sum + LEAST_SHARE)), nearness };
  };
}

/** A tenth of the texts that belong are farther from their neighbours. */
const UNLIKE_SHARE = 0.1;
/** Texts compared for it: more would move it by less than .01. */
const COMPARED = 300;

/** The cosine below which only `UNLIKE_SHARE` of the rows with a class below `none` have their nearest other row. */
export function unlikeness(vectors: Float32Array, labels: Int32Array, { dimensions, none }: Space): number {
  const belonging = [...labels.keys()].filter((row) => labels[row]! < none);
  const index = exactIndex({ ids: Array.from(labels, (_, row) => String(row)), dimensions, rows: vectors });
  const nearest = shuffle(belonging, seededRandom(1))
    .slice(0, COMPARED)
    .map((row) => {
      const own = vectors.subarray(row * dimensions, (row + 1) * dimensions);
      return index.nearest(own, 2).find(({ id }) => id !== String(row))?.similarity ?? 0;
    })
    .sort((one, other) => one - other);
  return nearest[Math.floor(UNLIKE_SHARE * nearest.length)] ?? 0;
}
