import type Libsql from "libsql";
import type { Outcome, Owner } from "../protocol/conversation.ts";
import type { Page, SearchFilter, SearchHit } from "../protocol/staff-http.ts";
import { searchQuery } from "./search-words.ts";

export type SearchJob = { filter: SearchFilter; after: string | null; limit: number };

type Row = {
  id: number;
  conversation_id: string;
  entry_id: string;
  author: "customer" | "bot" | "staff";
  at: number;
  text: string | null;
  owner: Owner;
  outcome: Outcome | null;
};

/**
 * A word that stands everywhere would be weighed a million times: only its newest occurrences are ranked, which costs
 * about a quarter of a second at most.
 */
const RANKED = 50_000;

const ROW = `entry.id, entry.conversation_id, entry.entry_id, entry.author, entry.at, conversations.owner, answers.outcome,
  CASE entry.author WHEN 'bot' THEN answers.text ELSE (SELECT text FROM messages WHERE messages.id = entry.entry_id) END AS text`;
const JOINS = `JOIN conversations ON conversations.id = entry.conversation_id
  LEFT JOIN answers ON answers.reply_to = entry.question_id`;

/** One page of the messages that a filter lets through. Blocks its thread for as long as the search takes. */
export function findMessages(database: Libsql.Database, { filter, after, limit }: SearchJob): Page<SearchHit> {
  const words = filter.text === undefined ? null : searchQuery(filter.text);
  // Signs without a word in them are found nowhere.
  if (filter.text?.trim() && words === null) return { items: [], next: null };

  const { conditions, values } = conditionsOf(filter);
  if (words !== null && filter.order === "relevance") {
    const from = Number(/^\d{1,6}$/.exec(after ?? "")?.[0] ?? 0);
    const sql = `WITH hits AS MATERIALIZED (SELECT rowid AS id, bm25(search_words) AS rank FROM search_words
        WHERE search_words MATCH ? ORDER BY rowid DESC LIMIT ${RANKED})
      SELECT ${ROW} FROM hits JOIN search_entries AS entry ON entry.id = hits.id ${JOINS}
      WHERE true ${conditions} ORDER BY hits.rank, hits.id DESC LIMIT ? OFFSET ?`;
    const rows = database.prepare(sql).all(words, ...values, limit + 1, from) as Row[];
    return pageOf(rows, limit, words, () => String(from + limit));
  }

  const before = Number(/^\d{1,15}$/.exec(after ?? "")?.[0] ?? Number.MAX_SAFE_INTEGER);
  const source =
    words === null
      ? "search_entries AS entry"
      : "search_words CROSS JOIN search_entries AS entry ON entry.id = search_words.rowid";
  const key = words === null ? "entry.id" : "search_words.rowid";
  const match = words === null ? "" : "AND search_words MATCH ?";
  const sql = `SELECT ${ROW} FROM ${source} ${JOINS} WHERE ${key} < ? ${match} ${conditions} ORDER BY ${key} DESC LIMIT ?`;
  const rows = database.prepare(sql).all(before, ...(words === null ? [] : [words]), ...values, limit + 1) as Row[];
  return pageOf(rows, limit, words, ({ id }) => String(id));
}

function conditionsOf(filter: SearchFilter): { conditions: string; values: (string | number)[] } {
  const { from, until, outcome, owner, label, intent, rating, model, promptVersion, unreviewed } = filter;
  const wanted: [string, string | number | undefined][] = [
    ["entry.at >= ?", from],
    ["entry.at < ?", until],
    ["answers.outcome = ?", outcome],
    ["conversations.owner = ?", owner],
    ["EXISTS (SELECT 1 FROM conversation_labels WHERE conversation_id = entry.conversation_id AND label = ?)", label],
    ["answers.intent = ?", intent],
    ["EXISTS (SELECT 1 FROM ratings WHERE answer_id = answers.id AND verdict = ?)", rating],
    ["answers.model_id = ?", model],
    ["answers.prompt_version = ?", promptVersion],
  ];
  const given = wanted.filter((one): one is [string, string | number] => one[1] !== undefined);
  const unjudged = unreviewed ? " AND answers.finished_at IS NOT NULL AND answers.reviewed_at IS NULL" : "";
  return {
    conditions: given.map(([sql]) => ` AND ${sql}`).join("") + unjudged,
    values: given.map(([, value]) => value),
  };
}

function pageOf(rows: Row[], limit: number, words: string | null, keyOf: (last: Row) => string): Page<SearchHit> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const items = shown.map(({ conversation_id, entry_id, author, at, text, owner, outcome }) => ({
    conversationId: conversation_id,
    messageId: entry_id,
    author,
    at,
    excerpt: excerptOf(text ?? "", words),
    owner,
    outcome,
  }));
  return { items, next: rows.length > limit && last ? keyOf(last) : null };
}

const EXCERPT = 240;

/** Around the first word that stands there as typed; an accent that was left out shows the beginning. */
function excerptOf(text: string, words: string | null): string {
  const first = words?.split(/["\s]+/).find(Boolean);
  const at = first ? text.toLowerCase().indexOf(first.toLowerCase()) : 0;
  const start = Math.max(0, at - EXCERPT / 4);
  // Half a surrogate pair at a cut is no character.
  return text.slice(start, start + EXCERPT).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");
}
