import { type Kysely, type NotNull, sql, type Transaction } from "kysely";
import type { HistoryTurn } from "../answer/answer-question.ts";
import type { Citation, Owner } from "../protocol/conversation.ts";
import type { Message, OwnerChange } from "../protocol/visitor.ts";
import type { Entry, Timeline } from "./conversation-store.ts";
import type { ConversationTables } from "./conversation-tables.ts";
import { keepSaid } from "./libsql-said.ts";

type Tables = Transaction<ConversationTables>;

/** See ConversationStore.timeline. One transaction, so that owner, cursor and entries belong together. */
export function readTimeline(
  db: Kysely<ConversationTables>,
  conversationId: string,
  cursor: number,
): Promise<Timeline> {
  return db.transaction().execute(async (tables) => {
    const conversation = await tables
      .selectFrom("conversations")
      .select(["owner", "cursor"])
      .where("id", "=", conversationId)
      .executeTakeFirst();
    if (!conversation) return { owner: "bot", cursor: 0, entries: [] };
    if (conversation.cursor <= cursor) return { ...conversation, entries: [] };

    const kinds = [messagesAfter, answersAfter, ownersAfter];
    const entries: Entry[] = [];
    for (const read of kinds) entries.push(...(await read(tables, conversationId, cursor)));
    return { ...conversation, entries: entries.sort((a, b) => a.payload.cursor - b.payload.cursor) };
  });
}

async function messagesAfter(tables: Tables, conversationId: string, cursor: number): Promise<Entry[]> {
  const rows = await tables
    .selectFrom("messages")
    .leftJoin("human_requests", "human_requests.notice_id", "messages.id")
    .select(["id", "cursor", "author", "text", "citations", "offers_email"])
    .where("messages.conversation_id", "=", conversationId)
    .where("cursor", ">", cursor)
    .execute();
  return rows.map(({ id, citations, offers_email, ...said }) => ({
    event: "message",
    payload: {
      messageId: id,
      ...said,
      ...(citations && { citations: parseCitations(citations) }),
      ...(offers_email === 1 && { offersEmail: true }),
    },
  }));
}

async function answersAfter(tables: Tables, conversationId: string, cursor: number): Promise<Entry[]> {
  const rows = await tables
    .selectFrom("answers")
    .select(["id", "reply_to", "cursor", "outcome", "route", "writer", "text", "citations"])
    .where("conversation_id", "=", conversationId)
    .where("cursor", ">", cursor)
    .$narrowType<{ cursor: NotNull; outcome: NotNull; route: NotNull; text: NotNull; citations: NotNull }>()
    .execute();
  return rows.map(({ id, reply_to, citations, writer, ...said }) => ({
    event: "answer-end",
    payload: {
      messageId: id,
      replyTo: reply_to,
      ...said,
      ...(writer && { writer }),
      citations: parseCitations(citations),
    },
  }));
}

async function ownersAfter(tables: Tables, conversationId: string, cursor: number): Promise<Entry[]> {
  const rows = await tables
    .selectFrom("owner_changes")
    .select(["cursor", "owner"])
    .where("conversation_id", "=", conversationId)
    .where("cursor", ">", cursor)
    .execute();
  return rows.map((payload) => ({ event: "owner", payload }));
}

function parseCitations(json: string): Citation[] {
  return JSON.parse(json) as Citation[];
}

/**
 * Up to `limit` turns before the question at `before`, oldest first. An answer follows its question, also where a
 * later question was kept before the answer ended.
 */
export async function readHistory(
  tables: Kysely<ConversationTables>,
  conversationId: string,
  before: number,
  limit: number,
): Promise<HistoryTurn[]> {
  const rows = await tables
    .selectFrom("messages")
    .leftJoin("answers", "answers.reply_to", "messages.id")
    .select(["messages.author", "messages.text", "answers.text as answer"])
    .where("messages.conversation_id", "=", conversationId)
    .where("messages.cursor", "<", before)
    .where("messages.author", "!=", "system")
    .$narrowType<{ author: "customer" | "staff" }>()
    .orderBy("messages.cursor", "desc")
    .limit(limit)
    .execute();
  const turns = rows.reverse().flatMap(({ author, text, answer }): HistoryTurn[] => {
    const said: HistoryTurn = { author, text };
    return answer ? [said, { author: "bot", text: answer }] : [said];
  });
  return turns.slice(-limit);
}

export async function ownerOf(tables: Tables, conversationId: string): Promise<Owner> {
  const found = await tables
    .selectFrom("conversations")
    .select("owner")
    .where("id", "=", conversationId)
    .executeTakeFirst();
  return found?.owner ?? "bot";
}

/** For a first entry that is no message. */
export async function beginConversation(tables: Tables, conversationId: string, at: number): Promise<void> {
  await tables
    .insertInto("conversations")
    .values({ id: conversationId, owner: "bot", cursor: 0, created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Creates the conversation where this is its first entry. */
export async function nextCursor(tables: Tables, conversationId: string, at: number): Promise<number> {
  const { cursor } = await tables
    .insertInto("conversations")
    .values({ id: conversationId, owner: "bot", cursor: 1, created_at: at })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ cursor: sql`conversations.cursor + 1` }))
    .returning("cursor")
    .executeTakeFirstOrThrow();
  return cursor;
}

export async function insertMessage(
  tables: Tables,
  { messageId, cursor, author, text, citations }: Message,
  said: { conversationId: string; clientMessageId: string | null; at: number; staffId?: string },
): Promise<void> {
  const { conversationId, clientMessageId, at, staffId = null } = said;
  await tables
    .insertInto("messages")
    .values({
      id: messageId,
      conversation_id: conversationId,
      cursor,
      author,
      text,
      citations: citations ? JSON.stringify(citations) : null,
      client_message_id: clientMessageId,
      created_at: at,
      staff_id: staffId,
    })
    .execute();
  const questionId = author === "customer" ? messageId : null;
  await keepSaid(tables, { conversationId, entryId: messageId, questionId, author, text, at });
}

/** See ConversationStore.changeOwner. */
export async function changeOwner(
  tables: Tables,
  conversationId: string,
  owner: Owner,
  at: number,
  signed: { staffId: string; assignee: string | null } | null = null,
): Promise<OwnerChange | null> {
  const { numUpdatedRows } = await tables
    .updateTable("conversations")
    .set({
      owner,
      waiting_since: owner === "queued" ? at : null,
      snoozed_until: null,
      ...((owner === "queued" || owner === "human") && { handed_off: 1 }),
    })
    .where("id", "=", conversationId)
    .where("owner", "!=", owner)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return null;

  const cursor = await nextCursor(tables, conversationId, at);
  await tables
    .insertInto("owner_changes")
    .values({
      conversation_id: conversationId,
      cursor,
      owner,
      changed_at: at,
      staff_id: signed?.staffId ?? null,
      assignee: signed?.assignee ?? null,
    })
    .execute();
  return { cursor, owner };
}
