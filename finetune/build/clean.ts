import { seededRandom, shuffle } from "../../src/score/seeded-random.ts";
import { type Example, questionOf } from "../example.ts";
import { normalised } from "./near-duplicates.ts";

export type CleaningReport = {
  examples: number;
  kept: number;
  /** Examples left out, by reason. */
  left: Record<Reason, number>;
};

type Reason =
  | "rejected without a better reply"
  | "no words in the reply"
  | "boilerplate reply"
  | "contradicting replies"
  | "exact duplicate"
  | "above the cap";

/** Unreviewed turns only show what lies outside; more of them cost time and teach nothing. */
const MOST_UNREVIEWED = 12_000;
/** One intent must not drown the others. */
const MOST_OF_AN_INTENT = 2_000;
/** A reply that is given for so many intents says nothing about any. */
const BOILERPLATE = { intents: 4, share: 0.3 };

/** Leaves out what would teach wrong things, and says how much of it there was. The order of what stays is kept. */
export function clean(examples: readonly Example[]): { kept: Example[]; report: CleaningReport } {
  const left: Record<string, number> = {};
  const boilerplate = boilerplateOf(examples);
  const without = (some: readonly Example[], reason: Reason, is: (example: Example) => boolean) => {
    const kept = some.filter((example) => !is(example));
    left[reason] = some.length - kept.length;
    return kept;
  };

  let kept = without(examples, "rejected without a better reply", ({ verdict, completion }) => {
    return verdict === "rejected" || (verdict === "corrected" && completion === null);
  });
  kept = without(
    kept,
    "no words in the reply",
    ({ completion }) => completion !== null && normalised(completion) === "",
  );
  kept = without(kept, "boilerplate reply", ({ completion }) => completion !== null && boilerplate.has(completion));
  kept = without(kept, "contradicting replies", contradicting(kept));
  kept = without(kept, "exact duplicate", repeated());
  kept = without(kept, "above the cap", aboveTheCap(kept));
  return { kept, report: { examples: examples.length, kept: kept.length, left: left as CleaningReport["left"] } };
}

function boilerplateOf(examples: readonly Example[]): Set<string> {
  const intents = new Set<string>();
  const intentsOf = new Map<string, Set<string>>();
  for (const { completion, intent } of examples) {
    if (completion === null || intent === null) continue;
    intents.add(intent);
    intentsOf.set(completion, (intentsOf.get(completion) ?? new Set()).add(intent));
  }
  const least = Math.max(BOILERPLATE.intents, BOILERPLATE.share * intents.size);
  return new Set([...intentsOf].filter(([, of]) => of.size >= least).map(([reply]) => reply));
}

/** The same question, asked first thing, with replies of different intents: one of them is wrong, so neither teaches. */
function contradicting(examples: readonly Example[]): (example: Example) => boolean {
  const intentsOf = new Map<string, Set<string>>();
  for (const example of examples) {
    if (example.completion === null || example.intent === null) continue;
    const question = normalised(questionOf(example));
    intentsOf.set(question, (intentsOf.get(question) ?? new Set()).add(example.intent));
  }
  return (example) => {
    const intents = example.completion === null ? undefined : intentsOf.get(normalised(questionOf(example)));
    return (intents?.size ?? 0) > 1;
  };
}

function repeated(): (example: Example) => boolean {
  const seen = new Set<string>();
  return (example) => {
    const key = JSON.stringify([normalised(questionOf(example)), example.completion, example.intent]);
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  };
}

/** Of what nobody reviewed the opening turns are kept first: later ones answer questions rather than ask. */
function aboveTheCap(examples: readonly Example[]): (example: Example) => boolean {
  const taken = new Map<string | null, number>();
  const above = new Set<Example>();
  const drawn = shuffle([...examples], seededRandom(1));
  for (const example of [...drawn.filter(opens), ...drawn.filter((one) => !opens(one))]) {
    const group = example.completion === null ? null : example.intent;
    taken.set(group, (taken.get(group) ?? 0) + 1);
    if (taken.get(group)! > (group === null ? MOST_UNREVIEWED : MOST_OF_AN_INTENT)) above.add(example);
  }
  return (example) => above.has(example);
}

const opens = ({ messages }: Example) => messages.length === 1;
