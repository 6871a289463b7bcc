import Libsql from "libsql";
import { DatabaseUnusableError } from "./libsql-database.ts";
import { migrations } from "./migrations.ts";

/** How long a copy may wait for a writer: it is nobody's event loop that waits. */
const BUSY_MS = 30_000;

/**
 * Writes all of the database as it is at one moment to `to`, which must not exist, while a server goes on writing. The
 * original is checked whole before, indexes included. Returns its schema version. Throws DatabaseUnusableError.
 */
export function copyDatabase(file: string, to: string): number {
  return readingWhole(file, "integrity_check", (database) => {
    database.prepare("VACUUM INTO ?").run(to);
  });
}

/** The schema version of a database that this program can open. Throws DatabaseUnusableError. */
export function checkDatabase(file: string): number {
  return readingWhole(file, "quick_check", () => {});
}

function readingWhole(file: string, check: string, work: (database: Libsql.Database) => void): number {
  const database = new Libsql(file, { timeout: BUSY_MS, readonly: true } as Libsql.Options);
  try {
    const [found] = database.prepare(`PRAGMA ${check}(1)`).raw().all() as [string][];
    if (found?.[0] !== "ok") throw new DatabaseUnusableError(file, `it is damaged (${found?.[0]})`);

    const [version] = database.prepare("PRAGMA user_version").raw().all() as [number][];
    if (version![0] > migrations.length)
      throw new DatabaseUnusableError(file, "a newer version of the program wrote it");
    work(database);
    return version![0];
  } catch (error) {
    if (error instanceof DatabaseUnusableError) throw error;
    throw new DatabaseUnusableError(file, error instanceof Error ? error.message : String(error), undefined, {
      cause: error,
    });
  } finally {
    database.close();
  }
}
