import type { Transaction } from "kysely";
import type { Outcome, Route } from "../protocol/conversation.ts";
import type { Rate } from "../protocol/visitor.ts";
import type { ConversationTables } from "./conversation-tables.ts";

type Tables = Transaction<ConversationTables>;

/** What a finished answer says about how its conversation stands; `resolution.ts` reads it. */
export async function keepOutcome(
  tables: Tables,
  answer: { conversationId: string; answerId: string; outcome: Outcome; route: Route },
): Promise<void> {
  // "Thank you" and its reply leave the conversation as it stood; "that did not help" does not.
  if (answer.route === "small-talk" && answer.outcome !== "no-answer") return;
  await tables
    .updateTable("conversations")
    .set({
      last_answer: answer.answerId,
      last_outcome: answer.outcome,
      last_rating: null,
      ...(answer.outcome === "handed-off" && { handed_off: 1 }),
    })
    .where("id", "=", answer.conversationId)
    .execute();
}

/** A verdict on an earlier answer says nothing about how the conversation ended. */
export async function keepLastRating(tables: Tables, conversationId: string, rating: Rate): Promise<void> {
  await tables
    .updateTable("conversations")
    .set({ last_rating: rating.verdict })
    .where("id", "=", conversationId)
    .where("last_answer", "=", rating.messageId)
    .execute();
}

export async function keepHandOff(tables: Tables, conversationId: string): Promise<void> {
  await tables.updateTable("conversations").set({ handed_off: 1 }).where("id", "=", conversationId).execute();
}
