import { createReadStream, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Kysely, sql } from "kysely";
import type { ConversationTables } from "../conversations/conversation-tables.ts";
import { CUSTOMER_PLACES } from "./customer-places.ts";
import { rawCondition } from "./raw-condition.ts";

type Row = Record<string, unknown>;

export type CustomerExport = {
  conversations: { conversationId: string; tables: Record<string, Row[]> }[];
  /** Lines of the learning loop's files that came from these conversations, without personal data as they are there. */
  learnt: { file: string; line: unknown }[];
};

/** Columns that hold JSON, read as what they say. */
const JSON_COLUMNS = new Set(["citations", "record", "attributes", "cited", "messages", "question", "result"]);

/** Everything that is kept of these conversations, table by table and row by row. */
export async function exportCustomer(
  db: Kysely<ConversationTables>,
  dataDir: string,
  ids: readonly string[],
): Promise<CustomerExport> {
  const conversations: CustomerExport["conversations"] = [];
  for (const conversationId of ids) {
    const tables: Record<string, Row[]> = {};
    for (const [table, condition] of Object.entries(CUSTOMER_PLACES)) {
      const mine = rawCondition<boolean>({ sql: condition, values: [conversationId] });
      const { rows } = await sql<Row>`SELECT * FROM ${sql.table(table)} WHERE ${mine}`.execute(db);
      if (rows.length > 0) tables[table] = rows.map(readable);
    }
    conversations.push({ conversationId, tables });
  }
  return { conversations, learnt: await learntFrom(join(dataDir, "finetune"), new Set(ids)) };
}

function readable(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      JSON_COLUMNS.has(column) && typeof value === "string" ? parsed(value) : value,
    ]),
  );
}

/** A question that is a text, and not JSON, stays the text. */
function parsed(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return written;
  }
}

async function learntFrom(folder: string, ids: ReadonlySet<string>): Promise<CustomerExport["learnt"]> {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".jsonl"))
    .sort();
  const found: CustomerExport["learnt"] = [];
  for (const file of files) {
    for await (const written of createInterface({ input: createReadStream(join(folder, file)) })) {
      const line = parsed(written);
      const { conversation, conversation_id } = ((typeof line === "object" ? line : null) as Row) ?? {};
      if (ids.has(String(conversation ?? conversation_id))) found.push({ file, line });
    }
  }
  return found;
}
