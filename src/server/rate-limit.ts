import { networkOf } from "./client-address.ts";

export type Bucket = {
  /** Events that may come at once. */
  burst: number;
  /** Events a second in the long run. */
  perSecond: number;
};

export type RateLimits = { conversation: Bucket; customer: Bucket; address: Bucket };

/** A customer types slower than this by far; one address may be an office of fifty people. */
export const VISITOR_RATE_LIMITS: RateLimits = {
  conversation: { burst: 20, perSecond: 0.5 },
  // Somebody who is known may have two conversations open.
  customer: { burst: 40, perSecond: 1 },
  address: { burst: 120, perSecond: 5 },
};

/** Whose event it is. `subject` is the customer's signed name, null for those who are not known. */
export type Sender = { conversationId: string; subject: string | null; address: string };

/** Takes what an event costs, one token where nothing is said; false when so much is not left. */
export type RateLimiter = (sender: Sender, cost?: number) => boolean;

/** Each message comes with two words that somebody writes: they must not use up what messages need. */
export const TYPING_COST = 0.1;

/** A token bucket for each conversation, each known customer and each network. `clock` gives milliseconds. */
export function rateLimiter({ conversation, customer, address }: RateLimits, clock: () => number): RateLimiter {
  const conversations = tokenBuckets(conversation, clock);
  const customers = tokenBuckets(customer, clock);
  const addresses = tokenBuckets(address, clock);

  return ({ conversationId, subject, address: from }, cost = 1) =>
    addresses(networkOf(from), cost) &&
    (subject === null || customers(subject, cost)) &&
    conversations(conversationId, cost);
}

/** Full buckets are forgotten once this many are kept, so that memory follows the customers of the last minutes. */
const SWEEP_AT = 10_000;

/** Takes `cost` from the bucket of `key`; false when so much is not left. */
export function tokenBuckets(
  { burst, perSecond }: Bucket,
  clock: () => number,
): (key: string, cost: number) => boolean {
  const buckets = new Map<string, { tokens: number; at: number }>();
  let sweepAt = SWEEP_AT;

  const refilled = ({ tokens, at }: { tokens: number; at: number }, now: number) =>
    // A clock that was set back must not take tokens away.
    Math.min(burst, tokens + (Math.max(0, now - at) / 1_000) * perSecond);

  function sweep(now: number): void {
    for (const [key, bucket] of buckets) if (refilled(bucket, now) === burst) buckets.delete(key);
    sweepAt = Math.max(SWEEP_AT, buckets.size * 2);
  }

  return (key, cost) => {
    const now = clock();
    if (buckets.size >= sweepAt) sweep(now);
    const tokens = refilled(buckets.get(key) ?? { tokens: burst, at: now }, now);
    buckets.set(key, { tokens: tokens >= cost ? tokens - cost : tokens, at: now });
    return tokens >= cost;
  };
}
