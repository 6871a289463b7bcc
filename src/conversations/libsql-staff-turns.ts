import type { Transaction } from "kysely";
import type {
  DraftToKeep,
  KeptReply,
  KnownCustomer,
  ReplyToKeep,
  Transfer,
  Transferred,
} from "./conversation-store.ts";
import type { ConversationTables } from "./conversation-tables.ts";
import { openAnswer } from "./libsql-questions.ts";
import { changeOwner, insertMessage, nextCursor } from "./libsql-timeline.ts";
import { ownership, transferDecision } from "./ownership.ts";

type Tables = Transaction<ConversationTables>;

/** See ConversationStore.transfer. */
export async function transfer(tables: Tables, asked: Transfer): Promise<Transferred> {
  const { conversationId, to, staffId, nextAssignee, answerId, at } = asked;
  const now = await turnOf(tables, conversationId);
  if (!now) return { kind: "refused", code: "not-found", assignee: null };
  const { assignee, cursor } = now;
  const decision = transferDecision({ ...asked, ...now });
  if (decision === "conflict" || decision === "closed") return { kind: "refused", code: decision, assignee };
  if (decision === "unchanged") return { kind: "unchanged", cursor };

  await tables
    .updateTable("conversations")
    .set({ assignee: nextAssignee, snoozed_until: null })
    .where("id", "=", conversationId)
    .execute();
  if (decision === "reassigned") return { kind: "reassigned", cursor };
  const change = (await changeOwner(tables, conversationId, to, at, { staffId, assignee: nextAssignee }))!;
  const questionId = ownership(to).botSpeaks ? await questionLeft(tables, conversationId) : null;
  if (questionId === null) return { kind: "changed", change, owed: null };
  const owed = { conversationId, answerId, questionId };
  await openAnswer(tables, owed, at);
  return { kind: "changed", change, owed };
}

/** The last thing said, where it is a question that neither staff nor the bot has turned to. */
async function questionLeft(tables: Tables, conversationId: string): Promise<string | null> {
  const last = await tables
    .selectFrom("messages")
    .leftJoin("answers", "answers.reply_to", "messages.id")
    .select(["messages.id", "messages.author", "answers.id as answerId"])
    .where("messages.conversation_id", "=", conversationId)
    .where("messages.author", "!=", "system")
    .orderBy("messages.cursor", "desc")
    .limit(1)
    .executeTakeFirst();
  return last?.author === "customer" && last.answerId === null ? last.id : null;
}

/** See ConversationStore.keepReply. */
export async function keepReply(tables: Tables, reply: ReplyToKeep): Promise<KeptReply> {
  const { conversationId, staffId, messageId, text, citations, at } = reply;
  // Longer than a customer's may be, so that neither can take a name from the other.
  const clientMessageId = `staff ${staffId} ${reply.clientMessageId}`.padEnd(65, " ");
  const before = await tables
    .selectFrom("messages")
    .select(["id", "cursor", "text"])
    .where("conversation_id", "=", conversationId)
    .where("client_message_id", "=", clientMessageId)
    .executeTakeFirst();
  if (before?.text === text) return { kind: "repeated", messageId: before.id, cursor: before.cursor };
  if (before) return { kind: "refused", code: "conflict" };

  const now = await turnOf(tables, conversationId);
  if (!now) return { kind: "refused", code: "not-found" };
  if (now.owner === "closed") return { kind: "refused", code: "closed" };
  if (now.owner !== "human" || now.assignee !== staffId) return { kind: "refused", code: "not-yours" };

  const cursor = await nextCursor(tables, conversationId, at);
  const message = { cursor, messageId, author: "staff" as const, text, ...(citations.length > 0 && { citations }) };
  await insertMessage(tables, message, { conversationId, clientMessageId, at, staffId });
  await pairWithDraft(tables, conversationId, messageId);
  return { kind: "kept", messageId, cursor };
}

/** What the bot would have said and what was said instead: the newest draft that has no such counterpart yet. */
async function pairWithDraft(tables: Tables, conversationId: string, replyId: string): Promise<void> {
  const newest = tables
    .selectFrom("shadow_drafts")
    .select("id")
    .where("conversation_id", "=", conversationId)
    .where("reply_id", "is", null)
    .orderBy("created_at", "desc")
    .limit(1);
  await tables.updateTable("shadow_drafts").set({ reply_id: replyId }).where("id", "=", newest).execute();
}

/** See ConversationStore.keepDraft. */
export async function keepDraft(tables: Tables, { draftId, conversationId, questionId, answer, at }: DraftToKeep) {
  const { outcome, text, citations, record } = answer;
  const json = { citations: JSON.stringify(citations), record: JSON.stringify(record) };
  await tables
    .insertInto("shadow_drafts")
    .values({
      id: draftId,
      conversation_id: conversationId,
      question_id: questionId,
      outcome,
      text,
      ...json,
      created_at: at,
    })
    .onConflict((conflict) => conflict.column("question_id").doNothing())
    .execute();
}

/** See ConversationStore.keepCustomer. */
export async function keepCustomer(tables: Tables, conversationId: string, customer: KnownCustomer): Promise<void> {
  const { page, locale, subject, attributes } = customer;
  await tables
    .updateTable("conversations")
    .set({ page, locale, ...(subject !== null && { subject, attributes: JSON.stringify(attributes) }) })
    .where("id", "=", conversationId)
    .execute();
}

function turnOf(tables: Tables, conversationId: string) {
  return tables
    .selectFrom("conversations")
    .select(["owner", "assignee", "cursor"])
    .where("id", "=", conversationId)
    .executeTakeFirst();
}
