import type { Interval } from "./paired.ts";
import { countPairs, pairedDifference } from "./paired-proportions.ts";

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
/** A loss that is taken for equal when the candidate is cheaper. */
const EQUAL = 0.01;

/**
 * May the candidate serve this intent? Only when it is better beyond chance, or equal and cheaper, and no guard lost
 * more than it may.
 */
export function gate({ candidate, serving, cost, guards }: GateInput): GateDecision {
  const { interval, candidate: after, serving: before } = pairedDifference(countPairs(candidate, serving), Z);
  const decide = (decision: GateDecision["decision"], reason: string) => ({
    decision,
    reason,
    before,
    after,
    interval,
  });

  const worse = guards.find(isWorse);
  if (worse) return decide("kept", `${worse.name} would get worse: ${balance(worse)}`);
  if (interval.low > 0) return decide("promoted", `better by at least ${points(interval.low)} points`);
  if (interval.low > -EQUAL && cost.candidate < cost.serving) return decide("promoted", "equal and cheaper");
  if (interval.high < 0) return decide("kept", `worse by at least ${points(-interval.high)} points`);
  return decide("kept", `${candidate.length} questions do not show that it is better`);
}

function isWorse({ candidate, serving, allowedLoss }: Guard): boolean {
  const { servingOnly, candidateOnly } = countPairs(candidate, serving);
  // One question more or less is chance, however few there are.
  const borne = allowedLoss === 0 ? 0 : Math.max(1, allowedLoss * candidate.length);
  return servingOnly - candidateOnly > borne;
}

function balance({ candidate, serving }: Guard): string {
  const { candidateOnly, servingOnly } = countPairs(candidate, serving);
  return `${servingOnly} lost and ${candidateOnly} won of ${candidate.length}`;
}

const points = (share: number) => Math.round(share * 1_000) / 10;
