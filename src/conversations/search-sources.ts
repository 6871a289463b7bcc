import type { SearchFilter } from "../protocol/staff-http.ts";
import {
  all,
  answerConditions,
  conversationConditions,
  type SqlCondition,
  timeConditions,
} from "./search-conditions.ts";

/** Where the rows of a list come from: `SELECT columns FROM from WHERE where ORDER BY …key`. */
export type SearchSource = {
  columns: string;
  from: string;
  where: SqlCondition;
  /** What the list is sorted by, and continued after: unique together. */
  key: readonly string[];
};

export type Asked = {
  filter: SearchFilter;
  /** Milliseconds since the epoch. */
  now: number;
  /** The query of the text index; null: whatever was said. */
  words: string | null;
};

export function sourceOf(asked: Asked): SearchSource {
  const sources = { messages: messagesOf, answers: answersOf, conversations: conversationsOf };
  return sources[asked.filter.rows](asked);
}

/** Whom a row is about, and whose turn it is. */
const WHOSE = "conversations.subject, conversations.email, conversations.owner";

export const ENTRY = `entry.conversation_id, entry.entry_id, entry.author, entry.at, ${WHOSE},
  answers.id AS answer_id, answers.outcome,
  CASE entry.author WHEN 'bot' THEN answers.text
    ELSE (SELECT text FROM messages WHERE messages.id = entry.entry_id) END AS text`;
export const OF_ENTRY = `JOIN conversations ON conversations.id = entry.conversation_id
  LEFT JOIN answers ON answers.reply_to = entry.question_id`;

function messagesOf({ filter, now, words }: Asked): SearchSource {
  const where = conditionsOfEntry(filter, now);
  if (words === null) {
    return { columns: ENTRY, from: `search_entries AS entry ${OF_ENTRY}`, where: all(where), key: ["entry.id"] };
  }
  const matching = { sql: "search_words MATCH ?", values: [words] };
  const from = `search_words CROSS JOIN search_entries AS entry ON entry.id = search_words.rowid ${OF_ENTRY}`;
  return { columns: ENTRY, from, where: all([matching, ...where]), key: ["search_words.rowid"] };
}

export function conditionsOfEntry(filter: SearchFilter, now: number): SqlCondition[] {
  return [...timeConditions("entry.at", filter), ...conversationConditions(filter, now), ...answerConditions(filter)];
}

/** An answer that was stopped before its first word is none. */
export const GIVEN: SqlCondition = { sql: "answers.shown = 1", values: [] };

function answersOf({ filter, now, words }: Asked): SearchSource {
  return {
    columns: `answers.conversation_id, answers.id AS entry_id, 'bot' AS author, answers.finished_at AS at,
      ${WHOSE}, answers.id AS answer_id, answers.outcome, answers.text`,
    from: "answers JOIN conversations ON conversations.id = answers.conversation_id",
    where: all([
      GIVEN,
      ...timeConditions("answers.finished_at", filter),
      ...conversationConditions(filter, now),
      ...answerConditions(filter),
      ...said("answers.id", "entry_id", words),
    ]),
    key: ["answers.finished_at", "answers.id"],
  };
}

const FIRST = `(SELECT id FROM messages WHERE conversation_id = conversations.id AND author <> 'system'
  ORDER BY cursor LIMIT 1)`;

function conversationsOf({ filter, now, words }: Asked): SearchSource {
  const asked = answerConditions(filter);
  const one = all([{ sql: "answers.conversation_id = conversations.id", values: [] }, GIVEN, ...asked]);
  const answered = { sql: `EXISTS (SELECT 1 FROM answers WHERE ${one.sql})`, values: one.values };
  return {
    columns: `conversations.id AS conversation_id, coalesce(${FIRST}, '') AS entry_id, 'customer' AS author,
      conversations.created_at AS at, ${WHOSE}, NULL AS answer_id, NULL AS outcome,
      (SELECT text FROM messages WHERE id = ${FIRST}) AS text`,
    from: "conversations",
    where: all([
      ...timeConditions("conversations.created_at", filter),
      ...conversationConditions(filter, now),
      ...(asked.length > 0 ? [answered] : []),
      ...said("conversations.id", "conversation_id", words),
    ]),
    key: ["conversations.created_at", "conversations.id"],
  };
}

function said(column: string, of: "entry_id" | "conversation_id", words: string | null): SqlCondition[] {
  if (words === null) return [];
  const found = `SELECT ${of} FROM search_words CROSS JOIN search_entries ON search_entries.id = search_words.rowid
    WHERE search_words MATCH ?`;
  return [{ sql: `${column} IN (${found})`, values: [words] }];
}
