import type { Transaction } from "kysely";
import type { Message } from "../protocol/visitor.ts";
import type {
  EmailToKeep,
  HumanRequest,
  KeptHumanRequest,
  KeptQuestion,
  OpenAnswer,
  QuestionToKeep,
} from "./conversation-store.ts";
import type { ConversationTables } from "./conversation-tables.ts";
import { keepHandOff } from "./libsql-endings.ts";
import { wasErased } from "./libsql-erasure.ts";
import { beginConversation, changeOwner, insertMessage, nextCursor, ownerOf } from "./libsql-timeline.ts";
import { asksAgain, ownership } from "./ownership.ts";

type Tables = Transaction<ConversationTables>;

/** See ConversationStore.keepQuestion. */
export async function keepQuestion(tables: Tables, question: QuestionToKeep): Promise<KeptQuestion> {
  const { conversationId, messageId, clientMessageId, text, at } = question;
  const before = await tables
    .selectFrom("messages")
    .select(["id", "cursor", "text"])
    .where("conversation_id", "=", conversationId)
    .where("client_message_id", "=", clientMessageId)
    .executeTakeFirst();
  if (before?.text === text) return { kind: "repeated", messageId: before.id, cursor: before.cursor };
  if (before) return { kind: "refused", code: "conflict" };

  const may = ownership(await ownerOf(tables, conversationId));
  if (!may.takesQuestions || (await wasErased(tables, conversationId))) return { kind: "refused", code: "closed" };
  if ((await countOpen(tables, conversationId)) >= question.openLimit) return { kind: "refused", code: "busy" };

  const cursor = await nextCursor(tables, conversationId, at);
  await insertMessage(tables, { cursor, messageId, author: "customer", text }, { conversationId, clientMessageId, at });
  if (may.botSpeaks) await openAnswer(tables, { ...question, questionId: messageId }, at);
  return { kind: "kept", messageId, cursor, answerOpened: may.botSpeaks };
}

async function countOpen(tables: Tables, conversationId: string): Promise<number> {
  const { open } = await tables
    .selectFrom("answers")
    .select((column) => column.fn.countAll<number>().as("open"))
    .where("conversation_id", "=", conversationId)
    .where("finished_at", "is", null)
    .executeTakeFirstOrThrow();
  return open;
}

/** With its first attempt counted. */
export async function openAnswer(
  tables: Tables,
  { conversationId, answerId, questionId }: OpenAnswer,
  at: number,
): Promise<void> {
  await tables
    .insertInto("answers")
    .values({ id: answerId, conversation_id: conversationId, reply_to: questionId, attempts: 1, opened_at: at })
    .execute();
}

/** See ConversationStore.keepHumanRequest. */
export async function keepHumanRequest(tables: Tables, request: HumanRequest): Promise<KeptHumanRequest> {
  const { conversationId, reason, at, notice, queue } = request;
  const { messageId, text, offersEmail } = notice;
  const owner = await ownerOf(tables, conversationId);
  if (!ownership(owner).takesQuestions || (await wasErased(tables, conversationId)))
    return { kind: "refused", code: "closed" };
  const before = await lastSaid(tables, conversationId);
  if (asksAgain({ owner, ...before, notice: text })) return { kind: "repeated" };

  await beginConversation(tables, conversationId, at);
  const change = queue && owner === "bot" ? await changeOwner(tables, conversationId, "queued", at) : null;
  const cursor = await nextCursor(tables, conversationId, at);
  const message: Message = { cursor, messageId, text, author: "system", ...(offersEmail && { offersEmail }) };
  await insertMessage(tables, message, { conversationId, clientMessageId: null, at });
  await tables
    .insertInto("human_requests")
    .values({
      notice_id: messageId,
      conversation_id: conversationId,
      reason,
      requested_at: at,
      offers_email: Number(offersEmail),
    })
    .execute();
  await keepHandOff(tables, conversationId);
  return { kind: "kept", message, change };
}

/** `lastEntry` is null where that is no message. */
async function lastSaid(
  tables: Tables,
  conversationId: string,
): Promise<{ asleep: boolean; lastEntry: string | null }> {
  const last = await tables
    .selectFrom("conversations")
    .leftJoin("messages", (join) =>
      join
        .onRef("messages.conversation_id", "=", "conversations.id")
        .onRef("messages.cursor", "=", "conversations.cursor"),
    )
    .select(["messages.text", "snoozed_until"])
    .where("conversations.id", "=", conversationId)
    .executeTakeFirst();
  return { asleep: typeof last?.snoozed_until === "number", lastEntry: last?.text ?? null };
}

/** See ConversationStore.keepEmail. */
export async function keepEmail(
  tables: Tables,
  { conversationId, email, at, notice }: EmailToKeep,
): Promise<Message | null> {
  const { numUpdatedRows } = await tables
    .updateTable("conversations")
    .set({ email, email_at: at })
    .where("id", "=", conversationId)
    .where("owner", "!=", "closed")
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return null;

  const message: Message = { cursor: await nextCursor(tables, conversationId, at), ...notice, author: "system" };
  await insertMessage(tables, message, { conversationId, clientMessageId: null, at });
  return message;
}
