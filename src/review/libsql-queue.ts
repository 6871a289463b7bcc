import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { ConversationTables } from "../conversations/conversation-tables.ts";
import { QUOTED_IN_DOUBT } from "../conversations/quoted-in-doubt.ts";
import type { AccuracyView } from "../protocol/review.ts";
import { wilson } from "../score/paired.ts";
import type { Knowledge } from "../search/knowledge.ts";
import { isStale } from "../search/unchanged-passages.ts";
import { type Candidate, inRandomShare } from "./queue-order.ts";

/** Newest answers that the queue is made of: reading more would cost time and move nothing to the front. */
const WINDOW = 2_000;

/** The newest answers, and those that need another look however old they are. */
export async function readCandidates(
  db: Kysely<ConversationTables>,
  knowledge: Pick<Knowledge, "passage">,
): Promise<Candidate[]> {
  const stale = await staleAnswers(db, knowledge);
  const disputed = await disputedAnswers(db);
  const again = [...stale, ...disputed];
  const rows = await db
    .selectFrom("answers")
    .innerJoin("messages", "messages.id", "answers.reply_to")
    .leftJoin("ratings", "ratings.answer_id", "answers.id")
    .leftJoin("answer_records", "answer_records.answer_id", "answers.id")
    .select([
      "answers.conversation_id as conversationId",
      "answers.id as answerId",
      "messages.text as question",
      "answers.text",
      "answers.outcome",
      "answers.route",
      "answers.finished_at as at",
      "answers.reviewed_at as reviewedAt",
      "ratings.verdict as rating",
      sql<number | null>`coalesce(
        json_extract(record, '$.verified.lead') - json_extract(record, '$.verified.threshold'),
        json_extract(record, '$.support.score') - json_extract(record, '$.support.threshold')
      )`.as("margin"),
      sql<0 | 1>`${sql.raw(QUOTED_IN_DOUBT)}`.as("inDoubt"),
    ])
    .where("answers.finished_at", "is not", null)
    .where((where) => where.or([where("answers.reviewed_at", "is", null), where("answers.id", "in", again)]))
    .orderBy("answers.finished_at", "desc")
    .limit(WINDOW + again.length)
    .execute();

  return rows.map(({ reviewedAt, margin, inDoubt, ...row }) => ({
    ...row,
    text: row.text ?? "",
    outcome: row.outcome!,
    route: row.route!,
    at: row.at!,
    margin: row.route === "documentation" || row.route === "verified" ? margin : null,
    inDoubt: inDoubt === 1,
    reviewed: reviewedAt !== null,
    disputed: disputed.has(row.answerId),
    stale: stale.has(row.answerId),
  }));
}

async function staleAnswers(db: Kysely<ConversationTables>, knowledge: Pick<Knowledge, "passage">) {
  const live = await db
    .selectFrom("verified_answers")
    .select(["id", "cited"])
    .where("retired_at", "is", null)
    .execute();
  return new Set(live.flatMap(({ id, cited }) => (isStale(JSON.parse(cited), knowledge) ? id : [])));
}

/** Two colleagues who differ, and no owner's word. */
async function disputedAnswers(db: Kysely<ConversationTables>): Promise<Set<string>> {
  const rows = await db
    .selectFrom("reviews")
    .select("answer_id")
    .where("outdated", "=", 0)
    .groupBy("answer_id")
    .having(sql<boolean>`max(settles) = 0 AND count(DISTINCT verdict || char(0) || coalesce(text, '')) > 1`)
    .execute();
  return new Set(rows.map(({ answer_id }) => answer_id));
}

/** From the random share alone: the rest of the queue was picked because it looked wrong. Disputed turns do not count yet. */
export async function readAccuracy(db: Kysely<ConversationTables>): Promise<AccuracyView> {
  const disputed = await disputedAnswers(db);
  const rows = await db
    .selectFrom("reviews")
    .select(["answer_id", "verdict"])
    .orderBy("settles")
    .orderBy("reviewed_at")
    .execute();
  // The last of each answer: the owner's word where there is one.
  const verdicts = new Map(rows.map(({ answer_id, verdict }) => [answer_id, verdict]));
  const drawn = [...verdicts].filter(([answerId]) => inRandomShare(answerId) && !disputed.has(answerId));

  const approved = drawn.filter(([, verdict]) => verdict === "approved").length;
  const reviewed = drawn.length;
  return { reviewed, approved, share: reviewed === 0 ? null : approved / reviewed, ...wilson(approved, reviewed) };
}
