import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, rmSync } from "node:fs";
import { extname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import Libsql from "libsql";
import { projectRoot } from "../../config.ts";
import { libsqlConversationStore } from "../../conversations/libsql-conversation-store.ts";
import { migrations } from "../../conversations/migrations.ts";
import { type ChaosKind, oneOf } from "./round.ts";

/** So many that each step of a migration takes its time. */
const CONVERSATIONS = 1_500;
const TURNS = 4;

/** Killed in the middle of a migration, the database is of one version, with everything in it, and migrates on. */
export const migrationKill: ChaosKind = async (folder) => {
  const old = migrations.slice(1).map((_step, index) => {
    const file = join(folder, `version-${index + 1}.db`);
    writeOld(file, index + 1);
    return { version: index + 1, file };
  });
  const file = join(folder, "migrated.db");
  const clear = () => {
    for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
  };
  copyFileSync(old[0]!.file, file);
  const usualMs = await migrateAndKill(file, null);
  const whole = versionOf(file) === migrations.length ? await missingAfter(file) : ["it stayed at its version"];
  if (whole.length > 0) throw new Error(`An undisturbed migration does not end well: ${whole.join("; ")}`);

  return {
    async round(random) {
      clear();
      const { version, file: from } = oneOf(old, random);
      copyFileSync(from, file);
      await migrateAndKill(file, random() * usualMs);
      const left = versionOf(file);
      const problems = [
        ...(left >= version && left <= migrations.length ? [] : [`version ${version} became ${left}`]),
        ...(await missingAfter(file)),
      ];
      return {
        ended:
          left === version ? "the old version" : left === migrations.length ? "the new version" : "a version between",
        problems,
      };
    },
    close: async () => clear(),
  };
};

/** As the first version wrote it, migrated to `version`. */
function writeOld(file: string, version: number): void {
  const database = new Libsql(file);
  database.exec(migrations[0]!);
  database.exec("BEGIN");
  const rows = (table: string, columns: number) =>
    database.prepare(`INSERT INTO ${table} VALUES (${Array(columns).fill("?").join(",")})`);
  const [conversation, message] = [rows("conversations", 4), rows("messages", 8)];
  const [answer, record] = [rows("answers", 11), rows("answer_records", 2)];
  for (let number = 0; number < CONVERSATIONS; number += 1) {
    const id = `conversation ${number}`;
    conversation.run(id, "bot", TURNS * 2, number);
    for (let turn = 0; turn < TURNS; turn += 1) {
      const [asked, said] = [`q ${number} ${turn}`, `a ${number} ${turn}`];
      message.run(asked, id, turn * 2 + 1, "customer", textOf(number, turn), null, asked, number);
      answer.run(said, id, asked, 1, turn * 2 + 2, "answered", "documentation", `Yes: ${asked}`, "[]", number, number);
      record.run(said, '{"tokens":{"prompt":1,"completion":1}}');
    }
  }
  database.exec("COMMIT");
  for (const step of migrations.slice(1, version)) database.exec(step);
  database.exec(`PRAGMA user_version = ${version}`);
  database.close();
}

const textOf = (number: number, turn: number) => `Question ${turn} of ${number}: can I return a parcel?`;

/** Opens the database in a process of its own. Returns how long that took after the process was up. */
async function migrateAndKill(file: string, killAfter: number | null): Promise<number> {
  const here = fileURLToPath(import.meta.url);
  const sources = extname(here) === ".ts" ? ["--import", join(projectRoot(), "scripts", "run-typescript.mjs")] : [];
  const store = join(here, "..", "..", "..", "conversations", `libsql-conversation-store${extname(here)}`);
  const program = `const { libsqlConversationStore } = await import(${JSON.stringify(store)}); console.log("up"); await libsqlConversationStore(${JSON.stringify(file)}).close();`;
  const child = spawn(process.execPath, [...sources, "--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  await Promise.race([once(child.stdout, "data"), exited]);
  const started = performance.now();
  if (killAfter !== null) {
    await Promise.race([wait(killAfter), exited]);
    child.kill("SIGKILL");
  }
  await exited;
  return performance.now() - started;
}

function versionOf(file: string): number {
  const database = new Libsql(file);
  const [row] = database.prepare("PRAGMA user_version").raw().all() as [number][];
  database.close();
  return row![0];
}

/** Opens it again, which migrates the rest, and compares everything that was written. */
async function missingAfter(file: string): Promise<string[]> {
  const store = libsqlConversationStore(file);
  let missing = 0;
  for (let number = 0; number < CONVERSATIONS; number += 1) {
    const { entries } = await store.timeline(`conversation ${number}`, 0);
    const expected = Array.from({ length: TURNS }, (_, turn) => [
      textOf(number, turn),
      `Yes: q ${number} ${turn}`,
    ]).flat();
    const found = entries.map(({ payload }) => ("text" in payload ? payload.text : ""));
    if (JSON.stringify(found) !== JSON.stringify(expected)) missing += 1;
  }
  await store.close();
  const version = versionOf(file);
  return [
    ...(missing === 0 ? [] : [`${missing} conversations are not as they were`]),
    ...(version === migrations.length ? [] : [`the next start left version ${version}`]),
  ];
}
