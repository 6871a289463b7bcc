import { createHash } from "node:crypto";
import { NEARLY_THE_SAME, nearDuplicateGroups } from "./build/near-duplicates.ts";
import { type Example, questionOf } from "./example.ts";
import { LEAST_ROWS } from "./train/approved-replies.ts";

export type Split = { train: Example[]; test: Example[] };

const TEST_SHARE = 0.15;
/** The gate opens for no intent on fewer than five questions; of eight, one may go wrong. */
const LEAST_TESTED = 8;

/**
 * Whole conversations go to one side, and near-duplicates with them: what is tested on was never seen in training. Each
 * intent is divided by itself, because logs come one intent after the other, or one shop after the other; what has none
 * is divided as a whole. Of those with a time the newest are the test, because that is what comes next; of the others a
 * hash decides, so that an example mostly stays on its side when others are added.
 */
export function split(examples: readonly Example[]): Split {
  const groups = groupsOf(examples);
  const times = timesOf(examples, groups);
  const kinds = new Map<string | null, string[]>();
  for (const [at, example] of examples.entries()) {
    const kind = example.completion === null ? null : example.intent;
    const own = kinds.get(kind) ?? [];
    own.push(groups[at]!);
    kinds.set(kind, own);
  }

  const test = new Set<string>();
  const named = [...kinds.keys()].filter((kind) => kind !== null).sort();
  for (const kind of [...named, null]) addTested(test, kinds.get(kind) ?? [], { times, isIntent: kind !== null });
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

type Division = { times: ReadonlyMap<string, number>; isIntent: boolean };

/** `rows`: the group of each row of one kind. What is in the test already, for another kind, counts. */
function addTested(test: Set<string>, rows: readonly string[], { times, isIntent }: Division): void {
  const sizes = new Map<string, number>();
  for (const group of rows) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const timed = [...sizes.keys()].filter((group) => times.has(group)).sort(newestFirst(times));
  const drawn = byDraw([...sizes.keys()].filter((group) => !times.has(group)));
  const names = drawn.map(({ group }) => group);

  const rowsOf = (groups: readonly string[]) => groups.reduce((sum, group) => sum + sizes.get(group)!, 0);
  const held = (groups: readonly string[]) => rowsOf(groups.filter((group) => test.has(group)));
  const most = mostTested(rows.length, isIntent);
  let tested = held([...sizes.keys()]);
  const addUntil = (wanted: number, groups: readonly string[]) => {
    let missing = wanted - held(groups);
    for (const group of groups) {
      const size = sizes.get(group)!;
      // One that would leave too little to learn from stays in training.
      if (missing <= 0 || test.has(group) || tested + size > most) continue;
      test.add(group);
      tested += size;
      missing -= size;
    }
  };

  addUntil(TEST_SHARE * rowsOf(timed), timed);
  const lucky = drawn.filter(({ at }) => at < TEST_SHARE).map(({ group }) => group);
  addUntil(rowsOf(lucky), lucky);
  if (isIntent && rows.length > LEAST_ROWS) addUntil(LEAST_TESTED, [...timed, ...names]);
}

/** Half, and of an intent that can be learnt at all not what it needs for that. */
function mostTested(rows: number, isIntent: boolean): number {
  const spare = isIntent && rows > LEAST_ROWS ? rows - LEAST_ROWS : rows;
  return Math.min(spare, Math.floor(rows / 2));
}

const newestFirst = (times: ReadonlyMap<string, number>) => (one: string, other: string) =>
  times.get(other)! - times.get(one)! || (one < other ? -1 : 1);

/** The same for a group whatever stands beside it. */
function byDraw(groups: readonly string[]) {
  const draw = (group: string) => createHash("sha256").update(group).digest().readUInt32LE(0) / 2 ** 32;
  return groups.map((group) => ({ group, at: draw(group) })).sort((one, other) => one.at - other.at);
}
