import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { list } from "tar";
import { BackupRefusedError, backup } from "../../src/backup/backup.ts";
import { knownBackups } from "../../src/backup/known-backups.ts";
import { restore } from "../../src/backup/restore.ts";
import type { ConversationStore } from "../../src/conversations/conversation-store.ts";
import { libsqlConversationStore } from "../../src/conversations/libsql-conversation-store.ts";
import { DatabaseUnusableError } from "../../src/conversations/libsql-database.ts";
import { migrations } from "../../src/conversations/migrations.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const parent = temporaryFolder();
const now = () => new Date("2026-11-29T12:00:00Z");
const newFolder = () => mkdtempSync(join(parent, "data-"));

const kept = (store: ConversationStore, number: number) =>
  store.keepQuestion({
    conversationId: "ana",
    clientMessageId: `${number}`,
    messageId: `question ${number}`,
    answerId: `answer ${number}`,
    text: `Question ${number}`,
    at: number,
    openLimit: 100_000,
  });

/** A data folder as a server leaves it, with what belongs into a backup and what does not. */
async function dataFolder(): Promise<string> {
  const dataDir = newFolder();
  const store = libsqlConversationStore(join(dataDir, "switchboard.db"));
  for (let number = 0; number < 20; number += 1) await kept(store, number);
  await store.close();
  const files = {
    secret: "s3cret\n",
    "server.pid": "1\n",
    "models/registry.json": "{}",
    "models/tuned/abc/replies.json": "{}",
    "models/tuned/def.partial/replies.json": "half",
    "models/minilm/model.onnx": "downloaded",
    "finetune/runs/1.json": "{}",
    "finetune/built.jsonl.partial": "half",
    "knowledge/serving.json": '{"folder":"/docs"}',
    "knowledge/0123/CURRENT": "built",
    "finetune/loop.lock": "",
    "models/registry.json.lock": "",
    ".npm/_logs/1.log": "of another program",
  };
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(dataDir, name, ".."), { recursive: true });
    writeFileSync(join(dataDir, name), content, { mode: 0o600 });
  }
  return dataDir;
}

describe("a backup", () => {
  it("[D7] holds everything that cannot be made again, with a manifest first, for its owner's eyes only", async () => {
    const file = join(newFolder(), "backup.tar.gz");
    const manifest = await backup(await dataFolder(), file, now);

    expect(manifest).toMatchObject({ format: 1, createdAt: "2026-11-29T12:00:00.000Z", schema: migrations.length });
    expect(manifest.files.map(({ path }) => path)).toEqual([
      "finetune/runs/1.json",
      "knowledge/serving.json",
      "models/registry.json",
      "models/tuned/abc/replies.json",
      "secret",
      "switchboard.db",
    ]);
    const entries: string[] = [];
    await list({ file, onReadEntry: ({ path }) => entries.push(path) });
    expect(entries[0]).toBe("manifest.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("[D7] is of one moment, while a server goes on writing", async () => {
    const dataDir = newFolder();
    const store = libsqlConversationStore(join(dataDir, "switchboard.db"));
    let [number, over] = [0, false];
    const write = async (): Promise<void> => {
      while (!over) {
        await kept(store, number++);
        // A write that follows at once joins the same flush, which would leave the loop no turn.
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const writing = write();
    while (number < 50) await new Promise((resolve) => setImmediate(resolve));
    const before = number;
    const file = join(newFolder(), "backup.tar.gz");
    await backup(dataDir, file, now).finally(() => {
      over = true;
    });
    await writing;
    await store.close();

    const to = newFolder();
    await restore(file, to);
    const restored = libsqlConversationStore(join(to, "switchboard.db"));
    const { entries } = await restored.timeline("ana", 0);
    expect(entries.length).toBeGreaterThanOrEqual(before - 1);
    expect(entries.map(({ payload }) => (payload as { text: string }).text)).toEqual(
      entries.map((_entry, index) => `Question ${index}`),
    );
    await restored.close();
  });

  it("[D7] overwrites nothing, and lies outside of the data folder, in a folder that is there", async () => {
    const dataDir = await dataFolder();
    const there = join(newFolder(), "backup.tar.gz");
    writeFileSync(there, "precious");
    const refused = [there, join(dataDir, "backup.tar.gz"), join(parent, "nowhere", "backup.tar.gz")];

    for (const file of refused) await expect(backup(dataDir, file, now)).rejects.toThrow(BackupRefusedError);
    await expect(backup(newFolder(), join(newFolder(), "x"), now)).rejects.toThrow("There is nothing to back up");
    expect(readFileSync(there, "utf8")).toBe("precious");
    expect(existsSync(join(dataDir, "backup.tar.gz"))).toBe(false);
  });

  it("[D7] is refused where a link leads into the data folder, and not beside it under a like name", async () => {
    const dataDir = await dataFolder();
    const link = join(newFolder(), "link");
    symlinkSync(dataDir, link);

    await expect(backup(dataDir, join(link, "x.tar.gz"), now)).rejects.toThrow(/lies in the data folder/);
    await expect(backup(link, join(dataDir, "x.tar.gz"), now)).rejects.toThrow(/lies in the data folder/);
    await backup(dataDir, `${dataDir}-backup.tar.gz`, now);
  });

  it("[D7] of a damaged database is refused, and leaves no file", async () => {
    const dataDir = await dataFolder();
    const database = join(dataDir, "switchboard.db");
    const whole = readFileSync(database);
    writeFileSync(database, Buffer.concat([whole.subarray(0, 4_096), Buffer.alloc(whole.length - 4_096, 0xa5)]));
    const folder = newFolder();

    await expect(backup(dataDir, join(folder, "backup.tar.gz"), now)).rejects.toThrow(DatabaseUnusableError);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("[D7] is noted in the data folder, so that whoever erases a customer's data knows of it", async () => {
    const dataDir = await dataFolder();
    const file = join(newFolder(), "backup.tar.gz");
    await backup(dataDir, file, now);
    writeFileSync(join(dataDir, "backups.jsonl"), '{"file":"/cut o', { flag: "a" });

    expect(knownBackups(dataDir)).toEqual([{ file, createdAt: "2026-11-29T12:00:00.000Z" }]);
    expect(knownBackups(newFolder())).toEqual([]);
  });

  it("[D7] takes the place of what a killed one left under its name", async () => {
    const folder = newFolder();
    mkdirSync(join(folder, "backup.tar.gz.partial", "content"), { recursive: true });
    await backup(await dataFolder(), join(folder, "backup.tar.gz"), now);

    expect(readdirSync(folder)).toEqual(["backup.tar.gz"]);
  });
});
