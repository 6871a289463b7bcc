import { createReadStream, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Kysely, sql } from "kysely";
import type { ConversationTables } from "../conversations/conversation-tables.ts";
import {
  asNoted,
  asTold,
  type CustomerConversation,
  type InternalConversation,
  type KeptRow,
  type KeptRows,
  parsed,
} from "./customer-document.ts";
import { CUSTOMER_PLACES, type CustomerPlace } from "./customer-places.ts";
import { rawCondition } from "./raw-condition.ts";

/** One document: what a customer is handed, what else is kept of them, and what was learnt from it. */
export type CustomerExport = {
  customer: { conversations: CustomerConversation[] };
  internal: { conversations: InternalConversation[] };
  /** Lines of the learning loop's files that came from these conversations, without personal data as they are there. */
  learnt: { file: string; line: unknown }[];
};

/** Everything that is kept of these conversations. */
export async function exportCustomer(
  db: Kysely<ConversationTables>,
  dataDir: string,
  ids: readonly string[],
): Promise<CustomerExport> {
  const kept: KeptRows[] = [];
  for (const id of ids) kept.push(await rowsOf(db, id));
  return {
    customer: { conversations: kept.map(asTold) },
    internal: { conversations: kept.map(asNoted) },
    learnt: await learntFrom(join(dataDir, "finetune"), new Set(ids)),
  };
}

async function rowsOf(db: Kysely<ConversationTables>, conversationId: string): Promise<KeptRows> {
  const rows: Partial<KeptRows> = {};
  for (const place of Object.keys(CUSTOMER_PLACES) as CustomerPlace[]) {
    const mine = rawCondition<boolean>({ sql: CUSTOMER_PLACES[place], values: [conversationId] });
    rows[place] = (await sql<KeptRow>`SELECT * FROM ${sql.table(place)} WHERE ${mine}`.execute(db)).rows;
  }
  return rows as KeptRows;
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
      const { conversation, conversation_id } = ((typeof line === "object" ? line : null) as KeptRow) ?? {};
      if (ids.has(String(conversation ?? conversation_id))) found.push({ file, line });
    }
  }
  return found;
}
