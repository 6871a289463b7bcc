import { type Kysely, sql, type Transaction } from "kysely";
import type { Citation } from "../protocol/conversation.ts";
import type { ShadowDraft } from "../protocol/staff.ts";
import type { DraftedQuestion, DraftToKeep } from "./conversation-store.ts";
import type { ConversationTables } from "./conversation-tables.ts";
import { QUOTED_IN_DOUBT } from "./quoted-in-doubt.ts";
import { suggestionOf } from "./shadow-drafts.ts";

type Tables = Kysely<ConversationTables>;

/** See ConversationStore.keepDraft. */
export async function keepDraft(tables: Transaction<ConversationTables>, draft: DraftToKeep): Promise<boolean> {
  const { draftId, conversationId, questionId, answer, at } = draft;
  const left = await questionLeft(tables, conversationId);
  if (left?.id !== questionId) return false;

  const { outcome, text, citations, record } = answer;
  const json = { citations: JSON.stringify(citations), record: JSON.stringify(record) };
  const named = { id: draftId, conversation_id: conversationId, question_id: questionId };
  const { numInsertedOrUpdatedRows } = await tables
    .insertInto("shadow_drafts")
    .values({ ...named, outcome, text, ...json, created_at: at })
    .onConflict((conflict) => conflict.column("question_id").doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** See ConversationStore.undrafted. */
export async function undrafted(tables: Tables): Promise<DraftedQuestion[]> {
  const owned = await tables.selectFrom("conversations").select("id").where("owner", "=", "human").execute();
  const found: DraftedQuestion[] = [];
  for (const { id: conversationId } of owned) {
    const left = await questionLeft(tables, conversationId);
    if (!left || (await draftOf(tables, left.id))) continue;
    found.push({ conversationId, questionId: left.id, cursor: left.cursor, text: left.text });
  }
  return found;
}

/** What was drafted for the question that is left, while a person owns the turn; null where it gave nothing to say. */
export async function readDraft(tables: Tables, conversationId: string): Promise<ShadowDraft | null> {
  const conversation = tables.selectFrom("conversations").select("owner").where("id", "=", conversationId);
  if ((await conversation.executeTakeFirst())?.owner !== "human") return null;
  const left = await questionLeft(tables, conversationId);
  const draft = left && (await draftOf(tables, left.id));
  if (!draft) return null;
  const { id: draftId, question_id: questionId, outcome, text } = draft;
  const citations = JSON.parse(draft.citations) as Citation[];
  return suggestionOf({ draftId, questionId, outcome, text, citations, inDoubt: draft.inDoubt === 1 });
}

/** What the bot would have said to a question and what was said instead. */
export async function pairWithDraft(tables: Tables, questionId: string, replyId: string): Promise<void> {
  await tables.updateTable("shadow_drafts").set({ reply_id: replyId }).where("question_id", "=", questionId).execute();
}

/** The last thing said, where it is a question that neither staff nor the bot has turned to. */
export async function questionLeft(
  tables: Tables,
  conversationId: string,
): Promise<{ id: string; cursor: number; text: string } | null> {
  const last = await tables
    .selectFrom("messages")
    .leftJoin("answers", "answers.reply_to", "messages.id")
    .select(["messages.id", "messages.author", "messages.cursor", "messages.text", "answers.id as answerId"])
    .where("messages.conversation_id", "=", conversationId)
    .where("messages.author", "!=", "system")
    .orderBy("messages.cursor", "desc")
    .limit(1)
    .executeTakeFirst();
  if (last?.author !== "customer" || last.answerId !== null) return null;
  return { id: last.id, cursor: last.cursor, text: last.text };
}

function draftOf(tables: Tables, questionId: string) {
  return tables
    .selectFrom("shadow_drafts")
    .select(["id", "question_id", "outcome", "text", "citations"])
    .select(sql<0 | 1>`${sql.raw(QUOTED_IN_DOUBT)}`.as("inDoubt"))
    .where("question_id", "=", questionId)
    .executeTakeFirst();
}
