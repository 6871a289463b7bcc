import { seededRandom } from "../score/seeded-random.ts";
import type { Embedder } from "../search/embedder.ts";
import { centredRows, type DenseRows, dot } from "./dense-rows.ts";
import { type Clusters, centresOf, kMeans, settle } from "./k-means.ts";
import { type Merge, wardMerges } from "./ward.ts";

/** `groups[text]`: its group, from 0. `nearness[text]`: cosine to the group's centre. */
export type Discovery = { groups: Int32Array; found: number; nearness: Float32Array };

/** Times √texts: small enough groups that hardly any mixes two intents, few enough to merge in a second. */
const FINE_GROUPS = 4;
const ROUNDS = 10;

/**
 * Divides texts by meaning, without being told into how many groups: k-means into many small ones, merged by Ward's
 * method, settled by k-means again. The number is the one with the best silhouette up to √texts, beyond which groups
 * are too small to be compared (Pal & Bezdek 1995). Texts without a vector are a group's far members. Cost: texts^1.5,
 * some 20 s for 10,000 texts. The same texts in the same order with the same seed give the same groups.
 */
export async function discoverIntents(texts: readonly string[], embedder: Embedder, seed: number): Promise<Discovery> {
  const rows = centredRows(await embedder.embed(texts), embedder.dimensions);
  if (rows.count === 0) return { groups: new Int32Array(), found: 0, nearness: new Float32Array() };

  const fine = kMeans(rows, Math.ceil(FINE_GROUPS * Math.sqrt(rows.count)), seededRandom(seed), ROUNDS);
  const merges = wardMerges(rows, fine.labels, fine.centres.count);
  const { labels, centres } = settle(rows, mostDistinct(rows, fine, merges), ROUNDS);
  const { groups, found } = renumbered(labels);
  return { groups, found, nearness: Float32Array.from(labels, (label, row) => dot(rows, row, centres, label)) };
}

/** The centres at that stage of merging where rows lie nearest to their own centre and farthest from the next one. */
function mostDistinct(rows: DenseRows, fine: Clusters, merges: readonly Merge[]): DenseRows {
  const most = Math.max(1, Math.floor(Math.sqrt(rows.count)));
  const home = Int32Array.from({ length: fine.centres.count }, (_, group) => group);
  let best = { silhouette: Number.NEGATIVE_INFINITY, centres: centresOf(rows, new Int32Array(rows.count), 1) };

  for (const [at, { into, from }] of merges.entries()) {
    for (const [group, own] of home.entries()) if (own === from) home[group] = into;
    const left = merges.length - at;
    if (left > most || left < 2 || !isLookedAt(left)) continue;
    const { groups, found } = renumbered(fine.labels.map((label) => home[label]!));
    const centres = centresOf(rows, groups, found);
    const silhouette = silhouetteOf(rows, centres);
    if (silhouette > best.silhouette) best = { silhouette, centres };
  }
  return best.centres;
}

/** Every number up to 20 and every twentieth part above: between 95 and 96 groups lies no difference that anyone sees. */
const isLookedAt = (groups: number) => groups % Math.max(1, Math.floor(groups / 20)) === 0;

/** Simplified silhouette (Hruschka et al. 2004), over cosine distances to centres instead of to all other rows. */
function silhouetteOf(rows: DenseRows, centres: DenseRows): number {
  let sum = 0;
  for (let row = 0; row < rows.count; row += 1) {
    let [own, next] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let centre = 0; centre < centres.count; centre += 1) {
      const distance = 1 - dot(rows, row, centres, centre);
      if (distance < own) [own, next] = [distance, own];
      else if (distance < next) next = distance;
    }
    sum += next > 0 ? (next - own) / next : 0;
  }
  return sum / rows.count;
}

/** By first appearance, without gaps. */
function renumbered(labels: Int32Array): { groups: Int32Array; found: number } {
  const numbers = new Map<number, number>();
  for (const label of labels) if (!numbers.has(label)) numbers.set(label, numbers.size);
  return { groups: labels.map((label) => numbers.get(label)!), found: numbers.size };
}
