import { accessSync, constants, existsSync } from "node:fs";
import { dirname } from "node:path";
import type { Config } from "../src/config.ts";
import { isDiskFull } from "../src/conversations/full-disk.ts";
import { ClaimUnusableError } from "../src/models/claim-file.ts";
import { whyUnwritable } from "../src/models/why-unwritable.ts";

/**
 * Does the work, and says in words what is to be done where the data folder has no room or takes no file.
 * Throws DiskFullError, DataFolderUnwritableError.
 */
export async function inWrittenFolder<Result>(
  { dataDir }: Pick<Config, "dataDir">,
  work: () => Promise<Result> | Result,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (isDiskFull(error)) throw new DiskFullError(dataDir);
    const reason = whyUnwritable(faultOf(dataDir, error));
    throw reason === null ? error : new DataFolderUnwritableError(dataDir, reason);
  }
}

/** Other files may be out of reach, too: those say so by their own names. */
function faultOf(dataDir: string, error: unknown): unknown {
  // SQLite says of a lock that cannot be made no more than that: the folder itself knows.
  if (error instanceof ClaimUnusableError) return accessFault(dataDir, dirname(error.file));
  const path = error instanceof Error && "path" in error ? error.path : null;
  return typeof path === "string" && path.startsWith(dataDir) ? error : null;
}

function accessFault(dataDir: string, folder: string): unknown {
  try {
    accessSync(existsSync(folder) ? folder : dataDir, constants.W_OK);
    return null;
  } catch (fault) {
    return fault;
  }
}

export class DiskFullError extends Error {
  constructor(dataDir: string) {
    super(`No room is left on the disk of ${dataDir}. What serves is as it was: make room, then run this again.`);
    this.name = "DiskFullError";
  }
}

export class DataFolderUnwritableError extends Error {
  constructor(dataDir: string, reason: string) {
    super(
      `The data folder ${dataDir} cannot be written to: ${reason}. What serves is as it was: mend that, then run this again.`,
    );
    this.name = "DataFolderUnwritableError";
  }
}
