import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ClaimUnusableError, claimFile, FileClaimedError } from "../models/claim-file.ts";
import { whyUnwritable } from "../models/why-unwritable.ts";

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
      `The data folder ${dataDir} cannot be written to: ${whyUnwritable(cause) ?? (cause as Error).message}. Mend that, or set DATA_DIR to another folder.`,
      {
        cause,
      },
    );
    this.name = "DataDirUnusableError";
  }
}

/**
 * Claims the data folder for this server and returns what gives it back. Throws DataDirInUseError, DataDirUnusableError.
 * The process id beside the claim is only for the message.
 */
export function lockDataDir(dataDir: string): () => void {
  requireWritable(dataDir);
  const pidFile = join(dataDir, "server.pid");
  const release = claim(dataDir, pidFile);
  const giveBack = () => {
    rmSync(pidFile, { force: true });
    release();
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

function claim(dataDir: string, pidFile: string): () => void {
  try {
    return claimFile(join(dataDir, "server.lock"), 0);
  } catch (error) {
    if (error instanceof FileClaimedError) throw new DataDirInUseError(dataDir, readPid(pidFile));
    throw new DataDirUnusableError(dataDir, error instanceof ClaimUnusableError ? error.cause : error);
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
