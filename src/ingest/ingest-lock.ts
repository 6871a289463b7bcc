import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";

export class IngestRunningError extends Error {
  constructor(knowledgeDir: string) {
    super(`Another ingest of ${knowledgeDir} is running. Wait until it has finished, then start this one again.`);
    this.name = "IngestRunningError";
  }
}

/**
 * Claims an index folder for one writer and returns what gives it back. Throws IngestRunningError.
 *
 * The claim is SQLite's exclusive lock on a file of its own: the operating system drops it with the process, however
 * that ends, so that there is no stale lock to judge.
 */
export function lockIndexFolder(folder: string, knowledgeDir: string): () => void {
  mkdirSync(folder, { recursive: true });
  const lock = new Libsql(join(folder, "ingest.lock"), { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if ((error as { code?: string }).code !== "SQLITE_BUSY") throw error;
    throw new IngestRunningError(knowledgeDir);
  }
  return () => lock.close();
}
