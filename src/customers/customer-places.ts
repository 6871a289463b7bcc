import type { ConversationTables } from "../conversations/conversation-tables.ts";

type Table = keyof ConversationTables;

/**
 * Every table that holds something of a customer, with the SQL that finds the rows of one conversation; `?` is its id.
 * An export reads them all, and a test names whoever adds a table and forgets this list.
 */
export const CUSTOMER_PLACES = {
  conversations: "id = ?",
  messages: "conversation_id = ?",
  answers: "conversation_id = ?",
  answer_records: ofAnswer("answer_id"),
  ratings: ofAnswer("answer_id"),
  owner_changes: "conversation_id = ?",
  human_requests: "conversation_id = ?",
  conversation_labels: "conversation_id = ?",
  notes: "conversation_id = ?",
  shadow_drafts: "conversation_id = ?",
  reviews: ofAnswer("answer_id"),
  verified_answers: ofAnswer("id"),
  verified_phrasings: "EXISTS (SELECT 1 FROM messages WHERE messages.id = question_id AND conversation_id = ?)",
  documentation_gaps: ofAnswer("answer_id"),
  learning_rows: ofAnswer("answer_id"),
  prompt_replay_questions: ofAnswer("answer_id"),
} satisfies Partial<Record<Table, string>>;
export type CustomerPlace = keyof typeof CUSTOMER_PLACES;

/** These hold ids, times and staff's own words; the search's rows stand for the messages and hold nothing to read. */
export const OTHER_TABLES: readonly Table[] = [
  "staff",
  "staff_sessions",
  "staff_links",
  "audit_log",
  "seen_by_staff",
  "canned_replies",
  "search_entries",
  "search_words",
  "saved_views",
  "verified_exclusions",
  "prompt_versions",
  "prompt_rollouts",
  "prompt_replays",
  "erased_conversations",
];

function ofAnswer(column: string): string {
  return `${column} IN (SELECT id FROM answers WHERE conversation_id = ?)`;
}
