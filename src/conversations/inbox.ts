import { type Kysely, sql } from "kysely";
import { mayUse, ROLES } from "../protocol/roles.ts";
import type { Colleague, InboxItem } from "../protocol/staff.ts";
import type { InboxCounts, InboxList, Page } from "../protocol/staff-http.ts";
import type { ConversationTables } from "./conversation-tables.ts";
import type { Database } from "./database.ts";
import { PREVIEW } from "./libsql-said.ts";

export type Inbox = {
  /** Up to `limit` lines after the one that `after` names. `next` of the last page is null. */
  list(list: InboxList, staffId: string, after: string | null, limit: number): Promise<Page<InboxItem>>;
  counts(staffId: string): Promise<InboxCounts>;
  /** Null when there is no such conversation. */
  item(conversationId: string, staffId: string): Promise<InboxItem | null>;
  /** Those whose turn is with somebody who cannot answer any more: all of them, or the one named. */
  stranded(conversationId?: string): Promise<{ conversationId: string; holder: string }[]>;
  /** What this member of staff has seen up to; never goes back. */
  markSeen(conversationId: string, staffId: string, cursor: number): Promise<void>;
};

const ANSWERING = ROLES.filter((role) => mayUse(role, "reply"));

/** Who has the turn and can still answer. */
const answering = sql<string | null>`(SELECT staff.id FROM staff WHERE staff.id = conversations.assignee
  AND staff.active = 1 AND staff.role IN (${sql.join(ANSWERING)}))`;

/** Beyond it a number tells nobody anything, and counting on would read the whole list. */
const COUNT_LIMIT = 100;

export function inbox({ db, write }: Database): Inbox {
  return {
    async list(list, staffId, after, limit) {
      const items = await readLines(db, list, staffId, after, limit + 1);
      const shown = items.slice(0, limit);
      const last = shown.at(-1);
      return { items: shown, next: items.length > limit && last ? keyOf(list, last) : null };
    },

    async counts(staffId) {
      const counts = {} as InboxCounts;
      for (const list of ["waiting", "mine", "open", "closed", "unreviewed"] as const) {
        const some = chosen(db, list, staffId).select("conversations.id").limit(COUNT_LIMIT).as("some");
        const { count } = await db
          .selectFrom(some)
          .select((column) => column.fn.countAll<number>().as("count"))
          .executeTakeFirstOrThrow();
        counts[list] = count;
      }
      return counts;
    },

    async item(conversationId, staffId) {
      const [row] = await lines(
        db.selectFrom("conversations").where("conversations.id", "=", conversationId),
        staffId,
      ).execute();
      return row ? itemOf(row) : null;
    },

    async stranded(conversationId) {
      const held = db
        .selectFrom("conversations")
        .select(["id", "assignee"])
        .where("owner", "=", "human")
        .where("assignee", "is not", null)
        .where(answering, "is", null);
      const rows = await (conversationId === undefined ? held : held.where("id", "=", conversationId)).execute();
      return rows.map(({ id, assignee }) => ({ conversationId: id, holder: assignee! }));
    },

    markSeen: (conversationId, staffId, cursor) =>
      write(async (tables) => {
        const known = await tables
          .selectFrom("conversations")
          .select("id")
          .where("id", "=", conversationId)
          .executeTakeFirst();
        if (!known) return;
        await tables
          .insertInto("seen_by_staff")
          .values({ staff_id: staffId, conversation_id: conversationId, cursor })
          .onConflict((conflict) => conflict.doUpdateSet({ cursor: sql`max(cursor, excluded.cursor)` }))
          .execute();
      }),
  };
}

async function readLines(
  db: Kysely<ConversationTables>,
  list: InboxList,
  staffId: string,
  after: string | null,
  limit: number,
) {
  const sorted = list === "waiting" ? ("waiting_since" as const) : ("last_at" as const);
  const forward = list === "waiting";
  let query = lines(chosen(db, list, staffId), staffId);
  const [, at, id] = /^(\d{1,16})\.(.{1,64})$/.exec(after ?? "") ?? [];
  // A pair that is compared whole lets the index start at it.
  if (at && id)
    query = query.where(
      sql<boolean>`(${sql.ref(sorted)}, conversations.id) ${sql.raw(forward ? ">" : "<")} (${Number(at)}, ${id})`,
    );
  const direction = forward ? "asc" : "desc";
  const rows = await query.orderBy(sorted, direction).orderBy("conversations.id", direction).limit(limit).execute();
  return rows.map(itemOf);
}

function keyOf(list: InboxList, { waitingSince, lastAt, conversationId }: InboxItem): string {
  return `${list === "waiting" ? waitingSince : lastAt}.${conversationId}`;
}

/** The conditions are written as the partial indexes have them, or SQLite would not use those. */
function chosen(db: Kysely<ConversationTables>, list: InboxList, staffId: string) {
  const all = db.selectFrom("conversations");
  switch (list) {
    case "waiting":
      return all
        .where("waiting_since", "is not", null)
        .where("owner", "=", "queued")
        .where("snoozed_until", "is", null);
    case "mine":
      return all.where("assignee", "=", staffId).where("snoozed_until", "is", null);
    case "open":
      return all.where(sql<boolean>`owner <> 'closed'`);
    case "closed":
      return all.where(sql<boolean>`owner = 'closed'`);
    case "unreviewed":
      return all.where(sql<boolean>`owner <> 'closed' AND EXISTS (SELECT 1 FROM answers
        WHERE answers.conversation_id = conversations.id AND finished_at IS NOT NULL AND reviewed_at IS NULL)`);
  }
}

function lines(from: ReturnType<typeof chosen>, staffId: string) {
  return from.select([
    "conversations.id",
    "owner",
    answering.as("assignee"),
    "waiting_since",
    "last_at",
    "last_author",
    "last_text",
    sql<string | null>`(SELECT substr(text, 1, ${PREVIEW}) FROM messages WHERE conversation_id = conversations.id
      AND author = 'customer' ORDER BY cursor DESC LIMIT 1)`.as("last_asked"),
    "subject",
    "email",
    "snoozed_until",
    sql<string | null>`(SELECT name FROM staff WHERE staff.id = conversations.assignee)`.as("assignee_name"),
    sql<string>`(SELECT json_group_array(label) FROM conversation_labels WHERE conversation_id = conversations.id)`.as(
      "labels",
    ),
    sql<number>`(SELECT count(*) FROM (SELECT 1 FROM messages WHERE messages.conversation_id = conversations.id
      AND author = 'customer' AND messages.cursor > coalesce((SELECT seen_by_staff.cursor FROM seen_by_staff
      WHERE staff_id = ${staffId} AND seen_by_staff.conversation_id = conversations.id), 0) LIMIT 100))`.as("unread"),
  ]);
}

type Line = Awaited<ReturnType<ReturnType<typeof lines>["execute"]>>[number];

function itemOf(row: Line): InboxItem {
  const assignee: Colleague | null = row.assignee ? { staffId: row.assignee, name: row.assignee_name ?? "" } : null;
  return {
    conversationId: row.id,
    owner: row.owner,
    assignee,
    waitingSince: row.waiting_since,
    lastAt: row.last_at,
    lastAuthor: row.last_author,
    lastText: row.last_text,
    lastAsked: row.last_asked ?? "",
    labels: JSON.parse(row.labels) as string[],
    unread: row.unread,
    customer: row.subject,
    email: row.email,
    snoozedUntil: row.snoozed_until,
  };
}
