import type { SearchFilter } from "../protocol/staff-http.ts";
import { resolutionSql } from "./resolution.ts";

/** A piece of SQL and what its question marks stand for. */
export type SqlCondition = { sql: string; values: (string | number)[] };

/**
 * What a filter asks of `conversations`. Lists and figures are both made with it, so that a figure is the number of
 * rows behind it. @param now milliseconds since the epoch
 */
export function conversationConditions(filter: Partial<SearchFilter>, now: number): SqlCondition[] {
  const { owner, label, channel, resolution } = filter;
  return [
    ...is("conversations.owner = ?", owner),
    ...is("EXISTS (SELECT 1 FROM conversation_labels WHERE conversation_id = conversations.id AND label = ?)", label),
    ...is("conversations.channel = ?", channel),
    ...(resolution === undefined ? [] : [resolved(resolution, now)]),
  ];
}

/** What a filter asks of `answers`. */
export function answerConditions(filter: Partial<SearchFilter>): SqlCondition[] {
  const { outcome, intent, route, rating, model, promptVersion, unreviewed, timedReview } = filter;
  return [
    ...is("answers.outcome = ?", outcome),
    ...(intent === UNKNOWN_INTENT ? [UNKNOWN] : is("answers.intent = ?", intent)),
    ...is("answers.route = ?", route),
    ...is("EXISTS (SELECT 1 FROM ratings WHERE answer_id = answers.id AND verdict = ?)", rating),
    ...is("answers.model_id = ?", model),
    ...is("answers.prompt_version = ?", promptVersion),
    ...(unreviewed === undefined ? [] : [UNREVIEWED]),
    ...(timedReview === undefined ? [] : [TIMED_REVIEW]),
  ];
}

/** From `from` until before `until`. @param column of a time in milliseconds since the epoch */
export function timeConditions(column: string, { from, until }: Partial<SearchFilter>): SqlCondition[] {
  return [...is(`${column} >= ?`, from), ...is(`${column} < ?`, until)];
}

/** `a AND b AND …`; always true where nothing is asked. */
export function all(conditions: readonly SqlCondition[]): SqlCondition {
  return {
    sql: conditions.map(({ sql }) => sql).join(" AND ") || "true",
    values: conditions.flatMap(({ values }) => values),
  };
}

export const UNKNOWN_INTENT = "-";

const UNKNOWN: SqlCondition = { sql: "answers.id IS NOT NULL AND answers.intent IS NULL", values: [] };
const UNREVIEWED: SqlCondition = { sql: "answers.finished_at IS NOT NULL AND answers.reviewed_at IS NULL", values: [] };
const TIMED_REVIEW: SqlCondition = {
  sql: "EXISTS (SELECT 1 FROM reviews WHERE answer_id = answers.id AND shown_ms IS NOT NULL)",
  values: [],
};

function is(sql: string, value: string | number | undefined): SqlCondition[] {
  return value === undefined ? [] : [{ sql, values: [value] }];
}

function resolved(resolution: NonNullable<SearchFilter["resolution"]>, now: number): SqlCondition {
  const { sql, values } = resolutionSql(now);
  if (resolution === "ended") return { sql: `${sql} <> 'open'`, values };
  if (resolution === "deflected") return { sql: `${sql} IN ('confirmed', 'assumed')`, values };
  return { sql: `${sql} = ?`, values: [...values, resolution] };
}
