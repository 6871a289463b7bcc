import type { Kysely } from "kysely";
import type { AnswerRecord } from "../protocol/answer-record.ts";
import type { InboxItem, Note, Signature } from "../protocol/staff.ts";
import type { CannedReply, ConversationView, CustomerContext, KeptAnswer, TimedEntry } from "../protocol/staff-http.ts";
import type { ConversationTables } from "./conversation-tables.ts";
import type { Database } from "./database.ts";
import { readDraft } from "./libsql-drafts.ts";
import { readTimeline } from "./libsql-timeline.ts";
import { readReasons, readSignatures } from "./signatures.ts";

/** What staff see of one conversation beyond its line in the inbox, and what they add to it. */
export type CaseFile = {
  read(conversationId: string): Promise<Omit<ConversationView, keyof InboxItem | "viewers">>;
  answer(answerId: string): Promise<KeptAnswer | null>;
  /** Who of the staff said or did what stands at a cursor; null where nobody did. */
  signature(conversationId: string, cursor: number): Promise<Signature | null>;
  /** The address that the customer has left, if any. */
  email(conversationId: string): Promise<string | null>;
  /** False when there is no such conversation. */
  addNote(note: {
    noteId: string;
    conversationId: string;
    staffId: string;
    text: string;
    at: number;
  }): Promise<boolean>;
  setLabels(conversationId: string, labels: string[]): Promise<boolean>;
  /** Every label in use, in alphabetical order. */
  labels(): Promise<string[]>;
  cannedReplies(): Promise<CannedReply[]>;
  keepCannedReply(reply: CannedReply): Promise<void>;
  dropCannedReply(shortcut: string): Promise<boolean>;
};

export function caseFile({ db, write }: Database): CaseFile {
  return {
    async read(conversationId) {
      const { cursor, entries } = await readTimeline(db, conversationId, 0);
      const times = await readTimes(db, conversationId);
      const context = await readContext(db, conversationId);
      return {
        cursor,
        entries: entries.map((entry) => ({ ...entry, at: times.get(entry.payload.cursor) ?? 0 }) as TimedEntry),
        signatures: await readSignatures(db, conversationId),
        reasons: await readReasons(db, conversationId),
        notes: await readNotes(db, conversationId),
        context,
        earlier: await readEarlier(db, conversationId, context.subject),
        draft: await readDraft(db, conversationId),
        ratings: await readRatings(db, conversationId),
      };
    },
    answer: (answerId) => readAnswer(db, answerId),
    signature: async (conversationId, cursor) => (await readSignatures(db, conversationId, cursor))[cursor] ?? null,
    async email(conversationId) {
      const found = db.selectFrom("conversations").select("email").where("id", "=", conversationId);
      return (await found.executeTakeFirst())?.email ?? null;
    },

    addNote: ({ noteId, conversationId, staffId, text, at }) =>
      write(async (tables) => {
        if (!(await isKnown(tables, conversationId))) return false;
        const row = { id: noteId, conversation_id: conversationId, staff_id: staffId, text, created_at: at };
        await tables.insertInto("notes").values(row).execute();
        return true;
      }),
    setLabels: (conversationId, labels) =>
      write(async (tables) => {
        if (!(await isKnown(tables, conversationId))) return false;
        await tables.deleteFrom("conversation_labels").where("conversation_id", "=", conversationId).execute();
        const rows = [...new Set(labels)].map((label) => ({ conversation_id: conversationId, label }));
        if (rows.length > 0) await tables.insertInto("conversation_labels").values(rows).execute();
        return true;
      }),
    async labels() {
      const rows = await db.selectFrom("conversation_labels").select("label").distinct().orderBy("label").execute();
      return rows.map(({ label }) => label);
    },

    cannedReplies: () => db.selectFrom("canned_replies").selectAll().orderBy("shortcut").execute(),
    keepCannedReply: (reply) =>
      write(async (tables) => {
        const { text } = reply;
        await tables
          .insertInto("canned_replies")
          .values(reply)
          .onConflict((conflict) => conflict.doUpdateSet({ text }))
          .execute();
      }),
    dropCannedReply: (shortcut) =>
      write(async (tables) => {
        const dropped = tables.deleteFrom("canned_replies").where("shortcut", "=", shortcut);
        return (await dropped.executeTakeFirstOrThrow()).numDeletedRows > 0n;
      }),
  };
}

