import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { ConversationTables } from "../conversations/conversation-tables.ts";
import type { Database } from "../conversations/database.ts";
import type { Joined, LinkUse, Member, MemberChange, StaffLink, StaffSession, StaffStore } from "./staff-store.ts";

type Tables = Transaction<ConversationTables>;

/** The accounts beside the conversations, in the same database. */
export function libsqlStaffStore({ db, write }: Database): StaffStore {
  return {
    anybody: () => anybodyWorks(db),
    members: async () => (await db.selectFrom("staff").selectAll().orderBy("created_at").execute()).map(memberOf),
    async memberByEmail(email) {
      const row = await db.selectFrom("staff").selectAll().where("email", "=", email).executeTakeFirst();
      return row ? memberOf(row) : null;
    },

    keepLink: (link, tokenHash) => write((tables) => keepLink(tables, link, tokenHash)),
    invites: (now) => openInvites(db, now),
    dropLink: (linkId) =>
      write(async (tables) => {
        const { numDeletedRows } = await tables
          .deleteFrom("staff_links")
          .where("id", "=", linkId)
          .executeTakeFirstOrThrow();
        return numDeletedRows > 0n;
      }),
    linkRole: async (link) => (await usableLink(db, link))?.role ?? null,
    join: (link, member) => write((tables) => join(tables, link, member)),
    admit: (member, at) =>
      write(async (tables) => {
        const taken = tables.selectFrom("staff").select("id").where("email", "=", member.email);
        if (await taken.executeTakeFirst()) return false;
        await insertMember(tables, member, at);
        return true;
      }),

    changeMember: (staffId, change) => write((tables) => changeMember(tables, staffId, change)),
    changePassword: (staffId, passwordHash) =>
      write(async (tables) => {
        await tables.updateTable("staff").set({ password_hash: passwordHash }).where("id", "=", staffId).execute();
      }),

    openSession: (session, tokenHash) => write((tables) => openSession(tables, session, tokenHash)),
    session: (tokenHash, now) => readSession(db, tokenHash, now),
    async sessionsOf(staffId, now) {
      const rows = await db
        .selectFrom("staff_sessions")
        .selectAll()
        .where("staff_id", "=", staffId)
        .where("expires_at", ">", now)
        .orderBy("created_at", "desc")
        .orderBy(sql`rowid`, "desc")
        .execute();
      return rows.map(sessionOf);
    },
    touchSession: (sessionId, now) =>
      write(async (tables) => {
        await tables.updateTable("staff_sessions").set({ last_seen_at: now }).where("id", "=", sessionId).execute();
      }),
    endSessions: (staffId, which) =>
      write(async (tables) => {
        const own = tables.deleteFrom("staff_sessions").where("staff_id", "=", staffId);
        const chosen =
          "sessionId" in which ? own.where("id", "=", which.sessionId) : own.where("id", "!=", which.except ?? "");
        return (await chosen.returning("id").execute()).map(({ id }) => id);
      }),

    audit: ({ staffId, conversationId, ...entry }) =>
      write(async (tables) => {
        const row = { ...entry, staff_id: staffId, conversation_id: conversationId };
        await tables.insertInto("audit_log").values(row).execute();
      }),
    async auditLog(before, limit) {
      const newest = db.selectFrom("audit_log").selectAll().orderBy("id", "desc").limit(limit);
      const rows = await (before === null ? newest : newest.where("id", "<", before)).execute();
      return rows.map(({ staff_id, conversation_id, ...entry }) => ({
        ...entry,
        staffId: staff_id,
        conversationId: conversation_id,
      }));
    },
  };
}

/** See StaffStore.anybody. */
export async function anybodyWorks(db: Kysely<ConversationTables>): Promise<boolean> {
  return (await db.selectFrom("staff").select("id").limit(1).executeTakeFirst()) !== undefined;
}

async function keepLink(tables: Tables, link: StaffLink, tokenHash: string): Promise<void> {
  const { linkId, purpose, role, note, createdAt, expiresAt } = link;
  if (purpose === "set-up") await tables.deleteFrom("staff_links").where("purpose", "=", "set-up").execute();
  const times = { created_at: createdAt, expires_at: expiresAt };
  await tables
    .insertInto("staff_links")
    .values({ id: linkId, token_hash: tokenHash, purpose, role, note, ...times })
    .execute();
}

