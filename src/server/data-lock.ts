import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

/** The folder cannot be written to, so that no promise about it could be kept. */
export class DataDirUnusableError extends Error {
  constructor(dataDir: string, cause: unknown) {
    super(
      `The data folder ${dataDir} cannot be written to: ${reasonOf(cause)}. Mend that, or set DATA_DIR to another folder.`,
      {
        cause,
      },
    );
    this.name = "DataDirUnusableError";
  }
}

function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === "EROFS") return "it lies on a disk that is read-only";
  if (code === "ENOSPC" || code === "SQLITE_FULL") return "the disk is full";
  if (code === "EACCES" || code === "EPERM")
    return `the user of this process (${process.getuid?.() ?? "this one"}) may not`;
  return message;
}

/**
 * Claims the data folder for this server and returns what gives it back. Throws DataDirInUseError, DataDirUnusableError.
 *
 * The claim is SQLite's exclusive lock on a file of its own: the operating system drops it with the process, however
 * that ends, so there is no stale lock to judge. The process id beside it is only for the message.
 */
export function lockDataDir(dataDir: string): () => void {
  requireWritable(dataDir);
  const pidFile = join(dataDir, "server.pid");
  const lock = claim(dataDir, pidFile);
  const giveBack = () => {
    rmSync(pidFile, { force: true });
    lock.exec("ROLLBACK");
    lock.close();
  };
  try {
    writeFileSync(pidFile, `${process.pid}\n`);
  } catch (error) {
    giveBack();
    throw new DataDirUnusableError(dataDir, error);
  }
  return giveBack;
}

function requireWritable(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new DataDirUnusableError(dataDir, error);
  }
}

function claim(dataDir: string, pidFile: string): Libsql.Database {
  try {
    const lock = new Libsql(join(dataDir, "server.lock"), { timeout: 0 });
    try {
      lock.exec("BEGIN EXCLUSIVE");
      return lock;
    } catch (error) {
      lock.close();
      throw error;
    }
  } catch (error) {
    if ((error as { code?: string }).code !== "SQLITE_BUSY") throw new DataDirUnusableError(dataDir, error);
    throw new DataDirInUseError(dataDir, readPid(pidFile));
  }
}

function readPid(file: string): string | null {
  try {
    return readFileSync(file, "utf8").trim() || null;
  } catch {
    // Between the other server's claim and its note: the claim is what counts.
    return null;
  }
}
