import { createHash } from "node:crypto";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Erasure } from "./conversation-store.ts";
import type { ConversationTables } from "./conversation-tables.ts";

type Tables = Transaction<ConversationTables>;

/** Only the hash is kept of what was erased. */
export const hashOfErased = (conversationId: string): string =>
  createHash("sha256").update(conversationId).digest("hex");

/** See ConversationStore.erase. Everything that names the conversation goes with its row; the rest is taken out here. */
export async function eraseConversation(tables: Tables, conversationId: string, erasure: Erasure): Promise<boolean> {
  const found = await tables
    .selectFrom("conversations")
    .select(["email", "subject", "last_at"])
    .where("id", "=", conversationId)
    .executeTakeFirst();
  if (!found || found.last_at !== (erasure.lastAt ?? found.last_at)) return false;

  await settleVerified(tables, conversationId, erasure.verified);
  if (erasure.verified === "gone") await forgetAsExample(tables, conversationId);
  await dropViewsThatName(tables, [found.email, found.subject]);
  await tables.deleteFrom("conversations").where("id", "=", conversationId).execute();
  await tables
    .insertInto("erased_conversations")
    .values({ id_hash: hashOfErased(conversationId), erased_at: erasure.at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return true;
}

export async function wasErased(db: Kysely<ConversationTables>, conversationId: string): Promise<boolean> {
  const found = db.selectFrom("erased_conversations").select("id_hash");
  return (await found.where("id_hash", "=", hashOfErased(conversationId)).executeTakeFirst()) !== undefined;
}

/** Hashes of what was erased after the `last` one that is known, and which one is the last now. */
export async function erasedAfter(
  db: Kysely<ConversationTables>,
  last: number,
): Promise<{ hashes: ReadonlySet<string>; last: number }> {
  const rows = await db
    .selectFrom("erased_conversations")
    .select(["id", "id_hash"])
    .where("id", ">", last)
    .orderBy("id")
    .execute();
  return { hashes: new Set(rows.map(({ id_hash }) => id_hash)), last: rows.at(-1)?.id ?? last };
}

/** The number of the latest erasure; 0 before the first. */
export async function lastErasure(db: Kysely<ConversationTables>): Promise<number> {
  const row = await db
    .selectFrom("erased_conversations")
    .select(({ fn }) => fn.max("id").as("last"))
    .executeTakeFirst();
  return row?.last ?? 0;
}

/** A verified answer has no foreign key: a company's own text may outlive the question that it was written for. */
async function settleVerified(tables: Tables, conversationId: string, verified: Erasure["verified"]): Promise<void> {
  const kept = verified === "gone" ? {} : verified;
  if (verified === "gone") await dropPhrasings(tables, conversationId);
  const answers = tables.selectFrom("answers").select("id").where("conversation_id", "=", conversationId);
  await tables
    .deleteFrom("verified_answers")
    .where("id", "in", answers)
    .where("id", "not in", ["", ...Object.keys(kept)])
    .execute();
  for (const [id, question] of Object.entries(kept)) {
    await tables.updateTable("verified_answers").set({ question }).where("id", "=", id).execute();
  }
}

/** What this customer asked may be a phrasing of an answer that another customer's question led to. */
async function dropPhrasings(tables: Tables, conversationId: string): Promise<void> {
  const asked = tables.selectFrom("messages").select("id").where("conversation_id", "=", conversationId);
  await tables.deleteFrom("verified_phrasings").where("question_id", "in", asked).execute();
}

/**
 * A turn that staff approved may have been shown to a model as an example, and stands in the prompts that other turns
 * recorded: these lose their messages. Reads every record, for conversations with an approved turn only.
 */
async function forgetAsExample(tables: Tables, conversationId: string): Promise<void> {
  const approved = await tables
    .selectFrom("learning_rows")
    .select("answer_id")
    .where("conversation_id", "=", conversationId)
    .execute();
  for (const { answer_id } of approved) {
    for (const table of ["answer_records", "shadow_drafts"] as const) {
      await sql`UPDATE ${sql.table(table)} SET record = json_set(record, '$.messages', json('[]'), '$.examples', json('[]'))
        WHERE instr(record, ${answer_id}) > 0`.execute(tables);
    }
  }
}

/** A search for somebody's address, kept under a name, says who wrote. */
async function dropViewsThatName(tables: Tables, names: readonly (string | null)[]): Promise<void> {
  for (const name of names.filter((one) => one !== null)) {
    const text = sql<string | null>`lower(json_extract(filters, '$.text'))`;
    await tables
      .deleteFrom("saved_views")
      .where(text, "like", `%${literal(name.toLowerCase())}%`)
      .execute();
  }
}

/** Without the placeholders of LIKE: one that stands in a name fits any character, which finds more and never less. */
const literal = (name: string) => name.replace(/[%_]/g, "_");
