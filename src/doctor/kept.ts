import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";
import type { Config } from "../config.ts";
import { migrations } from "../conversations/migrations.ts";
import { type Finding, fail, messageOf, ok, warn } from "./finding.ts";
import { clock } from "./machine.ts";

/** A log this long is emptied by no checkpoint any more: some reader holds it. */
const LONG_LOG = 256 * 1_024 ** 2;

/** Integrity and version of the database, who may sign in, and whether the clock fits what was kept. Writes nothing. */
export function database({ dataDir }: Pick<Config, "dataDir">, now: number): Finding[] {
  const file = join(dataDir, "switchboard.db");
  if (!existsSync(file)) {
    return [ok("database", "It is made at the first start."), clock(now, null)];
  }
  try {
    const opened = new Libsql(file, { timeout: 5_000, readonly: true } as Libsql.Options);
    try {
      return [integrity(opened, file), version(opened), log(file), owners(opened), clock(now, newest(opened))].flat();
    } finally {
      opened.close();
    }
  } catch (error) {
    return [fail("database", `${file} cannot be read: ${messageOf(error)}.`, RESTORE), clock(now, null)];
  }
}

const RESTORE = "Stop the server, keep a copy of the file, and restore a backup: npm run restore -- FILE";

function integrity(opened: Libsql.Database, file: string): Finding {
  const [row] = opened.prepare("PRAGMA integrity_check(1)").all() as { integrity_check: string }[];
  return row?.integrity_check === "ok"
    ? ok("database", `${file} is whole.`)
    : fail("database", `${file} is damaged: ${row?.integrity_check}.`, RESTORE);
}

function version(opened: Libsql.Database): Finding[] {
  const [row] = opened.prepare("PRAGMA user_version").all() as { user_version: number }[];
  const taken = row?.user_version ?? 0;
  if (taken > migrations.length)
    return [fail("database version", "A newer program wrote it.", "Install that version again.")];
  return taken < migrations.length ? [ok("database version", "An older one: the next start brings it forward.")] : [];
}

function log(file: string): Finding[] {
  const path = `${file}-wal`;
  const size = existsSync(path) ? statSync(path).size : 0;
  if (size < LONG_LOG) return [];
  const says = `The write-ahead log holds ${Math.round(size / 1_024 ** 2)} MB.`;
  return [warn("database log", says, "Restart the server; if it stays, end other programs that read the database.")];
}

function owners(opened: Libsql.Database): Finding {
  const [row] = opened.prepare("SELECT count(*) AS owners FROM staff WHERE role = 'owner' AND active = 1").all() as {
    owners: number;
  }[];
  if (row!.owners > 0) return ok("staff", `${row!.owners} owners may sign in.`);
  return warn("staff", "Nobody owns the console yet.", "Start the server and open the set-up link that it prints.");
}

function newest(opened: Libsql.Database): number | null {
  const [row] = opened.prepare("SELECT max(last_at) AS newest FROM conversations").all() as { newest: number | null }[];
  return row?.newest ?? null;
}
