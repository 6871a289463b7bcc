import type { Transaction } from "kysely";
import type { KeptReply, KnownCustomer, ReplyToKeep, Transfer, Transferred } from "./conversation-store.ts";
import type { ConversationTables } from "./conversation-tables.ts";
import { pairWithDraft, questionLeft } from "./libsql-drafts.ts";
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
  const left = ownership(to).botSpeaks ? await questionLeft(tables, conversationId) : null;
  if (left === null) return { kind: "changed", change, owed: null };
  const owed = { conversationId, answerId, questionId: left.id };
  await openAnswer(tables, owed, at);
  return { kind: "changed", change, owed };
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

  const answered = await questionLeft(tables, conversationId);
  const cursor = await nextCursor(tables, conversationId, at);
  const message = { cursor, messageId, author: "staff" as const, text, ...(citations.length > 0 && { citations }) };
  await insertMessage(tables, message, { conversationId, clientMessageId, at, staffId });
  if (answered) await pairWithDraft(tables, answered.id, messageId);
  return { kind: "kept", messageId, cursor };
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
