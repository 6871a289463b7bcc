import type { SqlCondition } from "./search-conditions.ts";

/** Quiet for this long, a conversation counts as over: most customers who come back do so within a day. */
export const OVER_AFTER_MS = 24 * 60 * 60 * 1_000;

/**
 * How a conversation ended, out of what its row keeps. Where several hold, the first in this list counts: it is the
 * one that needs somebody's attention most. A conversation in which a person is owed a reply is never over.
 * @param now milliseconds since the epoch
 */
export function resolutionSql(now: number): SqlCondition {
  return {
    sql: `CASE
      WHEN conversations.owner <> 'closed' AND (conversations.waiting_since IS NOT NULL OR conversations.last_at > ?)
        THEN 'open'
      WHEN conversations.handed_off = 1 THEN 'handed-off'
      WHEN conversations.last_outcome IN ('no-answer', 'refused', 'failed') THEN 'unanswered'
      WHEN conversations.last_outcome IS NULL OR conversations.last_outcome = 'stopped'
        OR conversations.last_rating = 'down' THEN 'abandoned'
      WHEN conversations.reopened = 1 THEN 'reopened'
      WHEN conversations.last_rating = 'up' THEN 'confirmed'
      ELSE 'assumed' END`,
    values: [now - OVER_AFTER_MS],
  };
}
