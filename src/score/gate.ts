import { counted } from "./counted.ts";
import type { Interval } from "./paired.ts";
import { countPairs, type PairedCounts, pairedDifference } from "./paired-proportions.ts";

/** Whether each of the same questions was answered rightly by the candidate, and by what serves now. */
export type PairedVerdicts = { candidate: readonly boolean[]; serving: readonly boolean[] };

export type GateInput = PairedVerdicts & {
  /** Of one answer, in any unit that both share. */
  cost: { candidate: number; serving: number };
  /** What must not get worse: documentation questions, out-of-scope questions, groups of customers. */
  guards: readonly Guard[];
};

/** `allowedLoss`: share of the guard's questions that the candidate may lose on balance. 0: of which one is too many. */
export type Guard = PairedVerdicts & { name: string; allowedLoss: number };

export type GateDecision = {
  decision: "promoted" | "kept";
  /** In words, with the numbers, for whoever asks why. */
  reason: string;
  /** Shares of right answers, and the 90 % interval of after − before. */
  before: number;
  after: number;
  interval: Interval;
};

/** 5 % on each side: a candidate that is no better passes by chance once in twenty times. */
const Z = 1.645;
/**
 * The interval is an approximation, which on a handful of questions says too much: two of two right against none would do.
 * So the exact test has to say the same: McNemar 1947, "Note on the sampling error of the difference between correlated
 * proportions", in its exact form, the sign test of the questions that only one side got right. At one in twenty it takes
 * five of five, seven of eight, or ten of twelve of them. From 25 on, where the textbooks end its use, the interval is good
 * alone, and the exact test would turn away better candidates: of those better by 10 points .80 would pass instead of .83.
 */
const EXACT = 0.05;
const FEW = 25;
/** Questions below which no candidate can be shown to be better. */
export const LEAST_QUESTIONS = Math.ceil(Math.log2(1 / EXACT));
/** A loss that is taken for equal when the candidate is cheaper. */
const EQUAL = 0.01;

/**
 * May the candidate serve this intent? Only when it is better beyond chance, or equal and cheaper, and no guard lost
 * more than it may.
 */
export function gate({ candidate, serving, cost, guards }: GateInput): GateDecision {
  const counts = countPairs(candidate, serving);
  const { interval, candidate: after, serving: before } = pairedDifference(counts, Z);
  const decide = (decision: GateDecision["decision"], reason: string) => ({
    decision,
    reason,
    before,
    after,
    interval,
  });

  const worse = guards.find(isWorse);
  if (worse) return decide("kept", `${worse.name} would get worse: ${balance(worse)}`);
  if (candidate.length === 0) return decide("kept", "there is no question to judge it by");
  if (interval.low > 0)
    return isFluke(counts)
      ? decide("kept", `${balance({ candidate, serving })} questions may be chance`)
      : decide("promoted", `better by at least ${points(interval.low)}`);
  if (interval.low > -EQUAL && cost.candidate < cost.serving) return decide("promoted", "equal and cheaper");
  if (interval.high < 0) return decide("kept", `worse by at least ${points(-interval.high)}`);
  return decide("kept", `${counted(candidate.length, "question does", "questions do")} not show that it is better`);
}

/** Whether so few questions that only one side got right may be so many of the candidate's were both sides equally good. */
function isFluke({ candidateOnly, servingOnly }: PairedCounts): boolean {
  const told = candidateOnly + servingOnly;
  if (told >= FEW) return false;
  let ways = 1;
  let sum = 0;
  // Of `told` coins, none to `servingOnly` fall to what serves.
  for (let lost = 0; lost <= servingOnly; lost += 1) {
    sum += ways / 2 ** told;
    ways = (ways * (told - lost)) / (lost + 1);
  }
  return sum > EXACT;
}

/** Whether the candidate loses more of these questions than it may. */
export function isWorse({ candidate, serving, allowedLoss }: Guard): boolean {
  const { servingOnly, candidateOnly } = countPairs(candidate, serving);
  // One question more or less is chance, however few there are.
  const borne = allowedLoss === 0 ? 0 : Math.max(1, allowedLoss * candidate.length);
  return servingOnly - candidateOnly > borne;
}

function balance({ candidate, serving }: PairedVerdicts): string {
  const { candidateOnly, servingOnly } = countPairs(candidate, serving);
  return `${servingOnly} lost and ${candidateOnly} won of ${candidate.length}`;
}

const points = (share: number) => counted(Math.round(share * 1_000) / 10, "point");
