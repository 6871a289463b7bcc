import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { backup } from "../backup/backup.ts";
import { knownBackups } from "../backup/known-backups.ts";
import { readConfig } from "../config.ts";
import { runCommand, UsageError, type ValuesOf } from "./command-line.ts";

const help = `
Usage: npm run backup -- FILE [--json]
       npm run backup -- --list [--json]

Writes everything in DATA_DIR that cannot be made again into one new file (a gzipped tar with a manifest and checksums),
also while the server runs. Only its owner may read it: it holds what customers wrote, and the secret.

  --list  the backups that were made of DATA_DIR, also those that are gone meanwhile
  --json  print one JSON object: file, createdAt, schema, files of { path, bytes, sha256 }; with --list: backups
`;

const options = { list: { type: "boolean" }, json: { type: "boolean" } } as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

type Values = ValuesOf<typeof options>;

async function run({ list = false, json = false }: Values, words: string[]): Promise<void> {
  const { dataDir } = readConfig();
  if (list && words.length === 0) return tellKnown(dataDir, json);
  const [name] = words;
  if (name === undefined || words.length > 1 || list) throw new UsageError("Name one file to write the backup to.");

  const file = resolve(name);
  const manifest = await backup(dataDir, file, () => new Date());
  const bytes = manifest.files.reduce((sum, part) => sum + part.bytes, 0);
  const told = `${file}: ${manifest.files.length} files, ${(bytes / 1e6).toFixed(1)} MB before compression, read back and compared.`;
  print(json ? JSON.stringify({ file, ...manifest }) : told);
}

function tellKnown(dataDir: string, json: boolean): void {
  const backups = knownBackups(dataDir).map((known) => ({ ...known, there: existsSync(known.file) }));
  const lines = backups.map(({ file, createdAt, there }) => `${createdAt}  ${file}${there ? "" : "  (gone)"}`);
  if (json) print(JSON.stringify({ backups }));
  else print(lines.join("\n") || "No backup was made of this data folder yet.");
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
