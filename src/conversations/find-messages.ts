import type Libsql from "libsql";
import type { Page, SearchFilter, SearchHit } from "../protocol/staff-http.ts";
import { quotedInDoubt } from "./quoted-in-doubt.ts";
import { resolutionSql } from "./resolution.ts";
import { all } from "./search-conditions.ts";
import { hitOf, type SearchRow } from "./search-hit.ts";
import { type Asked, conditionsOfEntry, ENTRY, OF_ENTRY, sourceOf } from "./search-sources.ts";
import { searchQuery } from "./search-words.ts";

/** @property now milliseconds since the epoch: whether a conversation is over depends on it */
export type SearchJob = { filter: SearchFilter; after: string | null; limit: number; now: number };

/**
 * A word that stands everywhere would be weighed a million times: only its newest occurrences are ranked, which costs
 * about a quarter of a second at most.
 */
const RANKED = 50_000;

/** One page of what a filter lets through. Blocks its thread for as long as the search takes. */
export function findMessages(database: Libsql.Database, job: SearchJob): Page<SearchHit> {
  const asked = askedBy(job);
  if (asked === null) return { items: [], next: null };
  const { filter, words } = asked;
  if (words !== null && filter.order === "relevance" && filter.rows === "messages") {
    return mostRelevant(database, { ...asked, words }, job);
  }
  return newest(database, asked, job);
}

/** How many rows there are in all. Blocks its thread while it counts. */
export function countMessages(database: Libsql.Database, job: Pick<SearchJob, "filter" | "now">): number {
  const asked = askedBy(job);
  if (asked === null) return 0;
  const { from, where } = sourceOf(asked);
  const [row] = database.prepare(`SELECT count(*) AS count FROM ${from} WHERE ${where.sql}`).all(...where.values);
  return (row as { count: number }).count;
}

/** Null: signs without a word in them are found nowhere. */
function askedBy({ filter, now }: Pick<SearchJob, "filter" | "now">): Asked | null {
  if (!filter.text?.trim()) return { filter, now, words: null };
  const words = searchQuery(filter.text);
  return words === null ? null : { filter, now, words };
}

function newest(database: Libsql.Database, asked: Asked, { after, limit }: SearchJob): Page<SearchHit> {
  const { columns, from, where, key } = sourceOf(asked);
  const last = keyParts(after, key.length);
  const marks = key.map(() => "?").join(", ");
  const chosen = all([...(last ? [{ sql: `(${key.join(", ")}) < (${marks})`, values: last }] : []), where]);
  const ended = resolutionSql(asked.now);
  const rows = database
    .prepare(
      `SELECT ${columns}, ${ended.sql} AS resolution, ${key.join(" || '.' || ")} AS key FROM ${from}
      WHERE ${chosen.sql} ORDER BY ${key.map((part) => `${part} DESC`).join(", ")} LIMIT ?`,
    )
    .all(...ended.values, ...chosen.values, limit + 1) as SearchRow[];
  return pageOf(database, { rows, limit, words: asked.words }, ({ key }) => String(key));
}

/** "123" or "123.id": what the last row of the page before was sorted by. */
function keyParts(after: string | null, parts: number): (string | number)[] | null {
  const [, first, second] = /^(\d{1,16})(?:\.(.{1,64}))?$/.exec(after ?? "") ?? [];
  if (!first || (parts === 2 && !second)) return null;
  return parts === 2 ? [Number(first), second!] : [Number(first)];
}

type AskedInWords = Asked & { words: string };

function mostRelevant(database: Libsql.Database, { filter, now, words }: AskedInWords, { after, limit }: SearchJob) {
  const from = Number(/^\d{1,6}$/.exec(after ?? "")?.[0] ?? 0);
  const where = all(conditionsOfEntry(filter, now));
  const ended = resolutionSql(now);
  const rows = database
    .prepare(
      `WITH hits AS MATERIALIZED (SELECT rowid AS id, bm25(search_words) AS rank FROM search_words
        WHERE search_words MATCH ? ORDER BY rowid DESC LIMIT ${RANKED})
      SELECT ${ENTRY}, ${ended.sql} AS resolution, hits.id AS key
      FROM hits JOIN search_entries AS entry ON entry.id = hits.id ${OF_ENTRY}
      WHERE ${where.sql} ORDER BY hits.rank, hits.id DESC LIMIT ? OFFSET ?`,
    )
    .all(words, ...ended.values, ...where.values, limit + 1, from) as SearchRow[];
  return pageOf(database, { rows, limit, words }, () => String(from + limit));
}

function pageOf(
  database: Libsql.Database,
  { rows, limit, words }: { rows: SearchRow[]; limit: number; words: string | null },
  keyOf: (last: SearchRow) => string,
): Page<SearchHit> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const doubted = quotedInDoubt(
    database,
    shown.flatMap(({ answer_id, outcome }) => (answer_id !== null && outcome === "no-answer" ? [answer_id] : [])),
  );
  return {
    items: shown.map((row) => hitOf(row, words, doubted)),
    next: rows.length > limit && last ? keyOf(last) : null,
  };
}
