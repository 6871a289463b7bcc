export type Bucket = {
  /** Events that may come at once. */
  burst: number;
  /** Events a second in the long run. */
  perSecond: number;
};

export type RateLimits = { conversation: Bucket; address: Bucket };

/** A customer types slower than this by far; one address may be an office of fifty people. */
export const VISITOR_RATE_LIMITS: RateLimits = {
  conversation: { burst: 20, perSecond: 0.5 },
  address: { burst: 120, perSecond: 5 },
};

/** Takes one token for an event; false when there is none left. */
export type RateLimiter = (conversationId: string, address: string) => boolean;

/** A token bucket for each conversation and for each address. `clock` gives milliseconds. */
export function rateLimiter({ conversation, address }: RateLimits, clock: () => number): RateLimiter {
  const conversations = tokenBuckets(conversation, clock);
  const addresses = tokenBuckets(address, clock);

  return (conversationId, from) => addresses(from) && conversations(conversationId);
}

/** Full buckets are forgotten once this many are kept, so that memory follows the customers of the last minutes. */
const SWEEP_AT = 10_000;

function tokenBuckets({ burst, perSecond }: Bucket, clock: () => number): (key: string) => boolean {
  const buckets = new Map<string, { tokens: number; at: number }>();
  let sweepAt = SWEEP_AT;

  const refilled = ({ tokens, at }: { tokens: number; at: number }, now: number) =>
    // A clock that was set back must not take tokens away.
    Math.min(burst, tokens + (Math.max(0, now - at) / 1_000) * perSecond);

  function sweep(now: number): void {
    for (const [key, bucket] of buckets) if (refilled(bucket, now) === burst) buckets.delete(key);
    sweepAt = Math.max(SWEEP_AT, buckets.size * 2);
  }

  return (key) => {
    const now = clock();
    if (buckets.size >= sweepAt) sweep(now);
    const tokens = refilled(buckets.get(key) ?? { tokens: burst, at: now }, now);
    buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1;
  };
}
