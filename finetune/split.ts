import { createHash } from "node:crypto";
import { nearDuplicateGroups } from "./build/near-duplicates.ts";
import { type Example, questionOf } from "./example.ts";

export type Split = { train: Example[]; test: Example[] };

const TEST_SHARE = 0.15;
const SAME = 0.85;

/**
 * Whole conversations go to one side, and near-duplicates with them: what is tested on was never seen in training. Where
 * every example has a time the newest are the test, because that is what comes next; else a hash decides, so that an
 * example stays on its side when others are added.
 */
export function split(examples: readonly Example[]): Split {
  const groups = groupsOf(examples);
  const timed = examples.every(({ at }) => at !== null);
  const test = timed ? newest(examples, groups) : drawn(groups, examples);
  return {
    train: examples.filter((_, at) => !test.has(groups[at]!)),
    test: examples.filter((_, at) => test.has(groups[at]!)),
  };
}

function groupsOf(examples: readonly Example[]): string[] {
  // Follow-ups of one word are alike everywhere; only the reviewed ones have to stay apart.
  const reviewed = examples.filter(({ completion }) => completion !== null);
  const near = nearDuplicateGroups(reviewed.map(questionOf), SAME);
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

function newest(examples: readonly Example[], groups: readonly string[]): Set<string> {
  const latest = new Map<string, string>();
  for (const [at, group] of groups.entries()) {
    const time = examples[at]!.at!;
    if (time > (latest.get(group) ?? "")) latest.set(group, time);
  }
  const byTime = [...latest].sort(([, one], [, other]) => (one < other ? 1 : -1)).map(([group]) => group);
  return fill(byTime, groups);
}

function drawn(groups: readonly string[], examples: readonly Example[]): Set<string> {
  const test = new Set<string>();
  for (const [at] of examples.entries()) {
    const draw = createHash("sha256").update(groups[at]!).digest().readUInt32LE(0) / 2 ** 32;
    if (draw < TEST_SHARE) test.add(groups[at]!);
  }
  return test;
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
