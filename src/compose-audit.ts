import { existsSync } from "node:fs";
import { join } from "node:path";
import { openAgain } from "./conversations/database.ts";
import { libsqlStaffStore } from "./staff/libsql-staff-store.ts";
import type { Audited } from "./staff/staff-store.ts";

export type CommandDone = Pick<Audited, "action" | "detail">;

/**
 * Keeps what a command line did in the audit log of the console, beside a server that may write meanwhile. Null: it is
 * kept, or no server has worked on this data folder yet. Else why not: what was done is done, and is not to fail for it.
 */
export async function auditCommand(dataDir: string, done: readonly CommandDone[], at: number): Promise<string | null> {
  const file = join(dataDir, "switchboard.db");
  if (done.length === 0 || !existsSync(file)) return null;
  try {
    const database = openAgain(file);
    const { audit } = libsqlStaffStore(database);
    try {
      await Promise.all(done.map((one) => audit({ ...one, at, staffId: null, conversationId: null })));
    } finally {
      await database.db.destroy();
    }
    return null;
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
}
