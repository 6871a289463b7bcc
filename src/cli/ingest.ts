import { keptLearned } from "../compose-learned.ts";
import { composeSearchAids } from "../compose-search.ts";
import { type Config, readConfig } from "../config.ts";
import { type IngestReport, ingest, pageParser } from "../ingest/ingest.ts";
import { changesIngester } from "../ingest/ingest-changes.ts";
import { servingFolder } from "../ingest/knowledge-folder.ts";
import { watchFolder } from "../ingest/watch-folder.ts";
import { runCommand, UsageError } from "./command-line.ts";
import { ingestProgress } from "./ingest-progress.ts";

const help = `
Usage: npm run ingest -- [DIR] [--watch] [--json]

Reads the documentation in DIR and makes it the folder that answers come from. Without DIR: the folder that serves now.
Markdown, MDX, HTML, plain text, PDF, Word (.docx) and CSV (columns "question" and "answer") are read.

  --watch   stay, and ingest again whenever a file changes
  --json    print the report as one JSON object
`;

/** Exit 0 ran, 1 nothing could be used or another ingest is running, 2 wrong usage. */
export function main(argv: string[]): Promise<number> {
  return runCommand(
    {
      help,
      options: { watch: { type: "boolean" }, json: { type: "boolean" } },
      async run({ watch = false, json = false }, [folder, ...more]) {
        if (more.length > 0) throw new UsageError("Name one folder.");
        if (watch && json) throw new UsageError("--json prints one report; --watch never ends.");
        const config = readConfig();
        const knowledgeDir = folder ?? servingFolder(config);
        // Without DIR the choice of the folder that serves stays as it is.
        const ingestNow = () => ingestOnce(config, { knowledgeDir, serve: folder !== undefined, json });
        await ingestNow();
        if (watch) await follow(config, knowledgeDir, ingestNow);
      },
    },
    argv,
  );
}

type Once = { knowledgeDir: string; serve: boolean; json: boolean };

async function ingestOnce(config: Config, { knowledgeDir, serve, json }: Once): Promise<void> {
  const onProgress = ingestProgress(process.stderr);
  const aids = await composeSearchAids(config);
  const learned = () => keptLearned(config);
  const report = await ingest({ knowledgeDir, dataDir: config.dataDir, serve, aids, learned, onProgress });
  for (const { path, reason } of report.skipped) process.stderr.write(`Skipped ${path}: ${reason}\n`);
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${summary(report)}\n`);
}

/** Changed pages at once, and everything again where that is not enough. */
async function follow(config: Config, knowledgeDir: string, ingestNow: () => Promise<void>): Promise<void> {
  const aids = await composeSearchAids(config);
  const parser = pageParser();
  const ingestChanges = changesIngester({ knowledgeDir, dataDir: config.dataDir, parser, aids });
  // The first change would otherwise wait a second until the parser runs and the pages of a large set are known.
  await survive(async () => {
    await Promise.all([parser.parse("first.md", new Uint8Array()), ingestChanges([])]);
  });
  const apply = async (paths: string[]) => {
    const report = await ingestChanges(paths);
    if (!report) return ingestNow();
    for (const { path, reason } of report.skipped) process.stderr.write(`Skipped ${path}: ${reason}\n`);
    for (const path of report.changed) process.stdout.write(`${path} is live after ${report.seconds.toFixed(2)} s.\n`);
    for (const path of report.removed) process.stdout.write(`${path} is gone.\n`);
  };
  await watchFolder(knowledgeDir, (paths) => survive(() => apply(paths)));
}

/** While somebody writes, a folder may be unusable for a moment: say so and go on watching. */
async function survive(attempt: () => Promise<void>): Promise<void> {
  try {
    await attempt();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  }
}

function summary({ pages, passages, knowledgeDir, added, changed, removed, ...report }: IngestReport): string {
  const seconds = (report.parseSeconds + report.indexSeconds).toFixed(1);
  const skipped = report.skipped.length === 0 ? "" : `, ${report.skipped.length} skipped`;
  return `${pages} pages, ${passages} passages of ${knowledgeDir} (${added} added, ${changed} changed, ${removed} removed${skipped}) in ${seconds} s.`;
}
