import { type Kysely, sql } from "kysely";
import type { ConversationTables } from "../conversations/conversation-tables.ts";
import type { VerifiedForCustomer } from "../protocol/customers.ts";

/**
 * The team's answers that a correction in these conversations made. They go with the conversations, since a correction
 * may repeat what the customer wrote, and no customer gets them any more: so whoever erases is told of each.
 */
export async function verifiedFor(
  db: Kysely<ConversationTables>,
  ids: readonly string[],
): Promise<VerifiedForCustomer[]> {
  return db
    .selectFrom("verified_answers")
    .innerJoin("answers", "answers.id", "verified_answers.id")
    .select(["answers.conversation_id as conversationId", "question", "verified_answers.text"])
    .select(
      sql<number>`(SELECT count(*) FROM verified_phrasings WHERE answer_id = verified_answers.id)`.as("phrasings"),
    )
    .where("answers.conversation_id", "in", ids)
    .orderBy("verified_at")
    .orderBy("verified_answers.id")
    .execute();
}
