import { type Kysely, sql, type Transaction } from "kysely";
import type { ConversationTables } from "../conversations/conversation-tables.ts";
import type { AnswerRecord, HistoryTurn } from "../protocol/answer-record.ts";
import type { Citation } from "../protocol/conversation.ts";
import type { Opinion } from "./verdict.ts";
import type { Exclusion, VerifiedAnswer } from "./verified-answer.ts";

type Tables = Transaction<ConversationTables>;

/** A finished answer of the bot with its question. */
export type Turn = {
  answerId: string;
  conversationId: string;
  questionId: string;
  question: string;
  text: string;
  citations: Citation[];
  history: HistoryTurn[];
  /** Ids of the passages that it was made from. */
  passageIds: string[];
  /** The verified answer that was given. */
  verifiedId: string | null;
};

export async function readTurn(db: Kysely<ConversationTables>, answerId: string): Promise<Turn | null> {
  const found = await db
    .selectFrom("answers")
    .innerJoin("messages", "messages.id", "answers.reply_to")
    .leftJoin("answer_records", "answer_records.answer_id", "answers.id")
    .select([
      "answers.conversation_id as conversationId",
      "answers.reply_to as questionId",
      "messages.text as question",
      "answers.text",
      "answers.citations",
      "answer_records.record",
    ])
    .where("answers.id", "=", answerId)
    .where("answers.finished_at", "is not", null)
    .executeTakeFirst();
  if (!found) return null;

  const { conversationId, questionId, question, text } = found;
  const record = found.record === null ? null : (JSON.parse(found.record) as AnswerRecord);
  return {
    answerId,
    conversationId,
    questionId,
    question,
    text: text ?? "",
    citations: JSON.parse(found.citations ?? "[]") as Citation[],
    history: record?.history ?? [],
    passageIds: record?.passages.map(({ id }) => id) ?? [],
    verifiedId: record?.verified?.answerId ?? null,
  };
}

/** The same verdict by the same person again changes nothing; another one takes its place. */
export async function keepOpinion(
  tables: Tables,
  answerId: string,
  opinion: Opinion,
  shownMs: number | null,
): Promise<void> {
  const { verdict, text, citations, reason, intent, settles } = opinion;
  const said = {
    verdict,
    text,
    citations,
    reason,
    intent,
    settles: settles ? 1 : 0,
    reviewed_at: opinion.at,
    outdated: 0,
    shown_ms: shownMs,
  };
  await tables
    .insertInto("reviews")
    .values({ answer_id: answerId, staff_id: opinion.staffId, ...said })
    .onConflict((conflict) => conflict.columns(["answer_id", "staff_id"]).doUpdateSet(said))
    .execute();
}

export async function dropOpinion(tables: Tables, answerId: string, staffId: string): Promise<boolean> {
  const { numDeletedRows } = await tables
    .deleteFrom("reviews")
    .where("answer_id", "=", answerId)
    .where("staff_id", "=", staffId)
    .executeTakeFirst();
  return numDeletedRows > 0;
}

/** What colleagues said of the answer before the documentation changed is no disagreement with what is said now. */
export async function outdateOpinions(tables: Tables, answerId: string, exceptOf: string): Promise<void> {
  const others = tables.updateTable("reviews").set({ outdated: 1 }).where("answer_id", "=", answerId);
  await others.where("staff_id", "!=", exceptOf).execute();
}

export async function opinionsOn(tables: Tables, answerId: string): Promise<Opinion[]> {
  const rows = await tables.selectFrom("reviews").selectAll().where("answer_id", "=", answerId).execute();
  return rows.map(({ staff_id, settles, reviewed_at, outdated, verdict, text, citations, reason, intent }) => ({
    staffId: staff_id,
    outdated: outdated === 1,
    settles: settles === 1,
    at: reviewed_at,
    verdict,
    text,
    citations,
    reason,
    intent,
  }));
}

/**
 * Live answers, oldest first. Corrections with the same text are one answer with several phrasings: apart they would be
 * each other's runners-up and neither would serve. Where two answer the same words, the newest counts.
 */
export async function liveAnswers(db: Kysely<ConversationTables>): Promise<VerifiedAnswer[]> {
  const corrected = db
    .selectFrom("verified_answers")
    .select(["id", "question", "text", "cited", "verified_at as at", sql<number>`0`.as("added")])
    .where("retired_at", "is", null);
  const rows = await corrected
    .unionAll(
      db
        .selectFrom("verified_phrasings as added")
        .innerJoin("verified_answers as answer", "answer.id", "added.answer_id")
        .select(["answer.id", "added.text as question", "answer.text", "answer.cited", "added.added_at as at"])
        .select(sql<number>`1`.as("added"))
        .where("answer.retired_at", "is", null),
    )
    .orderBy("at")
    .orderBy("id")
    .execute();

  const newest = new Map(rows.map((row) => [row.question.trim().toLowerCase(), row]));
  const byText = new Map<string, VerifiedAnswer & { added: string[] }>();
  for (const { id, question, text, cited, added } of newest.values()) {
    const key = `${text}\n${cited}`;
    const passages = JSON.parse(cited) as VerifiedAnswer["cited"];
    const answer = byText.get(key) ?? { id, text, cited: passages, questions: [], added: [] };
    answer.questions.push(question);
    if (added === 1) answer.added.push(question);
    byText.set(key, answer);
  }
  return withExclusions(db, [...byText.values()], rows);
}

/** A question whose own correction has the same text is one of the answer again. */
async function withExclusions(
  db: Kysely<ConversationTables>,
  answers: VerifiedAnswer[],
  rows: readonly { id: string; text: string; cited: string }[],
): Promise<VerifiedAnswer[]> {
  const keyOf = new Map(rows.map(({ id, text, cited }) => [id, `${text}\n${cited}`]));
  const excluded = await db
    .selectFrom("verified_exclusions as excluded")
    .innerJoin("answers", "answers.id", "excluded.id")
    .innerJoin("messages", "messages.id", "answers.reply_to")
    .select(["excluded.id", "excluded.answer_id as answerId", "messages.text"])
    .orderBy("answers.finished_at")
    .execute();
  const ofKey = new Map<string, Exclusion[]>();
  for (const { id, answerId, text } of excluded) {
    const key = keyOf.get(answerId);
    if (key !== undefined && keyOf.get(id) !== key) ofKey.set(key, [...(ofKey.get(key) ?? []), { id, text }]);
  }
  return answers.map((answer) => ({
    ...answer,
    excluded: ofKey.get(`${answer.text}\n${JSON.stringify(answer.cited)}`) ?? [],
  }));
}

export async function isVerified(tables: Tables, answerId: string): Promise<boolean> {
  const found = await tables.selectFrom("verified_answers").select("id").where("id", "=", answerId).executeTakeFirst();
  return found !== undefined;
}

/** Retires the answer with all its phrasings; false when none is live under this id. */
export async function retireAnswer(tables: Tables, id: string, at: number): Promise<boolean> {
  const live = await liveAnswers(tables);
  const answer = live.find((one) => one.id === id);
  if (!answer) return false;
  await tables
    .updateTable("verified_answers")
    .set({ retired_at: at })
    .where("text", "=", answer.text)
    .where("cited", "=", JSON.stringify(answer.cited))
    .where("retired_at", "is", null)
    .execute();
  return true;
}
