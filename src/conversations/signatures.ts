import type { Kysely } from "kysely";
import type { Colleague, Signature } from "../protocol/staff.ts";
import type { ConversationTables } from "./conversation-tables.ts";

/** Who of the staff said or changed what, by the entry's cursor. @param only one entry's */
export async function readSignatures(
  db: Kysely<ConversationTables>,
  conversationId: string,
  only?: number,
): Promise<Record<number, Signature>> {
  let said = db
    .selectFrom("messages")
    .innerJoin("staff", "staff.id", "messages.staff_id")
    .select(["messages.cursor", "staff.id", "staff.name"])
    .where("conversation_id", "=", conversationId);
  let changed = db
    .selectFrom("owner_changes")
    .innerJoin("staff", "staff.id", "owner_changes.staff_id")
    .leftJoin("staff as next", "next.id", "owner_changes.assignee")
    .select(["owner_changes.cursor", "staff.id", "staff.name", "next.id as nextId", "next.name as nextName"])
    .where("conversation_id", "=", conversationId);
  if (only !== undefined) {
    said = said.where("messages.cursor", "=", only);
    changed = changed.where("owner_changes.cursor", "=", only);
  }

  const signatures: Record<number, Signature> = {};
  for (const { cursor, ...by } of await said.execute()) signatures[cursor] = { by: colleague(by), to: null };
  for (const { cursor, nextId, nextName, ...by } of await changed.execute())
    signatures[cursor] = { by: colleague(by), to: nextId ? { staffId: nextId, name: nextName ?? "" } : null };
  return signatures;
}

function colleague({ id, name }: { id: string; name: string }): Colleague {
  return { staffId: id, name };
}

/** What customers wrote when they asked for a person, by the id of the notice that they got. */
export async function readReasons(
  db: Kysely<ConversationTables>,
  conversationId: string,
): Promise<Record<string, string>> {
  const rows = await db
    .selectFrom("human_requests")
    .select(["notice_id", "reason"])
    .where("conversation_id", "=", conversationId)
    .where("reason", "is not", null)
    .execute();
  return Object.fromEntries(rows.map(({ notice_id, reason }) => [notice_id, reason ?? ""]));
}
