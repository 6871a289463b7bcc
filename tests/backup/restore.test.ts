import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import Libsql from "libsql";
import { create } from "tar";
import { DamagedBackupError } from "../../src/backup/archive.ts";
import { backup } from "../../src/backup/backup.ts";
import { knownBackups } from "../../src/backup/known-backups.ts";
import { partsOf } from "../../src/backup/manifest.ts";
import { RestoreRefusedError, RestoreUnfinishedError, refuseHalfRestored, restore } from "../../src/backup/restore.ts";
import { damage } from "../../src/cli/chaos/damage.ts";
import { libsqlConversationStore } from "../../src/conversations/libsql-conversation-store.ts";
import { DatabaseUnusableError } from "../../src/conversations/libsql-database.ts";
import { migrations } from "../../src/conversations/migrations.ts";
import { seededRandom } from "../../src/score/seeded-random.ts";
import { lockDataDir } from "../../src/server/data-lock.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const parent = temporaryFolder();
const now = () => new Date("2026-11-29T12:00:00Z");
const newFolder = () => mkdtempSync(join(parent, "data-"));

async function savedFolder() {
  const dataDir = newFolder();
  await libsqlConversationStore(join(dataDir, "switchboard.db")).close();
  writeFileSync(join(dataDir, "secret"), "s3cret\n", { mode: 0o600 });
  mkdirSync(join(dataDir, "models"));
  writeFileSync(join(dataDir, "models", "registry.json"), "{}");
  const file = join(newFolder(), "backup.tar.gz");
  return { dataDir, file };
}

async function saved() {
  const { dataDir, file } = await savedFolder();
  return { dataDir, file, manifest: await backup(dataDir, file, now) };
}

/** A backup of whatever lies in a folder, which no backup would have made. */
async function packed(folder: string): Promise<string> {
  const manifest = { format: 1, createdAt: now().toISOString(), schema: 1, files: await partsOf(folder) };
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  const file = join(newFolder(), "x.tgz");
  await create({ gzip: true, file, cwd: folder }, readdirSync(folder));
  return file;
}

