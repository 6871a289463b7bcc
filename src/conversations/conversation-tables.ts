import type { Generated } from "kysely";
import type { Author, Outcome, Owner, Route } from "../protocol/conversation.ts";

/** The tables of migrations.ts as kysely sees them. Times are milliseconds since the epoch; `citations` and `record` are JSON. */
export type ConversationTables = {
  conversations: { id: string; owner: Owner; cursor: number; created_at: number };
  messages: {
    /** Order of insertion over all conversations. */
    rowid: Generated<number>;
    id: string;
    conversation_id: string;
    cursor: number;
    author: Author;
    text: string;
    citations: string | null;
    client_message_id: string | null;
    created_at: number;
  };
  answers: {
    id: string;
    conversation_id: string;
    reply_to: string;
    attempts: number;
    opened_at: number;
    /** These six are null until the answer has ended. */
    cursor: number | null;
    outcome: Outcome | null;
    route: Route | null;
    text: string | null;
    citations: string | null;
    finished_at: number | null;
  };
  answer_records: { answer_id: string; record: string };
  ratings: { answer_id: string; verdict: "up" | "down"; comment: string | null; rated_at: number };
  owner_changes: { conversation_id: string; cursor: number; owner: Owner; changed_at: number };
  human_requests: { notice_id: string; conversation_id: string; reason: string | null; requested_at: number };
};
