import { type Kysely, type RawBuilder, sql } from "kysely";
import type { ConversationTables } from "./conversation-tables.ts";

/** Answers that the canary's are compared with, at most: enough to pin a share down to two points. */
const BASELINE = 1_000;

/** Where the documentation was quoted in place of a model's answer without a source; within a text its quotes are escaped. */
const UNSOURCED = '"model-unsourced"';

/** Conditions on a row of `answers`. */
export type Sides = { canary: RawBuilder<unknown>; baseline: RawBuilder<unknown> };

type Seen = { answers: number; seen: number };
export type HarmCounts = { name: string; canary: Seen; baseline: Seen };

type Counted = { canary: number; answers: number; unanswered: number; unsourced: number; down: number; handed: number };

/**
 * What tells that answers do harm: no answer, documentation quoted without a source, a thumb
 * down, a person asked for. Courtesies say nothing about what is
 * tried, and a request for a person is counted where it belongs: on the last answer before it.
 */
export async function harmSignals(db: Kysely<ConversationTables>, sides: Sides): Promise<HarmCounts[]> {
  const { rows } = await sql<Counted>`
    WITH own AS (
      SELECT id, conversation_id, outcome, route, citations, cursor, 1 AS canary FROM answers
        WHERE ${sides.canary} AND finished_at IS NOT NULL AND route NOT IN ('small-talk', 'person')
    ), others AS (
      SELECT id, conversation_id, outcome, route, citations, cursor, 0 AS canary FROM answers
        WHERE finished_at IS NOT NULL AND text <> '' AND ${sides.baseline} AND route NOT IN ('small-talk', 'person')
        ORDER BY finished_at DESC LIMIT ${BASELINE}
    ), counted AS (SELECT * FROM own UNION ALL SELECT * FROM others), asked AS (
      SELECT conversation_id, cursor FROM owner_changes WHERE owner IN ('queued', 'human')
        AND conversation_id IN (SELECT conversation_id FROM counted)
      UNION ALL SELECT conversation_id, cursor FROM answers WHERE route = 'person' AND cursor IS NOT NULL
        AND conversation_id IN (SELECT conversation_id FROM counted)
    )
    SELECT canary, count(*) AS answers, sum(outcome = 'no-answer') AS unanswered,
      sum(outcome = 'answered' AND route = 'documentation' AND (coalesce(citations, '[]') = '[]'
        OR EXISTS (SELECT 1 FROM answer_records WHERE answer_id = counted.id AND instr(record, ${UNSOURCED}) > 0))) AS unsourced,
      sum(EXISTS (SELECT 1 FROM ratings WHERE answer_id = counted.id AND verdict = 'down')) AS down,
      sum(EXISTS (SELECT 1 FROM asked WHERE asked.conversation_id = counted.conversation_id AND asked.cursor > counted.cursor
        AND NOT EXISTS (SELECT 1 FROM answers AS later WHERE later.conversation_id = counted.conversation_id
          AND later.cursor > counted.cursor AND later.cursor < asked.cursor
          AND later.route NOT IN ('small-talk', 'person')))) AS handed
      FROM counted GROUP BY canary`.execute(db);

  const side = (canary: number) => rows.find((row) => row.canary === canary);
  const signal = (name: string, column: "unanswered" | "unsourced" | "down" | "handed"): HarmCounts => {
    const seen = (canary: number) => ({ answers: side(canary)?.answers ?? 0, seen: side(canary)?.[column] ?? 0 });
    return { name, canary: seen(1), baseline: seen(0) };
  };
  return [
    signal("no answer", "unanswered"),
    signal("no source", "unsourced"),
    signal("thumbs down", "down"),
    signal("asked for a person", "handed"),
  ];
}

/** For one intent of a tuned model, beside everything that another model or none answered. */
export const modelSignals = (db: Kysely<ConversationTables>, intent: string, modelId: string): Promise<HarmCounts[]> =>
  harmSignals(db, {
    canary: sql`intent = ${intent} AND model_id = ${modelId}`,
    baseline: sql`coalesce(model_id, '') <> ${modelId}`,
  });
