import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Libsql from "libsql";

/** Somebody else holds it, and went on holding it for as long as was waited. */
export class FileClaimedError extends Error {
  constructor(file: string) {
    super(`Another program holds ${file}. Wait until it has finished.`);
    this.name = "FileClaimedError";
  }
}

/** It cannot be made or opened, so that nobody could be kept out. */
export class ClaimUnusableError extends Error {
  constructor(
    readonly file: string,
    cause: unknown,
  ) {
    super(`${file} cannot be claimed: ${(cause as Error).message}. Mend that, or delete it while nothing runs.`, {
      cause,
    });
    this.name = "ClaimUnusableError";
  }
}

/**
 * Claims a file for one owner at a time and returns what gives it back; waits `patienceMs` for its turn. Throws
 * FileClaimedError, ClaimUnusableError.
 *
 * The claim is SQLite's exclusive lock on a file of its own: the operating system drops it with the process, however that
 * ends, so that there is no stale lock to judge and no process id to mistake. Claiming writes a little: on a full disk it
 * is refused.
 */
export function claimFile(file: string, patienceMs: number): () => void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const claim = new Libsql(file, { timeout: patienceMs });
    try {
      claim.exec("BEGIN EXCLUSIVE");
    } catch (error) {
      claim.close();
      throw error;
    }
    return () => claim.close();
  } catch (error) {
    if ((error as { code?: string }).code === "SQLITE_BUSY") throw new FileClaimedError(file);
    throw new ClaimUnusableError(file, error);
  }
}

/** Whether somebody holds it now. What nobody ever claimed is not made by asking. */
export function isClaimed(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    claimFile(file, 0)();
    return false;
  } catch (error) {
    return error instanceof FileClaimedError;
  }
}