async function openInvites(db: Kysely<ConversationTables>, now: number): Promise<StaffLink[]> {
  const rows = await db
    .selectFrom("staff_links")
    .selectAll()
    .where("purpose", "=", "invite")
    .where("expires_at", ">", now)
    .orderBy(sql`rowid`, "desc")
    .execute();
  return rows.map(({ id, purpose, role, note, created_at, expires_at }) => ({
    linkId: id,
    purpose,
    role,
    note,
    createdAt: created_at,
    expiresAt: expires_at,
  }));
}

/** A set-up link makes the first account, and none after it. */
async function usableLink(db: Kysely<ConversationTables>, { tokenHash, purpose, now }: LinkUse) {
  const link = await db
    .selectFrom("staff_links")
    .select(["id", "role"])
    .where("token_hash", "=", tokenHash)
    .where("purpose", "=", purpose)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  const late = purpose === "set-up" && (await db.selectFrom("staff").select("id").executeTakeFirst());
  return link && !late ? link : null;
}

async function join(tables: Tables, use: LinkUse, member: Omit<Member, "role">): Promise<Joined> {
  const link = await usableLink(tables, use);
  if (!link) return { kind: "bad-link" };
  const taken = tables.selectFrom("staff").select("id").where("email", "=", member.email);
  if (await taken.executeTakeFirst()) return { kind: "email-taken" };

  await tables.deleteFrom("staff_links").where("id", "=", link.id).execute();
  const joined = { ...member, role: link.role };
  await insertMember(tables, joined, use.now);
  return { kind: "joined", member: joined };
}

async function insertMember(tables: Tables, member: Member, at: number): Promise<void> {
  const { staffId, email, name, role, passwordHash, active } = member;
  const account = { email, name, role, password_hash: passwordHash, active: Number(active) };
  await tables
    .insertInto("staff")
    .values({ id: staffId, ...account, created_at: at })
    .execute();
}

async function changeMember(
  tables: Tables,
  staffId: string,
  { role, active }: Parameters<StaffStore["changeMember"]>[1],
): Promise<MemberChange> {
  const row = await tables.selectFrom("staff").selectAll().where("id", "=", staffId).executeTakeFirst();
  if (!row) return "not-found";
  const changed = { role: role ?? row.role, active: active === undefined ? row.active : Number(active) };
  if (changed.role === row.role && changed.active === row.active) return "unchanged";
  if (!isOwner(changed) && isOwner(row) && (await countOwners(tables)) === 1) return "last-owner";

  await tables.updateTable("staff").set(changed).where("id", "=", staffId).execute();
  return "changed";
}

function isOwner({ role, active }: { role: string; active: number }): boolean {
  return role === "owner" && active === 1;
}

async function countOwners(tables: Tables): Promise<number> {
  const rows = await tables
    .selectFrom("staff")
    .select("id")
    .where("role", "=", "owner")
    .where("active", "=", 1)
    .execute();
  return rows.length;
}

async function openSession(tables: Tables, session: StaffSession, tokenHash: string): Promise<void> {
  const { sessionId, staffId, address, userAgent, createdAt, lastSeenAt, expiresAt } = session;
  await tables.deleteFrom("staff_sessions").where("expires_at", "<=", createdAt).execute();
  const times = { created_at: createdAt, last_seen_at: lastSeenAt, expires_at: expiresAt };
  await tables
    .insertInto("staff_sessions")
    .values({ id: sessionId, token_hash: tokenHash, staff_id: staffId, address, user_agent: userAgent, ...times })
    .execute();
}

async function readSession(db: Kysely<ConversationTables>, tokenHash: string, now: number) {
  const session = await db
    .selectFrom("staff_sessions")
    .selectAll()
    .where("token_hash", "=", tokenHash)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  if (!session) return null;
  const member = await db.selectFrom("staff").selectAll().where("id", "=", session.staff_id).executeTakeFirst();
  return member?.active === 1 ? { session: sessionOf(session), member: memberOf(member) } : null;
}

function memberOf(row: Selectable<ConversationTables["staff"]>): Member {
  const { id, email, name, role, password_hash, active } = row;
  return { staffId: id, email, name, role, passwordHash: password_hash, active: active === 1 };
}

function sessionOf(row: Selectable<ConversationTables["staff_sessions"]>): StaffSession {
  return {
    sessionId: row.id,
    staffId: row.staff_id,
    address: row.address,
    userAgent: row.user_agent,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
  };
}
