import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { checkDatabase } from "../conversations/copy-database.ts";
import { checkedManifest, DamagedBackupError, unpackArchive } from "./archive.ts";
import { isInTheWay } from "./backed-up.ts";
import { DATABASE } from "./backup.ts";
import { noteBackup } from "./known-backups.ts";
import { differences, MANIFEST, type Manifest, manifestSchema, partsOf } from "./manifest.ts";

/** The folder holds what a backup would bring. */
export class RestoreRefusedError extends Error {
  constructor(dataDir: string, found: readonly string[]) {
    super(
      `${dataDir} holds data already (${found.slice(0, 5).join(", ")}), and a restore overwrites nothing. Move it away, or set DATA_DIR to a new folder.`,
    );
    this.name = "RestoreRefusedError";
  }
}

/** A restore was broken off; what it left must not be served. */
export class RestoreUnfinishedError extends Error {
  constructor(dataDir: string) {
    super(`A restore into ${dataDir} was broken off. Run it again: npm run restore -- FILE`);
    this.name = "RestoreUnfinishedError";
  }
}

/** Unpacked, and not checked yet. */
const UNCHECKED = "restore.partial";
/** Checked; its parts are moving to their places, which goes on wherever it was broken off. */
const CHECKED = "restore.checked";
/** Empty but for the manifest, and without meaning. */
const DONE = "restore.done";

/**
 * Puts a backup into a data folder that holds nothing of the kind, and that the caller has claimed. Nothing takes its place before all of it was
 * unpacked, flushed and checked. `finished`: an earlier restore that was broken off while its parts were moving was
 * brought to its end instead. Throws DamagedBackupError, DatabaseUnusableError, RestoreRefusedError.
 */
export async function restore(file: string, dataDir: string): Promise<{ manifest: Manifest; finished: boolean }> {
  if (existsSync(join(dataDir, CHECKED))) return { manifest: moved(dataDir), finished: true };

  const found = readdirSync(dataDir).filter(isInTheWay);
  if (found.length > 0) throw new RestoreRefusedError(dataDir, found);
  const unchecked = join(dataDir, UNCHECKED);
  rmSync(unchecked, { recursive: true, force: true });
  const manifest = await checkedManifest(file);
  const brings = new Set(manifest.files.map(({ path }) => path.split("/")[0]!));
  const inTheWay = readdirSync(dataDir).filter((name) => brings.has(name));
  if (inTheWay.length > 0) throw new RestoreRefusedError(dataDir, inTheWay);
  try {
    mkdirSync(unchecked, { mode: 0o700 });
    await unpackArchive(file, unchecked);
    const [problem] = differences(manifest, await partsOf(unchecked));
    if (problem) throw new DamagedBackupError(file, problem);
    checkDatabase(join(unchecked, DATABASE));
    for (const { path } of manifest.files) flush(join(unchecked, path));
  } catch (error) {
    rmSync(unchecked, { recursive: true, force: true });
    throw error;
  }
  noteBackup(unchecked, { file: resolve(file), createdAt: manifest.createdAt });
  renameSync(unchecked, join(dataDir, CHECKED));
  return { manifest: moved(dataDir), finished: false };
}

/** Throws RestoreUnfinishedError. A server that started now would make a new database beside the old one's parts. */
export function refuseHalfRestored(dataDir: string): void {
  if ([UNCHECKED, CHECKED].some((name) => existsSync(join(dataDir, name)))) throw new RestoreUnfinishedError(dataDir);
}

/** Whatever is left in the folder still has to move; once nothing is, one renaming ends the restore. */
function moved(dataDir: string): Manifest {
  const from = join(dataDir, CHECKED);
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(from, MANIFEST), "utf8")));
  const parts = readdirSync(from).filter((name) => name !== MANIFEST);
  for (const name of parts) renameSync(join(from, name), join(dataDir, name));
  const done = join(dataDir, DONE);
  rmSync(done, { recursive: true, force: true });
  renameSync(from, done);
  rmSync(done, { recursive: true });
  return manifest;
}

function flush(file: string): void {
  const handle = openSync(file, "r+");
  fsyncSync(handle);
  closeSync(handle);
}
