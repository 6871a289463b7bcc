import { type DenseRows, dot } from "./dense-rows.ts";
import { type Clusters, kMeans } from "./k-means.ts";

/** `near[row]`: up to `wanted` other rows, most alike first. */
export type NearRows = Int32Array[];

/** Rounds of k-means: groups only have to keep near rows together. */
const ROUNDS = 4;
/** Groups that are searched for each row: with 8 of √rows hardly a near row is missed. */
const GROUPS = 8;

/** Looks only at the rows of the nearest groups, so that the cost is rows^1.5 and not rows². */
export function nearRows(rows: DenseRows, wanted: number, random: () => number): NearRows {
  const clusters = kMeans(rows, Math.ceil(Math.sqrt(rows.count)), random, ROUNDS);
  const members = membersOf(clusters);
  return Array.from({ length: rows.count }, (_, row) => {
    const groups = mostAlike(rows, row, clusters.centres, [...members.keys()], GROUPS);
    const others = [...groups].flatMap((group) => members[group]!).filter((other) => other !== row);
    return mostAlike(rows, row, rows, others, wanted);
  });
}

function membersOf({ labels, centres }: Clusters): number[][] {
  const members = Array.from({ length: centres.count }, (): number[] => []);
  for (const [row, label] of labels.entries()) members[label]!.push(row);
  return members;
}

/** Of `chosen` rows of `others` those with the greatest cosine to the row, greatest first. */
function mostAlike(
  rows: DenseRows,
  row: number,
  others: DenseRows,
  chosen: readonly number[],
  wanted: number,
): Int32Array {
  const best = new Int32Array(Math.min(wanted, chosen.length));
  const likeness = new Float64Array(best.length).fill(Number.NEGATIVE_INFINITY);
  for (const other of chosen) {
    const like = dot(rows, row, others, other);
    if (like <= likeness[best.length - 1]!) continue;
    let place = best.length - 1;
    for (; place > 0 && likeness[place - 1]! < like; place -= 1) {
      [best[place], likeness[place]] = [best[place - 1]!, likeness[place - 1]!];
    }
    [best[place], likeness[place]] = [other, like];
  }
  return best;
}
