import { type Kysely, sql } from "kysely";
import type { ConversationTables } from "../conversations/conversation-tables.ts";

/** How an operator names somebody who writes "delete my data". Several ways find whoever fits one of them. */
export type CustomerName = {
  conversations: readonly string[];
  /** `sub` of the signed identity. */
  subject: string | null;
  /** Left in the chat to be answered at, or written in a message. */
  email: string | null;
};

export type FoundConversation = {
  conversationId: string;
  startedAt: number;
  lastAt: number;
  messages: number;
  subject: string | null;
  email: string | null;
};

/** Oldest first. */
export async function findCustomer(
  db: Kysely<ConversationTables>,
  { conversations, subject, email }: CustomerName,
): Promise<FoundConversation[]> {
  const written = email === null ? null : `%${email.toLowerCase().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return db
    .selectFrom("conversations")
    .select(["id as conversationId", "created_at as startedAt", "last_at as lastAt", "subject", "email"])
    .select(sql<number>`(SELECT count(*) FROM messages WHERE conversation_id = conversations.id)`.as("messages"))
    .where(({ or, eb }) =>
      or([
        ...(conversations.length > 0 ? [eb("id", "in", conversations)] : []),
        ...(subject === null ? [] : [eb("subject", "=", subject)]),
        ...(email === null
          ? []
          : [
              sql<boolean>`lower(conversations.email) = ${email.toLowerCase()}`,
              sql<boolean>`id IN (SELECT conversation_id FROM messages
                WHERE author = 'customer' AND lower(text) LIKE ${written} ESCAPE '\\')`,
            ]),
      ]),
    )
    .orderBy("created_at")
    .orderBy("id")
    .execute();
}
