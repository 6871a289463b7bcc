import { seededRandom, shuffle } from "../score/seeded-random.ts";
import type { Embedder } from "../search/embedder.ts";
import { centredRows, type DenseRows, dot, emptyRows, rowOf } from "./dense-rows.ts";
import { type Clusters, centresOf, kMeans, settle } from "./k-means.ts";
import { likelihoodOf, mixtureOf } from "./mixture-likelihood.ts";
import { wardMerges } from "./ward.ts";

/** `groups[text]`: its group, from 0. `nearness[text]`: cosine to the group's centre. */
export type Discovery = { groups: Int32Array; found: number; nearness: Float32Array };

/** Times √texts: small enough groups that hardly any mixes two intents, few enough to merge in a second. */
const FINE_GROUPS = 4;
const ROUNDS = 10;

/**
 * Divides texts by meaning, without being told into how many groups: k-means into many small ones, merged by Ward's
 * method, settled by k-means again. The number is the one under which each half of the texts is least surprised by the
 * other (cross-validated likelihood, Smyth 2000): unlike a silhouette it falls again once groups are split by chance.
 * Texts without a vector are a group's far members. Cost: texts^1.5. The same texts in the same order with the same seed
 * give the same groups.
 */
export async function discoverIntents(texts: readonly string[], embedder: Embedder, seed: number): Promise<Discovery> {
  const rows = centredRows(await embedder.embed(texts), embedder.dimensions);
  if (rows.count === 0) return { groups: new Int32Array(), found: 0, nearness: new Float32Array() };

  const number = likeliestNumber(rows, seed);
  const stages = [...stagesOf(rows, seed, (groups) => groups === number)];
  const start = stages[0]?.centres ?? centresOf(rows, new Int32Array(rows.count), 1);
  const { labels, centres } = settle(rows, start, ROUNDS);
  const { groups, found } = renumbered(labels);
  return { groups, found, nearness: Float32Array.from(labels, (label, row) => dot(rows, row, centres, label)) };
}

/** Of up to twice √texts groups: beyond it they hold too few texts to be compared. */
function likeliestNumber(rows: DenseRows, seed: number): number {
  const dealt = shuffle([...Array(rows.count).keys()], seededRandom(seed));
  const middle = Math.floor(dealt.length / 2);
  const halves = [taken(rows, dealt.slice(0, middle)), taken(rows, dealt.slice(middle))] as const;
  const most = 2 * Math.sqrt(rows.count);
  const looked = (groups: number) => groups <= most && isLookedAt(groups);

  const sums = new Map<number, number>();
  for (const [own, other] of [halves, [halves[1], halves[0]] as const]) {
    for (const stage of stagesOf(own, seed, looked)) {
      const found = sums.get(stage.centres.count) ?? 0;
      sums.set(stage.centres.count, found + likelihoodOf(other, mixtureOf(own, stage)));
    }
  }
  return [...sums].reduce((best, one) => (one[1] > best[1] ? one : best), [1, Number.NEGATIVE_INFINITY])[0];
}

/** Every number up to 20 and every twentieth part above: between 95 and 96 groups lies no difference that anyone sees. */
const isLookedAt = (groups: number) => groups > 1 && groups % Math.max(1, Math.floor(groups / 20)) === 0;

/** The rows at those stages of merging that have a wanted number of groups, most groups first. */
function* stagesOf(rows: DenseRows, seed: number, wanted: (groups: number) => boolean): Generator<Clusters> {
  if (rows.count === 0) return;
  const fine = kMeans(rows, Math.ceil(FINE_GROUPS * Math.sqrt(rows.count)), seededRandom(seed), ROUNDS);
  const merges = wardMerges(rows, fine.labels, fine.centres.count);
  const home = Int32Array.from({ length: fine.centres.count }, (_, group) => group);
  for (const [at, { into, from }] of merges.entries()) {
    for (const [group, own] of home.entries()) if (own === from) home[group] = into;
    if (!wanted(merges.length - at)) continue;
    const { groups, found } = renumbered(fine.labels.map((label) => home[label]!));
    yield { labels: groups, centres: centresOf(rows, groups, found) };
  }
}

function taken(rows: DenseRows, chosen: readonly number[]): DenseRows {
  const some = emptyRows(chosen.length, rows.width);
  for (const [at, row] of chosen.entries()) rowOf(some, at).set(rowOf(rows, row));
  return some;
}

/** By first appearance, without gaps. */
function renumbered(labels: Int32Array): { groups: Int32Array; found: number } {
  const numbers = new Map<number, number>();
  for (const label of labels) if (!numbers.has(label)) numbers.set(label, numbers.size);
  return { groups: labels.map((label) => numbers.get(label)!), found: numbers.size };
}