describe("a restore", () => {
  it("[D8] brings back every file as it was, the secret for its owner's eyes only", async () => {
    const { file, manifest } = await saved();
    const to = newFolder();
    mkdirSync(join(to, "lost+found"));
    mkdirSync(join(to, ".npm"));

    expect(await restore(file, to)).toEqual({ manifest, finished: false });
    expect((await partsOf(to)).filter(({ path }) => path !== "backups.jsonl")).toEqual(manifest.files);
    expect(statSync(join(to, "secret")).mode & 0o777).toBe(0o600);
    expect(knownBackups(to)).toEqual([{ file, createdAt: manifest.createdAt }]);
    refuseHalfRestored(to);
  });

  it("[D8] fills a folder that its command has made and claimed", async () => {
    const { file, manifest } = await saved();
    const to = join(newFolder(), "new");
    const unlock = lockDataDir(to);

    expect(await restore(file, to)).toEqual({ manifest, finished: false });
    unlock();
    expect((await partsOf(to)).map(({ path }) => path)).toEqual(expect.arrayContaining(["secret", "switchboard.db"]));
  });

  it("[D8] overwrites nothing", async () => {
    const { file } = await saved();
    const to = newFolder();
    writeFileSync(join(to, "secret"), "another");

    await expect(restore(file, to)).rejects.toThrow(RestoreRefusedError);
    expect(readdirSync(to)).toEqual(["secret"]);
    expect(readFileSync(join(to, "secret"), "utf8")).toBe("another");
  });

  it("[D8] refuses a backup that is cut or changed anywhere, and leaves the folder empty", async () => {
    const { file } = await saved();
    const whole = readFileSync(file);
    const random = seededRandom(20_261_129);
    const to = newFolder();
    for (let round = 0; round < 60; round += 1) {
      const { bytes, how } = damage(whole, random);
      writeFileSync(file, bytes);
      const ended = await restore(file, to).then(
        () => "restored",
        (error) => error,
      );
      // The header of a gzip holds a few bytes without meaning, such as the system that wrote it.
      if (ended === "restored") expect([how, bytes.subarray(10).equals(whole.subarray(10))]).toEqual([how, true]);
      else expect([how, ended]).toEqual([how, expect.any(DamagedBackupError)]);
      if (ended === "restored") break;
      expect(readdirSync(to)).toEqual([]);
    }
  });

  it.each([
    [
      "leaves its folder",
      async (folder: string) =>
        create({ gzip: true, file: join(folder, "x.tgz"), cwd: folder, preservePaths: true, portable: true }, [
          "../secret",
        ]),
    ],
    [
      "is a link",
      async (folder: string) => {
        symlinkSync("/etc/passwd", join(folder, "secret"));
        await create({ gzip: true, file: join(folder, "x.tgz"), cwd: folder }, ["secret"]);
      },
    ],
  ])("[D8] refuses an archive of which an entry %s", async (_name, made) => {
    const outer = newFolder();
    writeFileSync(join(outer, "secret"), "outer");
    const folder = join(outer, "inner");
    mkdirSync(folder);
    await made(folder);
    const to = newFolder();

    await expect(restore(join(folder, "x.tgz"), to)).rejects.toThrow(DamagedBackupError);
    expect(readdirSync(to)).toEqual([]);
  });

  it("[D8] refuses a database that a newer version of the program wrote", async () => {
    const { dataDir } = await savedFolder();
    const database = new Libsql(join(dataDir, "switchboard.db"));
    database.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    database.close();
    const to = newFolder();

    await expect(restore(await packed(dataDir), to)).rejects.toThrow(/newer version/);
    expect(readdirSync(to)).toEqual([]);
  });

  it("[D8] refuses a file that is none and one that is not there", async () => {
    const letter = join(newFolder(), "letter");
    writeFileSync(letter, "This is a letter, not a backup.\n".repeat(100));

    for (const file of [letter, join(parent, "nowhere")]) {
      await expect(restore(file, newFolder())).rejects.toThrow(DamagedBackupError);
    }
  });

  it("[D8] killed while it unpacks leaves nothing that would be served, and is run again", async () => {
    const { file, manifest } = await saved();
    const to = newFolder();
    mkdirSync(join(to, "restore.partial"));
    copyFileSync(file, join(to, "restore.partial", "half"));

    expect(() => refuseHalfRestored(to)).toThrow(RestoreUnfinishedError);
    expect(await restore(file, to)).toEqual({ manifest, finished: false });
    refuseHalfRestored(to);
  });

  it("[D8] killed between two of its last steps is finished by the next one, whichever they were", async () => {
    const { file, manifest } = await saved();
    const names = ["secret", "models", "switchboard.db"];
    for (let moved = 0; moved <= names.length; moved += 1) {
      const to = newFolder();
      await restore(file, to);
      mkdirSync(join(to, "restore.checked"));
      writeFileSync(join(to, "restore.checked", "manifest.json"), JSON.stringify(manifest));
      for (const name of names.slice(moved)) renameSync(join(to, name), join(to, "restore.checked", name));

      expect(() => refuseHalfRestored(to)).toThrow("npm run restore");
      expect(await restore(file, to)).toEqual({ manifest, finished: true });
      refuseHalfRestored(to);
      expect((await partsOf(to)).filter(({ path }) => path !== "backups.jsonl")).toEqual(manifest.files);
    }
  });

  it("[D8] refuses a backup whose database is not one", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "switchboard.db"), "This is a letter.\n".repeat(1_000));
    const to = newFolder();

    await expect(restore(await packed(folder), to)).rejects.toThrow(DatabaseUnusableError);
    expect(readdirSync(to)).toEqual([]);
  });
});
