import type { Distance, Measured, Recommendation } from "../../src/protocol/advice.ts";
import { counted } from "../../src/score/counted.ts";
import { countPairs, pairedDifference } from "../../src/score/paired-proportions.ts";

/** What decides about one intent, all of it measured. */
export type IntentFacts = {
  questions: number;
  /** Sampled questions that the documentation knows. */
  documented: Measured;
  /** Sampled questions whose documented answer says what staff say; `of` 0: staff have said nothing. */
  documentedRight: Measured;
  /** How many times as sure as it has to be the search is of what it finds, on average. */
  confidence: number;
  /** The same questions put to the model without any page; null: there is no model. */
  closedBook: Measured | null;
  distance: Distance;
  page: string | null;
  /** Questions with a reply that staff approved or wrote. */
  rows: number;
  rowsNeeded: number | null;
  /** Why no model of these rows would serve the intent, whatever the curve says; null: one may. */
  untrained: string | null;
  /** Share of the commonest reply among them, 0 without any. */
  sameReply: number;
  unsupported: Measured;
  /** Replies that a person wrote in the conversation. */
  written: number;
  /** What serves it now is a tuned model, and how its held-out questions went beside the documentation. */
  tuned: { live: boolean; candidate: readonly boolean[]; serving: readonly boolean[] } | null;
};

export type Advised = { recommendation: Recommendation; reasons: string[] };

/** Half of the questions known and rightly answered is where a prompt still has something to work with. */
const COVERED = 0.5;
/** One reply for so many of the rows is a fixed one; below the second, every case has its own. */
const FIXED = 0.7;
const OWN = 0.35;
/** Fewer approved rows than this say nothing about replies. */
const FEWEST = 3;
/** Below so many questions writing the answer down once is soonest done, unless a model can be trained already. */
const RARE = 25;
const Z = 1.645;

/** Pure: one recommendation with its reasons. */
export function recommend(facts: IntentFacts): Advised {
  const worse = tunedIsWorse(facts);
  if (worse) return { recommendation: "retire-model", reasons: [worse, ...alignment(facts)] };
  if (isCovered(facts)) return { recommendation: "keep-prompting", reasons: alignment(facts) };
  if (isNearlyCovered(facts)) return nearlyCovered(facts);
  const { recommendation, reason } = untaught(facts);
  return { recommendation, reasons: [reason, ...alignment(facts), ...uniqueness(facts)] };
}

function nearlyCovered(facts: IntentFacts): Advised {
  const { documentedRight, page } = facts;
  if (failsForCertain(facts)) {
    const found = page ? `the page ${page} is found and does not say it` : "pages are found and do not say it";
    return { recommendation: "improve-page", reasons: [found, ...alignment(facts)] };
  }
  const unsure = `${documentedRight.of} judged questions are too few to say that its pages fail: up to ${percent(documentedRight.high)} of the answers may be right`;
  return { recommendation: "keep-prompting", reasons: [unsure, ...alignment(facts)] };
}

function tunedIsWorse({ tuned }: IntentFacts): string | null {
  if (!tuned?.live || tuned.candidate.length === 0) return null;
  const { interval, candidate, serving } = pairedDifference(countPairs(tuned.candidate, tuned.serving), Z);
  if (interval.high >= 0) return null;
  return `the tuned model is right on ${percent(candidate)} of ${tuned.candidate.length}, the documentation on ${percent(serving)}`;
}

function isCovered({ documented, documentedRight }: IntentFacts): boolean {
  if (documented.share < COVERED) return false;
  return documentedRight.of < FEWEST || documentedRight.share >= COVERED;
}

/** The documentation recognises the questions, and staff answer them otherwise. */
function isNearlyCovered({ documented, sameReply }: IntentFacts): boolean {
  return documented.share >= COVERED && sameReply < FIXED;
}

/** Two wrong answers of five are no case against a page: half of all may still be right. */
const failsForCertain = ({ documentedRight }: IntentFacts) => documentedRight.high < COVERED;

function untaught(facts: IntentFacts): { recommendation: Recommendation; reason: string } {
  const { questions, rows, rowsNeeded, sameReply, untrained } = facts;
  if (rows < FEWEST) {
    const wanted = Math.max(FEWEST, rowsNeeded ?? RARE) - rows;
    return {
      recommendation: "collect-reviews",
      reason: `${counted(rows, "reply is", "replies are")} approved; ${wanted} more would tell`,
    };
  }
  if (sameReply < OWN) {
    const reason = `${counted(rows, "reply", "replies")}, and the commonest is ${percent(sameReply)} of them: each case has its own`;
    return { recommendation: "leave-to-people", reason };
  }
  if (sameReply < FIXED) {
    return { recommendation: "collect-reviews", reason: `staff do not agree yet: ${percent(sameReply)} say the same` };
  }
  const enough = rowsNeeded !== null && rows >= rowsNeeded;
  if (enough && untrained === null)
    return { recommendation: "fine-tune", reason: `${counted(rows, "approved row")}, ${rowsNeeded} needed` };
  const kept = untrained === null ? "" : `no model would serve it: ${untrained}`;
  if (questions < RARE) {
    const once = `one reply serves ${rows} of ${counted(questions, "question")}: write it once`;
    return { recommendation: "verified-answer", reason: kept === "" ? once : `${once}; ${kept}` };
  }
  if (kept !== "") return { recommendation: "collect-reviews", reason: kept };
  const missing = rowsNeeded === null ? `more than ${rows}` : `${rowsNeeded - rows} more`;
  return {
    recommendation: "collect-reviews",
    reason: `${missing} approved ${missing === "1 more" ? "row is" : "rows are"} needed to tell it from the others`,
  };
}

function alignment({ documented, documentedRight, confidence, closedBook }: IntentFacts): string[] {
  const sure = `is ${confidence.toFixed(1)} times as sure as it has to be`;
  const known = `the documentation knows ${percent(documented.share)} of ${documented.of} sampled questions, and ${sure}`;
  if (documentedRight.of === 0) return [known];
  const right = `its answers say what staff say on ${percent(documentedRight.share)} of ${documentedRight.of}`;
  if (!closedBook || closedBook.of === 0) return [known, right];
  return [known, right, `without any page the model says it on ${percent(closedBook.share)} of ${closedBook.of}`];
}

function uniqueness({ unsupported, distance }: IntentFacts): string[] {
  const far = `its questions lie ${distance.documentation.toFixed(2)} from the nearest passage and ${distance.general.toFixed(2)} from what people ask everywhere (0 is the same, 1 unrelated)`;
  if (unsupported.of === 0) return [far];
  return [`no passage supports ${percent(unsupported.share)} of ${unsupported.of} replies`, far];
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
