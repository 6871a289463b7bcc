import type Libsql from "libsql";
import { resolutionSql } from "../conversations/resolution.ts";
import { all, conversationConditions, type SqlCondition, timeConditions } from "../conversations/search-conditions.ts";
import { GIVEN } from "../conversations/search-sources.ts";
import type { Outcome, Resolution, Route } from "../protocol/conversation.ts";
import type { InsightsQuery } from "../protocol/insights.ts";

/** @property now milliseconds since the epoch */
export type FiguresJob = InsightsQuery & { now: number };

/** Counts as the database gives them, before they become figures. */
export type Figures = {
  /** `span` is its place among the spans asked for. */
  conversations: { span: number; resolution: Resolution; count: number }[];
  intents: { intent: string | null; resolution: Resolution; count: number }[];
  answers: { intent: string | null; route: Route; outcome: Outcome; count: number }[];
  ratings: { intent: string | null; verdict: "up" | "down"; count: number }[];
  firstTokens: { ms: number; count: number }[];
  reviewTimes: { ms: number; count: number }[];
  /** Answers with a review whose time is known. */
  timedAnswers: number;
  models: {
    model: string;
    answers: number;
    promptTokens: number;
    completionTokens: number;
    /** Answers of a model that is asked for elsewhere, which did not say what it read and wrote. */
    uncounted: number;
  }[];
  channels: string[];
};

/**
 * Made with the conditions of the search, so that each count is the number of rows that the search lists. Blocks its
 * thread for as long as it takes to walk the time asked for once a figure.
 */
export function readFigures(database: Libsql.Database, { edges, channel, now }: FiguresJob): Figures {
  const time = { from: edges[0]!, until: edges.at(-1)! };
  const scope = conversationConditions(channel === undefined ? {} : { channel }, now);
  const began = all([...timeConditions("conversations.created_at", time), ...scope]);
  const given = all([GIVEN, ...timeConditions("answers.finished_at", time), ...scope]);
  // Only a scope needs the conversations: without one the index of the answers tells everything.
  const answers =
    scope.length === 0 ? "answers" : "answers JOIN conversations ON conversations.id = answers.conversation_id";
  const read: Read = <Row>(sql: string, ...parts: SqlCondition[]) =>
    database.prepare(sql).all(...parts.flatMap(({ values }) => values)) as Row[];
  const ended = resolutionSql(now);

  return {
    conversations: readSpans(database, edges, scope, now),
    intents: read(
      `SELECT intent, resolution, count(*) AS count FROM (
        SELECT DISTINCT conversations.id, answers.intent, ${ended.sql} AS resolution
        FROM conversations CROSS JOIN answers ON answers.conversation_id = conversations.id
        WHERE ${GIVEN.sql} AND ${began.sql}) GROUP BY 1, 2`,
      ended,
      began,
    ),
    answers: read(
      `SELECT answers.intent, answers.route, answers.outcome, count(*) AS count FROM ${answers}
      WHERE ${given.sql} GROUP BY 1, 2, 3`,
      given,
    ),
    ratings: read(
      `SELECT answers.intent, ratings.verdict, count(*) AS count FROM ratings
      CROSS JOIN ${answers} WHERE answers.id = ratings.answer_id AND ${given.sql} GROUP BY 1, 2`,
      given,
    ),
    firstTokens: read(
      `SELECT answers.first_token_ms AS ms, count(*) AS count FROM ${answers}
      WHERE answers.first_token_ms IS NOT NULL AND ${given.sql} GROUP BY 1 ORDER BY 1`,
      given,
    ),
    ...readReviews(read, answers, given),
    models: read(
      `SELECT answers.model_id AS model, count(*) AS answers, total(answers.prompt_tokens) AS promptTokens,
        total(answers.completion_tokens) AS completionTokens,
        sum(answers.prompt_tokens IS NULL AND answers.route <> 'tuned') AS uncounted
      FROM ${answers} WHERE answers.model_id IS NOT NULL AND ${given.sql} GROUP BY 1 ORDER BY 2 DESC`,
      given,
    ),
    channels: readChannels(database, time),
  };
}

type Read = <Row>(sql: string, ...parts: SqlCondition[]) => Row[];

/** From the few reviews to their answers: the other way round every answer of the time would be looked at. */
function readReviews(read: Read, answers: string, given: SqlCondition): Pick<Figures, "reviewTimes" | "timedAnswers"> {
  const timed = `FROM reviews CROSS JOIN ${answers}
    WHERE answers.id = reviews.answer_id AND reviews.shown_ms IS NOT NULL AND ${given.sql}`;
  const [of] = read<{ answers: number }>(`SELECT count(DISTINCT answers.id) AS answers ${timed}`, given);
  return {
    reviewTimes: read(`SELECT reviews.shown_ms AS ms, count(*) AS count ${timed} GROUP BY 1 ORDER BY 1`, given),
    timedAnswers: of?.answers ?? 0,
  };
}

function readSpans(database: Libsql.Database, edges: readonly number[], scope: SqlCondition[], now: number) {
  const ended = resolutionSql(now);
  const within = all(scope);
  return database
    .prepare(
      `WITH edges AS (SELECT key AS span, value AS at FROM json_each(?))
      SELECT edges.span, ${ended.sql} AS resolution, count(*) AS count
      FROM edges JOIN edges AS next ON next.span = edges.span + 1
      CROSS JOIN conversations ON conversations.created_at >= edges.at AND conversations.created_at < next.at
      WHERE ${within.sql} GROUP BY 1, 2`,
    )
    .all(JSON.stringify(edges), ...ended.values, ...within.values) as Figures["conversations"];
}

/** A choice from more would be a search of its own. */
const CHANNELS = 50;

function readChannels(database: Libsql.Database, time: { from: number; until: number }): string[] {
  const began = all(timeConditions("conversations.created_at", time));
  const rows = database
    .prepare(
      `SELECT channel FROM conversations WHERE channel <> '' AND ${began.sql}
      GROUP BY channel ORDER BY count(*) DESC, channel LIMIT ${CHANNELS}`,
    )
    .all(...began.values) as { channel: string }[];
  return rows.map(({ channel }) => channel);
}
