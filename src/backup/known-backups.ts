import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** `file` is an absolute path on the machine on which the backup was made or restored. */
export type KnownBackup = { file: string; createdAt: string };

const listOf = (dataDir: string) => join(dataDir, "backups.jsonl");

/** Every backup of a folder is noted in it: whoever erases a customer's data must know what else holds it. */
export function noteBackup(dataDir: string, backup: KnownBackup): void {
  appendFileSync(listOf(dataDir), `${JSON.stringify(backup)}\n`, { mode: 0o600 });
}

/** Oldest first, also those that are gone meanwhile. A line that a crash cut off is passed over. */
export function knownBackups(dataDir: string): KnownBackup[] {
  if (!existsSync(listOf(dataDir))) return [];
  return readFileSync(listOf(dataDir), "utf8")
    .split("\n")
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as KnownBackup];
      } catch {
        return [];
      }
    });
}
