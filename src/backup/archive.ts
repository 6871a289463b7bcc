import { createHash } from "node:crypto";
import { createWriteStream, readdirSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { create, extract, list, type ReadEntry } from "tar";
import { differences, MANIFEST, type Manifest, manifestSchema, type Part } from "./manifest.ts";

/** The file is no backup, or not as it was written. */
export class DamagedBackupError extends Error {
  constructor(file: string, problem: string) {
    super(`The backup ${file} cannot be used: ${problem}.`);
    this.name = "DamagedBackupError";
  }
}

/** Everything in `folder` as a gzipped tar that only its owner may read, on the disk when this resolves. */
export async function writeArchive(folder: string, file: string): Promise<void> {
  const names = readdirSync(folder).filter((name) => name !== MANIFEST);
  const packed = create({ gzip: true, cwd: folder, portable: true, strict: true }, [MANIFEST, ...names.sort()]);
  await pipeline(packed, createWriteStream(file, { mode: 0o600, flags: "wx", flush: true }));
}

/** Reads the archive through, writes nothing, and compares every file with the manifest. Throws DamagedBackupError. */
export async function checkedManifest(file: string): Promise<Manifest> {
  const parts: Part[] = [];
  const written: Buffer[] = [];
  const onReadEntry = (entry: ReadEntry) => {
    if (entry.type === "Directory") return entry.resume();
    const hash = createHash("sha256");
    entry.on("data", (piece) => {
      hash.update(piece);
      if (entry.path === MANIFEST) written.push(piece);
    });
    entry.on("end", () => {
      if (entry.path !== MANIFEST) parts.push({ path: entry.path, bytes: entry.size, sha256: hash.digest("hex") });
    });
  };
  // A database of mostly equal rows shrinks to less than a thousandth.
  await list({ file, strict: true, onReadEntry, maxDecompressionRatio: Number.POSITIVE_INFINITY }).catch(
    (error: Error) => {
      throw new DamagedBackupError(file, plain(error));
    },
  );
  const manifest = parsed(file, Buffer.concat(written).toString("utf8"));
  const [problem] = differences(manifest, parts);
  if (problem) throw new DamagedBackupError(file, problem);
  return manifest;
}

function plain({ message, ...error }: NodeJS.ErrnoException): string {
  if (error.code === "ENOENT") return "there is no such file";
  if (error.code === "EISDIR") return "it is a folder";
  if (error.code === "EACCES") return "the user of this process may not read it";
  return error.code?.startsWith("TAR_") ? "it is no backup, or is damaged" : message;
}

/** Writes the files of a checked archive into `folder`, which must exist. */
export async function unpackArchive(file: string, folder: string): Promise<void> {
  const filter = (_path: string, entry: object) =>
    "type" in entry && ["File", "Directory"].includes(String(entry.type));
  const maxDecompressionRatio = Number.POSITIVE_INFINITY;
  await extract({ file, cwd: folder, strict: true, preserveOwner: false, filter, maxDecompressionRatio });
}

function parsed(file: string, written: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(written));
  } catch {
    throw new DamagedBackupError(file, "it has no manifest that this program can read");
  }
}
