import { sql, type Transaction } from "kysely";
import type { Author } from "../protocol/conversation.ts";
import type { ConversationTables } from "./conversation-tables.ts";
import { OVER_AFTER_MS } from "./resolution.ts";
import { searchable } from "./search-words.ts";

export type Said = {
  conversationId: string;
  entryId: string;
  /** The question whose answer gives outcome, intent, model and rating. */
  questionId: string | null;
  author: Author | "bot";
  text: string;
  at: number;
};

/** Of a text in a list, in characters. */
export const PREVIEW = 200;

/** What a list shows of the conversation, and what the search finds of it, move in the entry's own transaction. */
export async function keepSaid(tables: Transaction<ConversationTables>, said: Said): Promise<void> {
  const { conversationId, entryId, questionId, author, text, at } = said;
  // Only where a person is owed: the bot's conversations wait for nobody.
  const owed = sql<number | null>`CASE WHEN owner = 'human' THEN coalesce(waiting_since, ${at}) ELSE waiting_since END`;
  const cameBack = sql<number>`CASE WHEN last_at > 0 AND ${at} - last_at >= ${OVER_AFTER_MS} THEN 1 ELSE reopened END`;
  await tables
    .updateTable("conversations")
    .set({
      last_at: at,
      // A list shows what somebody said; that nobody is on duty is the same in every line.
      ...(author !== "system" && {
        last_author: author,
        // Half a surrogate pair at the cut is no character.
        last_text: text.slice(0, PREVIEW).replace(/[\ud800-\udbff]$/, ""),
      }),
      ...(author === "customer" && { waiting_since: owed, reopened: cameBack }),
      ...(author === "staff" && { waiting_since: null }),
      // What the customer writes or asks for wakes it; what the system says follows from that.
      ...((author === "customer" || author === "system") && { snoozed_until: null }),
    })
    .where("id", "=", conversationId)
    .execute();
  if (author === "system" || text === "") return;

  const { id } = await tables
    .insertInto("search_entries")
    .values({ conversation_id: conversationId, entry_id: entryId, question_id: questionId, author, at })
    .returning("id")
    .executeTakeFirstOrThrow();
  await tables
    .insertInto("search_words")
    .values({ rowid: id, text: searchable(text) })
    .execute();
}
