import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { copyDatabase } from "../conversations/copy-database.ts";
import { checkedManifest, writeArchive } from "./archive.ts";
import { isBackedUp } from "./backed-up.ts";
import { noteBackup } from "./known-backups.ts";
import { MANIFEST, type Manifest, partsOf } from "./manifest.ts";

/** Nothing was written; the message says what to do. */
export class BackupRefusedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BackupRefusedError";
  }
}

export const DATABASE = "switchboard.db";

/**
 * Writes everything of a data folder that cannot be made again into one file, while a server works on it. The file is
 * read back and compared before it gets its name: there is never half a backup under it. Throws BackupRefusedError,
 * DatabaseUnusableError.
 */
export async function backup(dataDir: string, file: string, now: () => Date): Promise<Manifest> {
  const target = resolve(file);
  refuseWrongPlace(dataDir, target);
  const workshop = `${target}.partial`;
  rmSync(workshop, { recursive: true, force: true });
  mkdirSync(workshop, { mode: 0o700 });
  try {
    const manifest = await copied(dataDir, join(workshop, "content"), now());
    const archive = join(workshop, "archive");
    await writeArchive(join(workshop, "content"), archive);
    await checkedManifest(archive);
    // A link never replaces: of two backups under one name, one stands.
    linkSync(archive, target);
    noteBackup(dataDir, { file: target, createdAt: manifest.createdAt });
    return manifest;
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

function refuseWrongPlace(dataDir: string, target: string): void {
  if (existsSync(target))
    throw new BackupRefusedError(`${target} is there already and was left as it is. Choose another name.`);
  if (!existsSync(dirname(target)))
    throw new BackupRefusedError(`There is no folder ${dirname(target)}. Make it first.`);
  if (!existsSync(join(dataDir, DATABASE))) throw new BackupRefusedError(`There is nothing to back up in ${dataDir}.`);
  if (liesIn(realpathSync(dataDir), join(realpathSync(dirname(target)), basename(target)))) {
    throw new BackupRefusedError(`${target} lies in the data folder and would be lost with it. Choose another place.`);
  }
}

function liesIn(folder: string, file: string): boolean {
  const path = relative(folder, file);
  return path !== ".." && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

async function copied(dataDir: string, content: string, now: Date): Promise<Manifest> {
  mkdirSync(content, { mode: 0o700 });
  const schema = copyDatabase(join(dataDir, DATABASE), join(content, DATABASE));
  for (const name of readdirSync(dataDir, { recursive: true, encoding: "utf8" })) {
    if (isBackedUp(name.split(sep).join("/"))) copyIfThere(join(dataDir, name), join(content, name));
  }
  const manifest: Manifest = { format: 1, createdAt: now.toISOString(), schema, files: await partsOf(content) };
  writeFileSync(join(content, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** A file that is gone by the time it is reached was deleted meanwhile, and does not belong to what is now. */
function copyIfThere(from: string, to: string): void {
  if (!statSync(from, { throwIfNoEntry: false })?.isFile()) return;
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  try {
    copyFileSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    rmSync(to, { force: true });
  }
}
