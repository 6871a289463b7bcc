import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";

export class DataDirInUseError extends Error {
  constructor(
    readonly dataDir: string,
    readonly owner: string | null,
  ) {
    super(
      `Another server${owner ? ` (process ${owner})` : ""} works on ${dataDir}. Stop it, or give this one another DATA_DIR.`,
    );
    this.name = "DataDirInUseError";
  }
}

/**
 * Claims the data folder for this server and returns what gives it back. Throws DataDirInUseError.
 *
 * The claim is SQLite's exclusive lock on a file of its own: the operating system drops it with the process, however
 * that ends, so there is no stale lock to judge. The process id beside it is only for the message.
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const pidFile = join(dataDir, "server.pid");
  const lock = new Libsql(join(dataDir, "server.lock"), { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if ((error as { code?: string }).code !== "SQLITE_BUSY") throw error;
    throw new DataDirInUseError(dataDir, readPid(pidFile));
  }

  writeFileSync(pidFile, `${process.pid}\n`);
  return () => {
    rmSync(pidFile, { force: true });
    lock.exec("ROLLBACK");
    lock.close();
  };
}

function readPid(file: string): string | null {
  try {
    return readFileSync(file, "utf8").trim() || null;
  } catch {
    // Between the other server's claim and its note: the claim is what counts.
    return null;
  }
}
