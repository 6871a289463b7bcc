import type Libsql from "libsql";
import { quotedInDoubt } from "../conversations/quoted-in-doubt.ts";
import { all, conversationConditions, timeConditions } from "../conversations/search-conditions.ts";
import { GIVEN } from "../conversations/search-sources.ts";
import type { GapsQuery, GapView } from "../protocol/insights.ts";
import type { Embedder } from "../search/embedder.ts";
import { clusterQuestions } from "./cluster-questions.ts";

/** @property now milliseconds since the epoch */
export type GapsJob = GapsQuery & { now: number };

type Row = { answerId: string; conversationId: string; question: string; at: number; reviewed: 0 | 1 };
type Asked = Row & { inDoubt: boolean };

/** More than anybody reads; the newest count. */
const MOST_QUESTIONS = 2_000;
const MOST_SHOWN = 200;

/**
 * What customers asked and no page answers: where the bot found nothing, or nothing for sure, and no review says
 * that this was right, and what a review noted as missing. Blocks its thread for up to a second.
 */
export async function readGaps(database: Libsql.Database, job: GapsJob, embedder: Embedder): Promise<GapView[]> {
  const rows = questionsWithoutAnswer(database, job);
  const texts = rows.map(({ question }) => question);
  const clusters = await clusterQuestions(texts, embedder);
  return clusters.map((cluster) => gapOf(cluster.map((at) => rows[at]!)));
}

function questionsWithoutAnswer(database: Libsql.Database, { from, until, channel, now }: GapsJob): Asked[] {
  const where = all([
    GIVEN,
    ...timeConditions("answers.finished_at", { from, until }),
    ...conversationConditions({ channel }, now),
  ]);
  const rows = database
    .prepare(
      `SELECT answers.id AS answerId, answers.conversation_id AS conversationId, messages.text AS question,
        answers.finished_at AS at, gap.answer_id IS NOT NULL AS reviewed
      FROM answers JOIN conversations ON conversations.id = answers.conversation_id
      JOIN messages ON messages.id = answers.reply_to
      LEFT JOIN documentation_gaps AS gap ON gap.answer_id = answers.id
      WHERE (gap.answer_id IS NOT NULL OR (answers.outcome = 'no-answer' AND answers.route <> 'small-talk' AND answers.reviewed_at IS NULL))
        AND ${where.sql} ORDER BY answers.finished_at DESC, answers.id LIMIT ${MOST_QUESTIONS}`,
    )
    .all(...where.values) as Row[];
  const asking = rows.filter(saysAWord);
  const doubted = quotedInDoubt(
    database,
    asking.map(({ answerId }) => answerId),
  );
  return asking.map((row) => ({ ...row, inDoubt: doubted.has(row.answerId) }));
}

/** A "?" or a face asks nothing that a page could answer. */
const saysAWord = ({ question }: Row) => /[\p{L}\p{N}]/u.test(question);

function gapOf(asked: readonly Asked[]): GapView {
  return {
    question: asked[0]!.question,
    count: asked.length,
    reviewed: asked.filter(({ reviewed }) => reviewed === 1).length,
    inDoubt: asked.filter(({ inDoubt }) => inDoubt).length,
    examples: [...asked]
      .sort((one, other) => other.at - one.at)
      .slice(0, MOST_SHOWN)
      .map(({ conversationId, question, at, inDoubt }) => ({ conversationId, question, at, inDoubt })),
  };
}
