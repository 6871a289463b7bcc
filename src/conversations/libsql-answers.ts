import type { Kysely, Transaction } from "kysely";
import type { AnswerRecord } from "../answer/answer-question.ts";
import type { AnswerEnd, Rate } from "../protocol/visitor.ts";
import type { Attempt, FinishedAnswer, OpenAnswer, StartedAnswer } from "./conversation-store.ts";
import type { ConversationTables } from "./conversation-tables.ts";
import { keepLastRating, keepOutcome } from "./libsql-endings.ts";
import { keepSaid } from "./libsql-said.ts";
import { nextCursor, ownerOf, readHistory } from "./libsql-timeline.ts";
import { ownership } from "./ownership.ts";

type Tables = Transaction<ConversationTables>;

/** See ConversationStore.openAnswers. */
export async function openAnswers(db: Kysely<ConversationTables>): Promise<OpenAnswer[]> {
  return db
    .selectFrom("answers")
    .innerJoin("messages", "messages.id", "answers.reply_to")
    .select(["answers.conversation_id as conversationId", "answers.id as answerId", "answers.reply_to as questionId"])
    .where("answers.finished_at", "is", null)
    .orderBy("messages.rowid")
    .execute();
}

/** See ConversationStore.startAnswer. */
export async function startAnswer(
  tables: Kysely<ConversationTables>,
  answerId: string,
  { first, attemptLimit, historyLimit }: Attempt,
): Promise<StartedAnswer> {
  const found = await tables
    .selectFrom("answers")
    .innerJoin("messages", "messages.id", "answers.reply_to")
    .innerJoin("conversations", "conversations.id", "answers.conversation_id")
    .select(["answers.conversation_id", "answers.attempts", "messages.text", "messages.cursor", "conversations.owner"])
    .where("answers.id", "=", answerId)
    .executeTakeFirst();
  if (!found || !ownership(found.owner).botSpeaks) return { kind: "silenced" };
  if (!first && found.attempts >= attemptLimit) return { kind: "exhausted" };

  if (!first) await countAttempt(tables, answerId);
  const history = await readHistory(tables, found.conversation_id, found.cursor, historyLimit);
  return { kind: "started", question: found.text, history };
}

async function countAttempt(tables: Kysely<ConversationTables>, answerId: string): Promise<void> {
  await tables
    .updateTable("answers")
    .set((column) => ({ attempts: column("attempts", "+", 1) }))
    .where("id", "=", answerId)
    .execute();
}

/** See ConversationStore.finishAnswer. */
export async function finishAnswer(
  tables: Tables,
  answerId: string,
  answer: FinishedAnswer,
  at: number,
): Promise<AnswerEnd | null> {
  const open = await tables
    .selectFrom("answers")
    .select(["conversation_id", "reply_to", "opened_at"])
    .where("id", "=", answerId)
    .where("finished_at", "is", null)
    .executeTakeFirst();
  if (!open) return null;

  const { record, citations, route, text, writer, firstTokenAt = null } = answer;
  const may = ownership(await ownerOf(tables, open.conversation_id));
  const said = { outcome: may.botSpeaks ? answer.outcome : ("stopped" as const), route, text };
  const cursor = await nextCursor(tables, open.conversation_id, at);
  await tables
    .updateTable("answers")
    .set({
      ...said,
      cursor,
      citations: JSON.stringify(citations),
      writer: writer ?? null,
      finished_at: at,
      shown: text === "" ? 0 : 1,
      first_token_ms: firstTokenAt === null ? null : Math.max(0, Math.round(firstTokenAt - open.opened_at)),
      ...filterable(record),
    })
    .where("id", "=", answerId)
    .execute();
  if (record) {
    await tables
      .insertInto("answer_records")
      .values({ answer_id: answerId, record: JSON.stringify(record) })
      .execute();
  }
  const { conversation_id: conversationId, reply_to: replyTo } = open;
  await keepSaid(tables, { conversationId, entryId: answerId, questionId: replyTo, author: "bot", text, at });
  await keepOutcome(tables, { conversationId, answerId, ...said });
  return { cursor, messageId: answerId, replyTo, ...said, ...(writer && { writer }), citations };
}

function filterable(record: AnswerRecord | null) {
  return {
    intent: record?.intent?.name ?? null,
    model_id: record?.modelId ?? null,
    prompt_version: record?.promptVersion ?? null,
    prompt_tokens: record?.tokens?.prompt ?? null,
    completion_tokens: record?.tokens?.completion ?? null,
  };
}

/** See ConversationStore.answerState. */
export async function answerState(db: Kysely<ConversationTables>, conversationId: string, messageId: string) {
  const found = await db
    .selectFrom("answers")
    .select(["id", "finished_at"])
    .where("conversation_id", "=", conversationId)
    .where((column) => column.or([column("id", "=", messageId), column("reply_to", "=", messageId)]))
    .executeTakeFirst();
  return found
    ? { answerId: found.id, state: found.finished_at === null ? ("open" as const) : ("finished" as const) }
    : null;
}

/** See ConversationStore.answerRecord. */
export async function answerRecord(db: Kysely<ConversationTables>, answerId: string): Promise<AnswerRecord | null> {
  const found = await db
    .selectFrom("answer_records")
    .select("record")
    .where("answer_id", "=", answerId)
    .executeTakeFirst();
  return found ? (JSON.parse(found.record) as AnswerRecord) : null;
}

/** See ConversationStore.rateAnswer. */
export async function rateAnswer(tables: Tables, conversationId: string, rating: Rate, at: number): Promise<boolean> {
  const { messageId, verdict, comment = null } = rating;
  const state = await answerState(tables, conversationId, messageId);
  if (state?.answerId !== messageId || state.state !== "finished") return false;

  const said = { verdict, comment, rated_at: at };
  await tables
    .insertInto("ratings")
    .values({ answer_id: messageId, ...said })
    .onConflict((conflict) => conflict.column("answer_id").doUpdateSet(said))
    .execute();
  await keepLastRating(tables, conversationId, rating);
  return true;
}