async function isKnown(tables: Kysely<ConversationTables>, conversationId: string): Promise<boolean> {
  const found = await tables
    .selectFrom("conversations")
    .select("id")
    .where("id", "=", conversationId)
    .executeTakeFirst();
  return found !== undefined;
}

async function readTimes(db: Kysely<ConversationTables>, conversationId: string): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom("messages")
    .select(["cursor", "created_at as at"])
    .where("conversation_id", "=", conversationId)
    .unionAll(
      db
        .selectFrom("answers")
        .select(["cursor", "finished_at as at"])
        .where("conversation_id", "=", conversationId)
        .$narrowType<{ cursor: number; at: number }>()
        .where("cursor", "is not", null),
    )
    .unionAll(
      db
        .selectFrom("owner_changes")
        .select(["cursor", "changed_at as at"])
        .where("conversation_id", "=", conversationId),
    )
    .execute();
  return new Map(rows.map(({ cursor, at }) => [cursor, at]));
}

async function readNotes(db: Kysely<ConversationTables>, conversationId: string): Promise<Note[]> {
  const rows = await db
    .selectFrom("notes")
    .leftJoin("staff", "staff.id", "notes.staff_id")
    .select(["notes.id", "notes.staff_id", "staff.name", "notes.text", "notes.created_at"])
    .where("conversation_id", "=", conversationId)
    .orderBy("notes.created_at")
    .execute();
  return rows.map(({ id, staff_id, name, text, created_at }) => ({
    noteId: id,
    author: { staffId: staff_id, name: name ?? "" },
    text,
    at: created_at,
  }));
}

async function readContext(db: Kysely<ConversationTables>, conversationId: string): Promise<CustomerContext> {
  const found = await db
    .selectFrom("conversations")
    .select(["page", "locale", "subject", "attributes"])
    .where("id", "=", conversationId)
    .executeTakeFirst();
  const { page = null, locale = null, subject = null, attributes = null } = found ?? {};
  return { page, locale, subject, attributes: attributes ? (JSON.parse(attributes) as Record<string, string>) : {} };
}

const EARLIER_LIMIT = 20;

async function readEarlier(db: Kysely<ConversationTables>, conversationId: string, subject: string | null) {
  if (subject === null) return [];
  return db
    .selectFrom("conversations")
    .select(["id as conversationId", "last_at as lastAt", "last_text as lastText"])
    .where("subject", "=", subject)
    .where("id", "!=", conversationId)
    .orderBy("last_at", "desc")
    .limit(EARLIER_LIMIT)
    .execute();
}

async function readRatings(
  db: Kysely<ConversationTables>,
  conversationId: string,
): Promise<ConversationView["ratings"]> {
  const rows = await db
    .selectFrom("ratings")
    .innerJoin("answers", "answers.id", "ratings.answer_id")
    .select(["answer_id", "verdict", "comment"])
    .where("conversation_id", "=", conversationId)
    .execute();
  return Object.fromEntries(rows.map(({ answer_id, verdict, comment }) => [answer_id, { verdict, comment }]));
}

/** Null when there is no such finished answer. */
export async function readAnswer(db: Kysely<ConversationTables>, answerId: string): Promise<KeptAnswer | null> {
  const found = await db
    .selectFrom("answers")
    .innerJoin("messages", "messages.id", "answers.reply_to")
    .leftJoin("answer_records", "answer_records.answer_id", "answers.id")
    .select(["answers.conversation_id", "messages.text as question", "answers.outcome", "answers.route"])
    .select(["answers.text", "answer_records.record"])
    .where("answers.id", "=", answerId)
    .executeTakeFirst();
  if (!found?.outcome || !found.route) return null;
  const { conversation_id, question, outcome, route, text, record } = found;
  const kept = record ? (JSON.parse(record) as AnswerRecord) : null;
  return { conversationId: conversation_id, answerId, question, outcome, route, text: text ?? "", record: kept };
}
