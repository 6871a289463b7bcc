import { seededRandom } from "../score/seeded-random.ts";
import type { Embedder } from "../search/embedder.ts";
import { communitiesOf, type Graph } from "./communities.ts";
import { centredRows, type DenseRows, dot } from "./dense-rows.ts";
import { centresOf } from "./k-means.ts";
import { type NearRows, nearRows } from "./near-rows.ts";
import { steadyResolution } from "./steady-resolution.ts";

/** `groups[text]`: its group, from 0. `nearness[text]`: cosine to the group's centre. */
export type Discovery = { groups: Int32Array; found: number; nearness: Float32Array };

const NEIGHBOURS = 15;

/**
 * Divides texts by meaning, without being told into how many groups: every text is joined to its nearest others, and
 * what hangs together more than by chance is a group, as coarse or fine as depends least on which texts there are. So
 * groups may be of any size and shape, which is what k-means and Ward's method cannot have. Texts without a vector are alike. Cost: texts^1.5. The same texts in the same order with
 * the same seed give the same groups.
 */
export async function discoverIntents(texts: readonly string[], embedder: Embedder, seed: number): Promise<Discovery> {
  const rows = centredRows(await embedder.embed(texts), embedder.dimensions);
  const random = seededRandom(seed);
  const graph = joined(rows, nearRows(rows, NEIGHBOURS, random));
  const resolution = steadyResolution(graph, random);
  const { groups, found } = renumbered(communitiesOf({ graph, resolution, random }));
  const centres = centresOf(rows, groups, found);
  return { groups, found, nearness: Float32Array.from(groups, (group, row) => dot(rows, row, centres, group)) };
}

/** Near ones without a common neighbour, or far ones that are nearest all the same, still hang together a little. */
const LEAST = 0.01;

/** Joins rows of which one is near to the other: by their cosine × the share of their near rows that they have in common. */
function joined(rows: DenseRows, near: NearRows): Graph {
  const edges = near.map(() => new Map<number, number>());
  const sets = near.map((own) => new Set(own));
  for (const [row, own] of near.entries()) {
    for (const other of own) {
      const shared = own.reduce((count, one) => count + (sets[other]!.has(one) ? 1 : 0), 0);
      const weight = Math.max(LEAST, dot(rows, row, rows, other)) * (LEAST + shared / NEIGHBOURS);
      edges[row]!.set(other, weight);
      edges[other]!.set(row, weight);
    }
  }
  return { edges };
}

/** By first appearance, without gaps. */
function renumbered(labels: Int32Array): { groups: Int32Array; found: number } {
  const numbers = new Map<number, number>();
  for (const label of labels) if (!numbers.has(label)) numbers.set(label, numbers.size);
  return { groups: labels.map((label) => numbers.get(label)!), found: numbers.size };
}
