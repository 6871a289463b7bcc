import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { sql } from "kysely";
import Libsql from "libsql";
import { libsqlConversationStore } from "../../src/conversations/libsql-conversation-store.ts";
import { DatabaseUnusableError, openLibsql } from "../../src/conversations/libsql-database.ts";
import { migrations } from "../../src/conversations/migrations.ts";

const folder = mkdtempSync(join(tmpdir(), "switchboard-database-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function databaseWithAQuestion(name: string): Promise<string> {
  const file = join(folder, name);
  const store = libsqlConversationStore(file);
  for (let number = 0; number < 50; number += 1) {
    await store.keepQuestion({
      conversationId: "ana",
      clientMessageId: `${number}`,
      messageId: `question-${number}`,
      answerId: `answer-${number}`,
      text: "Hello? ".repeat(100),
      at: 0,
      openLimit: 100,
    });
  }
  await store.close();
  return file;
}

describe("the database file", () => {
  it("[C11] is in WAL mode and flushes each commit to the disk", async () => {
    const db = openLibsql(join(folder, "fresh.db"));
    const pragma = async (name: string) => Object.values((await sql.raw(`PRAGMA ${name}`).execute(db)).rows[0]!)[0];

    expect(await pragma("journal_mode")).toBe("wal");
    expect(await pragma("synchronous")).toBe(2);
    expect(await pragma("user_version")).toBe(migrations.length);
    await db.destroy();
  });

  it("[C6] appears with its tables in it, also where its making was cut off before", async () => {
    const file = join(folder, "cut-off-while-made.db");
    writeFileSync(`${file}.new`, "half of a page");

    await libsqlConversationStore(file).close();

    expect(existsSync(`${file}.new`)).toBe(false);
    expect(readFileSync(file).subarray(0, 15).toString()).toBe("SQLite format 3");
  });

  it("[C6] opens again with everything in it", async () => {
    const file = await databaseWithAQuestion("again.db");
    const store = libsqlConversationStore(file);

    expect((await store.timeline("ana", 0)).entries).toHaveLength(50);
    await store.close();
  });

  it("[C6] is migrated forward from every released version, and from newer ones refused", async () => {
    for (let version = 1; version < migrations.length; version += 1) {
      const file = join(folder, `version-${version}.db`);
      const old = new Libsql(file);
      for (const step of migrations.slice(0, version)) old.exec(step);
      old.exec(`PRAGMA user_version = ${version}`);
      old.close();
      await libsqlConversationStore(file).close();
    }

    const newer = join(folder, "newer.db");
    const database = new Libsql(newer);
    database.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    database.close();
    expect(() => libsqlConversationStore(newer)).toThrow(/newer version/);
  });

  it("[C6] that is damaged, cut off or none at all is refused by name and left as it is", async () => {
    const whole = await databaseWithAQuestion("whole.db");
    const damages: [string, (file: string) => void][] = [
      ["overwritten", (file) => writeFileSync(file, overwritten(readFileSync(file)))],
      ["cut off", (file) => writeFileSync(file, readFileSync(file).subarray(0, statSync(file).size / 2))],
      ["emptied", (file) => writeFileSync(file, "")],
      ["cut off within its first page", (file) => writeFileSync(file, readFileSync(file).subarray(0, 100))],
      ["no database", (file) => writeFileSync(file, "This is a letter, not a database.\n".repeat(200))],
    ];

    for (const [name, damage] of damages) {
      const file = join(folder, `${name}.db`);
      copyFileSync(whole, file);
      damage(file);
      const before = readFileSync(file);

      expect(() => libsqlConversationStore(file)).toThrow(DatabaseUnusableError);
      expect(readFileSync(file).equals(before)).toBe(true);
    }
  });
});

/** Every page after the first filled with noise. */
function overwritten(bytes: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, 4_096), Buffer.alloc(bytes.length - 4_096, 0xa5)]);
}
