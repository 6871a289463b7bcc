import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Libsql from "libsql";

/** Somebody else holds it, and went on holding it for as long as was waited. */
export class FileClaimedError extends Error {
  constructor(file: string) {
    super(`Another program holds ${file}. Wait until it has finished.`);
    this.name = "FileClaimedError";
  }
}

/**
 * Claims a file for one owner at a time and returns what gives it back; waits `patienceMs` for its turn. Throws
 * FileClaimedError.
 *
 * The claim is SQLite's exclusive lock: the operating system drops it with the process, however that ends, so that there
 * is no stale lock to judge.
 */
export function claimFile(file: string, patienceMs: number): () => void {
  mkdirSync(dirname(file), { recursive: true });
  const claim = new Libsql(file, { timeout: patienceMs });
  try {
    claim.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    claim.close();
    if ((error as { code?: string }).code !== "SQLITE_BUSY") throw error;
    throw new FileClaimedError(file);
  }
  return () => claim.close();
}
