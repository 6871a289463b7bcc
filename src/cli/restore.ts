import { existsSync, readdirSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { restore } from "../backup/restore.ts";
import { readConfig } from "../config.ts";
import { lockDataDir } from "../server/data-lock.ts";
import { runCommand, UsageError } from "./command-line.ts";

const help = `
Usage: npm run restore -- FILE [--json]

Puts a backup into DATA_DIR, which must be empty or not there yet, while no server works on it. Everything is unpacked
and compared with the manifest before any of it takes its place. Killed meanwhile, it is run again.

  --json  print one JSON object: dataDir, finished, createdAt, schema, files of { path, bytes, sha256 }; finished is true
          when an earlier restore that was broken off was brought to its end instead
`;

export const main = (argv: string[]): Promise<number> =>
  runCommand({ help, options: { json: { type: "boolean" } }, run }, argv);

async function run({ json = false }: { json?: boolean }, words: string[]): Promise<void> {
  const [file] = words;
  if (file === undefined || words.length > 1) throw new UsageError("Name one backup to restore.");

  const { dataDir } = readConfig();
  const made = !existsSync(dataDir);
  const unlock = lockDataDir(dataDir);
  let done = false;
  try {
    const { manifest, finished } = await restore(resolve(file), dataDir);
    const what = finished ? "The restore that was broken off was finished" : "Restored";
    const line = `${what}: ${manifest.files.length} files of ${manifest.createdAt} are in ${dataDir}. Start the server: npm start`;
    done = true;
    process.stdout.write(`${json ? JSON.stringify({ dataDir, finished, ...manifest }) : line}\n`);
  } finally {
    unlock();
    // A refused one leaves no folder that was not there before.
    if (made && !done) dropIfEmpty(dataDir);
  }
}

function dropIfEmpty(dataDir: string): void {
  const left = readdirSync(dataDir).filter((name) => !name.startsWith("server."));
  if (left.length === 0) rmSync(dataDir, { recursive: true });
}
