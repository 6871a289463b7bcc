/**
 * Keeps an outage cheap (Nygard, "Release It!", circuit breaker): after a row of failures nobody calls for a while, then
 * one call at a time tries whether the other side is back. Pure: a state in, a state out; times are milliseconds.
 */
export type Breaker = {
  /** Failures since the last success. */
  failures: number;
  /** null: closed. Before this time nobody calls, after it one call at a time. */
  openUntil: number | null;
  /** How often it opened since the last success: each time it stays open twice as long. */
  openings: number;
  probing: boolean;
};

export const closedBreaker: Breaker = { failures: 0, openUntil: null, openings: 0, probing: false };

const FAILURES_TO_OPEN = 5;
const FIRST_REST_MS = 15_000;
const LONGEST_REST_MS = 300_000;

/** The state after a call was let through, or null when it must not be made. */
export function admit(breaker: Breaker, now: number): Breaker | null {
  if (breaker.openUntil === null) return breaker;
  return now < breaker.openUntil || breaker.probing ? null : { ...breaker, probing: true };
}

/** `unclear`: the call says nothing about the other side, e.g. the customer stopped it. */
export function settle(breaker: Breaker, outcome: "success" | "failure" | "unclear", now: number): Breaker {
  if (outcome === "success") return closedBreaker;
  if (outcome === "unclear") return { ...breaker, probing: false };

  const failures = breaker.failures + 1;
  const resting = breaker.openUntil !== null && now < breaker.openUntil;
  if (failures < FAILURES_TO_OPEN || resting) return { ...breaker, failures, probing: false };

  const rest = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** breaker.openings);
  return { failures, openUntil: now + rest, openings: breaker.openings + 1, probing: false };
}
