import { parseArgs } from "node:util";
import { readConfig } from "../config.ts";
import { ingest } from "../ingest/ingest.ts";
import { servingFolder } from "../ingest/knowledge-folder.ts";

const USAGE = "Usage: npm run ingest -- [DIR] [--json]\n";

/** `npm run ingest -- DIR`. Exit 0 ran, 1 nothing usable, 2 wrong usage. */
export async function main(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { json: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
  });
  if (values.help || positionals.length > 1) {
    process.stderr.write(USAGE);
    return values.help ? 0 : 2;
  }
  const config = readConfig();
  const report = await ingest({
    knowledgeDir: positionals[0] ?? servingFolder(config),
    dataDir: config.dataDir,
    serve: true,
  });
  process.stdout.write(`${JSON.stringify(report)}\n`);
  return 0;
}
