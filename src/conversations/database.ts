import type { Kysely } from "kysely";
import type { ConversationTables } from "./conversation-tables.ts";
import { groupCommit, type Write } from "./group-commit.ts";
import { openLibsql, writingBeside } from "./libsql-database.ts";

/**
 * One thread's connection to `switchboard.db`. Everything that a thread writes goes through its one connection: a second
 * one would find the database locked while the first waits for its turn of the event loop.
 */
export type Database = {
  file: string;
  db: Kysely<ConversationTables>;
  write: Write<ConversationTables>;
};

/** Opens or creates `file`. Throws DatabaseUnusableError. Only one process may write answers (see data-lock.ts). */
export function openDatabase(file: string): Database {
  const db = openLibsql<ConversationTables>(file);
  return { file, db, write: groupCommit(db) };
}

/** For another thread, once the database is open. */
export function openAgain(file: string): Database {
  const db = writingBeside<ConversationTables>(file);
  return { file, db, write: groupCommit(db) };
}
