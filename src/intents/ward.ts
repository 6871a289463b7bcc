import type { DenseRows } from "./dense-rows.ts";

type Group = { size: number; means: Float64Array };

/** One merge: group `into` takes up group `from`. */
export type Merge = { into: number; from: number };

/**
 * Ward's method (1963) over groups of rows: always the merge that adds least to the squared distances within groups.
 * Returns the merges in their order, until one group is left. Cost: groups³.
 */
export function wardMerges(rows: DenseRows, labels: Int32Array, count: number): Merge[] {
  const groups = groupsOf(rows, labels, count);
  const costs = groups.map((one) => Float64Array.from(groups, (other) => costOf(one, other)));
  const living = [...groups.keys()].filter((at) => groups[at]!.size > 0);
  const merges: Merge[] = [];

  while (living.length > 1) {
    const { into, from } = cheapest(living, costs);
    living.splice(living.indexOf(from), 1);
    groups[into] = united(groups[into]!, groups[from]!);
    for (const other of living) costs[into]![other] = costs[other]![into] = costOf(groups[into]!, groups[other]!);
    merges.push({ into, from });
  }
  return merges;
}

function groupsOf(rows: DenseRows, labels: Int32Array, count: number): Group[] {
  const groups = Array.from({ length: count }, () => ({ size: 0, means: new Float64Array(rows.width) }));
  for (const label of labels) groups[label]!.size += 1;
  for (const [row, label] of labels.entries()) {
    const { means, size } = groups[label]!;
    for (let d = 0; d < rows.width; d += 1) means[d]! += rows.values[row * rows.width + d]! / size;
  }
  return groups;
}

/** What merging adds to the sum of squares: n·m ÷ (n + m) × the squared distance of the means. */
function costOf(one: Group, other: Group): number {
  let squares = 0;
  for (let d = 0; d < one.means.length; d += 1) squares += (one.means[d]! - other.means[d]!) ** 2;
  return (squares * one.size * other.size) / Math.max(1, one.size + other.size);
}

function cheapest(living: readonly number[], costs: readonly Float64Array[]): Merge {
  let [least, merge] = [Number.POSITIVE_INFINITY, { into: living[0]!, from: living[1]! }];
  for (const [place, into] of living.entries()) {
    for (let other = place + 1; other < living.length; other += 1) {
      const from = living[other]!;
      if (costs[into]![from]! < least) [least, merge] = [costs[into]![from]!, { into, from }];
    }
  }
  return merge;
}

function united(one: Group, other: Group): Group {
  const size = one.size + other.size;
  return {
    size,
    means: one.means.map((mean, d) => (mean * one.size + other.means[d]! * other.size) / size),
  };
}
