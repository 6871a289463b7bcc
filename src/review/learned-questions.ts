import { type Kysely, sql } from "kysely";
import type { ConversationTables } from "../conversations/conversation-tables.ts";
import type { AnswerRecord } from "../protocol/answer-record.ts";
import type { Citation } from "../protocol/conversation.ts";
import type { LearnedQuestions } from "../search/knowledge.ts";
import { liveAnswers } from "./libsql-reviews.ts";

/** Kept for each passage, the newest: more would only repeat its words. */
const MOST = 15;

/**
 * The questions of approved turns by the passages that their answers cite, oldest first, and those of corrections by
 * the passages that the correction cites. An approved follow-up is left out: without what it leaves unsaid it would
 * bring others to the wrong passage.
 * `anonymous` takes personal data out of a question: unlike the conversation it goes into files of its own.
 */
export async function learnedQuestions(
  db: Kysely<ConversationTables>,
  anonymous: (texts: readonly string[]) => readonly string[],
): Promise<LearnedQuestions> {
  const turns = [...(await approvedTurns(db)), ...(await correctedTurns(db))];
  const questions = anonymous(turns.map(({ question }) => question)).map((question) =>
    question.replace(PLACEHOLDER, " "),
  );
  const learned = new Map<string, string[]>();
  for (const [at, { passageIds }] of turns.entries()) {
    for (const id of new Set(passageIds)) {
      const known = (learned.get(id) ?? []).filter((question) => question !== questions[at]);
      learned.set(id, [...known, questions[at]!].slice(-MOST));
    }
  }
  return learned;
}

/** What redaction leaves in the place of a name or a number is no word of the question. */
const PLACEHOLDER = /\[[A-Z]+_\d+\]/g;

type LearnedTurn = { question: string; passageIds: string[] };

async function approvedTurns(db: Kysely<ConversationTables>): Promise<LearnedTurn[]> {
  const rows = await db
    .selectFrom("learning_rows")
    .innerJoin("answers", "answers.id", "learning_rows.answer_id")
    .innerJoin("messages", "messages.id", "learning_rows.question_id")
    .innerJoin("answer_records", "answer_records.answer_id", "learning_rows.answer_id")
    .select([
      "messages.text as question",
      "answers.citations",
      sql<string>`json_extract(answer_records.record, '$.passages')`.as("passages"),
    ])
    .where("learning_rows.verdict", "=", "approved")
    .where(sql`json_extract(answer_records.record, '$.understood.topic')`, "is", null)
    .orderBy("learning_rows.reviewed_at")
    .orderBy("learning_rows.answer_id")
    .execute();

  return rows.map(({ question, citations, passages }) => {
    const places = new Set((JSON.parse(citations ?? "[]") as Citation[]).map(placeOf));
    const cited = (JSON.parse(passages) as AnswerRecord["passages"]).filter((passage) => places.has(placeOf(passage)));
    return { question, passageIds: cited.map(({ id }) => id) };
  });
}

const placeOf = ({ path, anchor }: { path: string; anchor: string }) => `${path}#${anchor}`;

async function correctedTurns(db: Kysely<ConversationTables>): Promise<LearnedTurn[]> {
  const answers = await liveAnswers(db);
  return answers.flatMap(({ questions, cited }) =>
    questions.map((question) => ({ question, passageIds: cited.map(({ passageId }) => passageId) })),
  );
}
