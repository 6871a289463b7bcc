import { join } from "node:path";
import { claimFile, FileClaimedError } from "../models/claim-file.ts";

export class IngestRunningError extends Error {
  constructor(knowledgeDir: string) {
    super(`Another ingest of ${knowledgeDir} is running. Wait until it has finished, then start this one again.`);
    this.name = "IngestRunningError";
  }
}

/** Claims an index folder for one writer and returns what gives it back. Throws IngestRunningError. */
export function lockIndexFolder(folder: string, knowledgeDir: string): () => void {
  try {
    return claimFile(join(folder, "ingest.lock"), 0);
  } catch (error) {
    throw error instanceof FileClaimedError ? new IngestRunningError(knowledgeDir) : error;
  }
}
