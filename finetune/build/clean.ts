import type { CleaningReport } from "../../src/protocol/learning.ts";
import { seededRandom, shuffle } from "../../src/score/seeded-random.ts";
import { type Example, questionOf } from "../example.ts";
import { contradicting } from "./contradictions.ts";
import { languageTeller } from "./language-of.ts";
import { NEARLY_THE_SAME, nearDuplicateGroups, normalised } from "./near-duplicates.ts";

export type Reason =
  | "rejected without a better reply"
  | "no words in the reply"
  | "boilerplate reply"
  | "reply in another language"
  | "cites a changed passage"
  | "contradicting replies"
  | "exact duplicate"
  | "near-duplicate"
  | "above the cap";

/** What was left out, and why. */
export type Reject = { example: Example; reason: Reason };

export type Cleaned = { kept: Example[]; rejects: Reject[]; report: CleaningReport };

/** Unreviewed turns only show what lies outside; more of them cost time and teach nothing. */
const MOST_UNREVIEWED = 12_000;
/** One intent must not drown the others. */
const MOST_OF_AN_INTENT = 2_000;
/** A reply that is given for so many intents says nothing about any. */
const BOILERPLATE = { intents: 4, share: 0.3 };

/**
 * Leaves out what would teach wrong things, and says what and why. The order of what stays is kept.
 * @param isStale whether a passage that the completion cites is no longer as it was
 */
export function clean(examples: readonly Example[], isStale: (example: Example) => boolean = () => false): Cleaned {
  const rejects: Reject[] = [];
  const left: Record<string, number> = {};
  let kept = [...examples];
  const leaveOut = (reason: Reason, is: (example: Example) => boolean) => {
    const out = new Set(kept.filter(is));
    left[reason] = out.size;
    rejects.push(...Array.from(out, (example) => ({ example, reason })));
    kept = kept.filter((example) => !out.has(example));
  };

  const boilerplate = boilerplateOf(examples);
  leaveOut("rejected without a better reply", ({ verdict, completion }) => {
    return verdict === "rejected" || (verdict === "corrected" && completion === null);
  });
  leaveOut("no words in the reply", ({ completion }) => completion !== null && normalised(completion) === "");
  leaveOut("boilerplate reply", ({ completion }) => completion !== null && boilerplate.has(completion));
  leaveOut("reply in another language", inAnotherLanguage());
  leaveOut("cites a changed passage", (example) => example.completion !== null && isStale(example));
  leaveOut("contradicting replies", contradicting(kept));
  leaveOut("exact duplicate", repeated());
  leaveOut("near-duplicate", nearlyRepeated(kept));
  leaveOut("above the cap", aboveTheCap(kept));
  const caps = { unreviewed: MOST_UNREVIEWED, intent: MOST_OF_AN_INTENT };
  const report = { examples: examples.length, kept: kept.length, left, caps };
  return { kept, rejects, report };
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

/** A German question with an English reply: whoever asks so again would not be helped. Only where both are certain. */
function inAnotherLanguage(): (example: Example) => boolean {
  const tell = languageTeller();
  return (example) => {
    if (example.completion === null) return false;
    const [asked, replied] = [tell(questionOf(example)), tell(example.completion)];
    return asked !== null && replied !== null && asked !== replied;
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

/** Of reviewed questions that are almost the same and got the same reply the first teaches it all. */
function nearlyRepeated(examples: readonly Example[]): (example: Example) => boolean {
  const reviewed = examples.filter(({ completion }) => completion !== null);
  const groups = nearDuplicateGroups(reviewed.map(questionOf), NEARLY_THE_SAME);
  const seen = new Set<string>();
  const again = reviewed.filter(({ completion, intent }, at) => {
    const key = JSON.stringify([groups[at], completion, intent]);
    return seen.size === seen.add(key).size;
  });
  const out = new Set(again);
  return (example) => out.has(example);
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
