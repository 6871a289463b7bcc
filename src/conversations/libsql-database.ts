import { accessSync, constants, existsSync, renameSync, rmSync, statSync } from "node:fs";
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from "kysely";
import Libsql from "libsql";
import { migrations } from "./migrations.ts";

/** The database is damaged, foreign or newer than this program. It is left as it is: what it holds may be saved. */
export class DatabaseUnusableError extends Error {
  constructor(
    readonly file: string,
    readonly reason: string,
    remedy = "restore a backup or move it away",
    options?: ErrorOptions,
  ) {
    super(`The database ${file} cannot be used: ${reason}. It was left untouched; ${remedy}.`, options);
    this.name = "DatabaseUnusableError";
  }
}

/** How long to wait for another connection's write. The wait blocks the event loop, and others write for milliseconds. */
const BUSY_MS = 1_000;
/** The same where nobody but the thread itself is blocked. */
const BUSY_BESIDE_MS = 10_000;

/**
 * Opens or creates the database, checks it whole (about a second for each gigabyte) and migrates it forward.
 * Throws DatabaseUnusableError.
 */
export function openLibsql<Tables>(file: string): Kysely<Tables> {
  createWhole(file);
  const database = opened(file);
  try {
    database.exec("PRAGMA journal_mode = WAL");
    setUp(database);
    checkIntegrity(database, file);
    migrate(database, file);
  } catch (error) {
    database.close();
    if (error instanceof DatabaseUnusableError) throw error;
    throw unusable(file, error);
  }
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: withCachedStatements(database) }) });
}

/** SQLite takes a file that is shorter than its smallest page for a new database, whatever was in it. */
const SMALLEST_PAGE = 512;

/** A new database appears with its tables in it, so that a short file is known to be cut off. */
function createWhole(file: string): void {
  if (existsSync(file)) {
    if (statSync(file).size < SMALLEST_PAGE) throw new DatabaseUnusableError(file, "it is cut off");
    return;
  }
  const draft = `${file}.new`;
  for (const left of [draft, `${draft}-journal`]) rmSync(left, { force: true });
  const database = opened(draft);
  try {
    migrate(database, draft);
  } catch (error) {
    throw unusable(file, error);
  } finally {
    database.close();
  }
  renameSync(draft, file);
}

function opened(file: string): Libsql.Database {
  try {
    // One that may only be read opens all the same, and would refuse the first question.
    if (existsSync(file)) accessSync(file, constants.R_OK | constants.W_OK);
    return new Libsql(file, { timeout: BUSY_MS });
  } catch (error) {
    // libsql gives no code here: the file or its folder is out of reach for this process.
    throw unusable(
      file,
      Object.assign(new Error(error instanceof Error ? error.message : String(error)), { code: "SQLITE_CANTOPEN" }),
    );
  }
}

/** What is wrong with the disk or with rights is no damage: nobody should restore a backup because of it. */
const REMEDIES: Readonly<Record<string, string>> = {
  SQLITE_FULL: "make room on its disk and start again",
  SQLITE_READONLY: "let the user of this process write to it and start again",
  SQLITE_CANTOPEN: "let the user of this process write to it and start again",
  SQLITE_BUSY: "another program works on it; wait for that, and start again",
};

function unusable(file: string, cause: unknown): DatabaseUnusableError {
  const { code = "", message } = cause as { code?: string; message: string };
  const family = Object.keys(REMEDIES).find((name) => code.startsWith(name));
  return new DatabaseUnusableError(file, message, family && REMEDIES[family], { cause });
}

/** A further connection that writes, for another thread: the database is checked and migrated already. */
export function writingBeside<Tables>(file: string): Kysely<Tables> {
  const database = new Libsql(file, { timeout: BUSY_BESIDE_MS });
  setUp(database);
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: withCachedStatements(database) }) });
}

/** Of each connection by itself. */
function setUp(database: Libsql.Database): void {
  // The default of WAL would lose the last transactions at a power cut, after they were acknowledged.
  database.exec("PRAGMA synchronous = FULL");
  database.exec("PRAGMA foreign_keys = ON");
  // What is deleted is overwritten: an erased text must not stay readable in a free page.
  database.exec("PRAGMA secure_delete = ON");
}

/** For a command that runs beside the server: nothing is checked, migrated or written. Null: an older program's tables. */
export function readingOnly<Tables>(file: string): Kysely<Tables> | null {
  const database = new Libsql(file, { timeout: BUSY_MS, readonly: true } as Libsql.Options);
  const [row] = database.prepare("PRAGMA user_version").all() as { user_version: number }[];
  if (row?.user_version === migrations.length) {
    return new Kysely<Tables>({ dialect: new SqliteDialect({ database: database as unknown as SqliteDatabase }) });
  }
  database.close();
  return null;
}

/** A second connection beside the server's, for a thread that only reads. */
export function readingConnection(file: string): Libsql.Database {
  const database = new Libsql(file);
  database.exec("PRAGMA query_only = ON");
  return database;
}

function checkIntegrity(database: Libsql.Database, file: string): void {
  const [row] = database.prepare("PRAGMA quick_check(1)").all() as { quick_check: string }[];
  if (row?.quick_check !== "ok") throw new DatabaseUnusableError(file, `it is damaged (${row?.quick_check})`);
}

function migrate(database: Libsql.Database, file: string): void {
  const [row] = database.prepare("PRAGMA user_version").all() as { user_version: number }[];
  const taken = row?.user_version ?? 0;
  if (taken > migrations.length) throw new DatabaseUnusableError(file, "a newer version of the program wrote it");

  migrations.slice(taken).forEach((step, index) => {
    // The version moves in the step's own transaction: a crash leaves the database before or after it.
    database.exec(`BEGIN IMMEDIATE; ${step}; PRAGMA user_version = ${taken + index + 1}; COMMIT`);
  });
}

/** kysely prepares a statement for each query; keeping them halves the cost of a short one (14 to 6 µs). */
function withCachedStatements(database: Libsql.Database) {
  const statements = new Map<string, SqliteStatement>();

  return {
    prepare(sql: string): SqliteStatement {
      let statement = statements.get(sql);
      if (!statement) {
        // A deferred transaction that reads before it writes fails when another process wrote in between.
        statement = database.prepare(sql === "begin" ? "begin immediate" : sql) as SqliteStatement;
        if (sql === "rollback") statement = unlessDone(statement, database);
        statements.set(sql, statement);
      }
      return statement;
    },
    close(): void {
      try {
        // libsql leaves its log behind as long as a statement lives, so the database file alone would not be whole.
        database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all();
      } catch {
        // On a full disk the log stays where it is; the next start reads it.
      }
      database.close();
    },
  };
}

/**
 * SQLite rolls back by itself when the disk is full. The second rollback, kysely's, would fail, and its fault would stand
 * in place of the one that tells what happened.
 */
function unlessDone(rollback: SqliteStatement, database: Libsql.Database): SqliteStatement {
  return {
    reader: false,
    all: () => [],
    iterate: () => [].values(),
    run: (parameters) => (database.inTransaction ? rollback.run(parameters) : { changes: 0, lastInsertRowid: 0 }),
  };
}
