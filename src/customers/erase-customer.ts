import { type Kysely, sql } from "kysely";
import type { ConversationStore } from "../conversations/conversation-store.ts";
import type { ConversationTables } from "../conversations/conversation-tables.ts";
import type { VerifiedForCustomer } from "../protocol/customers.ts";
import { verifiedFor } from "./verified-for.ts";

export type EraseCustomerPorts = {
  db: Kysely<ConversationTables>;
  store: Pick<ConversationStore, "erase">;
  /**
   * Takes them out of logs, datasets and models, and gives the intents that the documentation answers from now on. Rejects
   * where that did not succeed.
   */
  forgetLearnt: (ids: readonly string[]) => Promise<string[]>;
  /** Builds the index again, which knows the questions of approved turns. */
  rebuildIndex: () => Promise<void>;
  overwrite: () => Promise<void>;
  noteErased: (conversationId: string) => Promise<void>;
  clock: () => number;
};

export type CustomerErasure = {
  conversations: string[];
  /** Those that went. */
  verifiedAnswers: VerifiedForCustomer[];
  /** Those that no model serves any more, until one is trained anew. */
  intents: string[];
  indexRebuilt: boolean;
};

/**
 * Takes conversations out of every place. The learning loop first: were this killed in between, the conversations would
 * still be found, and the same command would finish.
 */
export async function eraseCustomer(ids: readonly string[], ports: EraseCustomerPorts): Promise<CustomerErasure> {
  const { store, clock } = ports;
  const intents = await ports.forgetLearnt(ids);
  const verified = await verifiedFor(ports.db, ids);
  const learnt = (await countLearningRows(ports.db, ids)) + (await countPhrasings(ports.db, ids));
  const indexRebuilt = verified.length + learnt > 0;
  const conversations: string[] = [];
  for (const id of ids) {
    if (!(await store.erase(id, { at: clock(), lastAt: null, verified: "gone" }))) continue;
    await ports.noteErased(id);
    conversations.push(id);
  }
  if (indexRebuilt) await ports.rebuildIndex();
  await ports.overwrite();
  const verifiedAnswers = verified.filter(({ conversationId }) => conversations.includes(conversationId));
  return { conversations, verifiedAnswers, intents, indexRebuilt };
}

async function countLearningRows(db: Kysely<ConversationTables>, ids: readonly string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM learning_rows
    WHERE answer_id IN (SELECT id FROM answers WHERE conversation_id IN (${sql.join(ids)}))`.execute(db);
  return rows[0]!.count;
}

async function countPhrasings(db: Kysely<ConversationTables>, ids: readonly string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM verified_phrasings
    WHERE question_id IN (SELECT id FROM messages WHERE conversation_id IN (${sql.join(ids)}))`.execute(db);
  return rows[0]!.count;
}
