import { createHash } from "node:crypto";
import { NEARLY_THE_SAME, nearDuplicateGroups } from "./build/near-duplicates.ts";
import { type Example, questionOf } from "./example.ts";

export type Split = { train: Example[]; test: Example[] };

const TEST_SHARE = 0.15;

/**
 * Whole conversations go to one side, and near-duplicates with them: what is tested on was never seen in training. Of
 * those with a time the newest are the test, because that is what comes next; of the others a hash decides, so that an
 * example stays on its side when others are added.
 */
export function split(examples: readonly Example[]): Split {
  const groups = groupsOf(examples);
  const times = timesOf(examples, groups);
  const test = new Set([...newest(times, groups), ...drawn(groups.filter((group) => !times.has(group)))]);
  return {
    train: examples.filter((_, at) => !test.has(groups[at]!)),
    test: examples.filter((_, at) => test.has(groups[at]!)),
  };
}

function groupsOf(examples: readonly Example[]): string[] {
  // Follow-ups of one word are alike everywhere; only the reviewed ones have to stay apart.
  const reviewed = examples.filter(({ completion }) => completion !== null);
  const near = nearDuplicateGroups(reviewed.map(questionOf), NEARLY_THE_SAME);
  const parents = new Map<string, string>();
  const root = (name: string): string => {
    const parent = parents.get(name);
    return parent === undefined || parent === name ? name : root(parent);
  };

  for (const [at, { conversation }] of reviewed.entries()) {
    const first = reviewed[near[at]!]!.conversation;
    const [one, other] = [root(conversation), root(first)].sort();
    if (one !== other) parents.set(other!, one!);
  }
  return examples.map(({ conversation }) => root(conversation));
}

/** Milliseconds of the latest example of each group that has a time which can be read. */
function timesOf(examples: readonly Example[], groups: readonly string[]): Map<string, number> {
  const latest = new Map<string, number>();
  for (const [at, group] of groups.entries()) {
    const time = Date.parse(examples[at]!.at ?? "");
    if (!Number.isNaN(time)) latest.set(group, Math.max(time, latest.get(group) ?? Number.NEGATIVE_INFINITY));
  }
  return latest;
}

function newest(times: ReadonlyMap<string, number>, groups: readonly string[]): Set<string> {
  const byTime = [...times].sort(([one, at], [other, from]) => from - at || (one < other ? -1 : 1));
  return fill(
    byTime.map(([group]) => group),
    groups.filter((group) => times.has(group)),
  );
}

function drawn(groups: readonly string[]): Set<string> {
  const draw = (group: string) => createHash("sha256").update(group).digest().readUInt32LE(0) / 2 ** 32;
  return new Set([...new Set(groups)].filter((group) => draw(group) < TEST_SHARE));
}

/** Groups in this order until they hold the wanted share of the examples. */
function fill(ordered: readonly string[], groups: readonly string[]): Set<string> {
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);

  const test = new Set<string>();
  let held = 0;
  for (const group of ordered) {
    if (held >= TEST_SHARE * groups.length) break;
    test.add(group);
    held += sizes.get(group)!;
  }
  return test;
}
