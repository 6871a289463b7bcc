import { readFileSync } from "node:fs";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { passagesOf } from "../ingest/page-passages.ts";
import { readPageTree } from "../ingest/page-tree.ts";
import { parseMarkdown } from "../ingest/parse-markdown.ts";
import { walkFolder } from "../ingest/walk-folder.ts";
import { runCommand, UsageError, type ValuesOf } from "./command-line.ts";

const help = `
Usage: npm run bench -- parse --pages DIR [--every 60] [--json]

Parses every N-th Markdown page of DIR in one thread: as remark-gfm does, as ingest does, and as ingest does up to the
passages. Megabytes of text for each second of processor time, so that a busy machine matters little.
`;

const options = { pages: { type: "string" }, every: { type: "string" }, json: { type: "boolean" } } as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

const VARIANTS: Record<string, (text: string) => unknown> = {
  "remark-gfm": (text) => unified().use(remarkParse).use(remarkGfm).parse(text),
  ingest: (text) => parseMarkdown(text, "markdown"),
  "ingest to passages": (text) => passagesOf(readPageTree("page.md", text)),
};

type Values = ValuesOf<typeof options>;

async function run({ pages, every = "60", json }: Values): Promise<void> {
  if (!pages) throw new UsageError("--pages DIR is needed.");
  if (!/^[1-9]\d*$/.test(every)) throw new UsageError("--every must be a whole number from 1.");
  const { files } = await walkFolder(pages);
  const sample = files.filter(({ path }, index) => /\.(md|markdown)$/.test(path) && index % Number(every) === 0);
  const texts = sample.map(({ file }) => readFileSync(file, "utf8"));
  const megabytes = texts.reduce((sum, text) => sum + text.length, 0) / 1e6;

  const figures: Record<string, number> = { pages: texts.length, megabytes };
  for (const [name, parse] of Object.entries(VARIANTS)) figures[name] = megabytes / cpuSeconds(texts, parse);
  const lines = Object.entries(figures).map(([name, value]) => `${name.padEnd(20)} ${value.toFixed(2)}`);
  process.stdout.write(json ? `${JSON.stringify(figures)}\n` : `${lines.join("\n")}\n`);
}

/** Twice, the second time counts: the first one compiles. */
function cpuSeconds(texts: string[], parse: (text: string) => unknown): number {
  for (const text of texts) parse(text);
  const before = process.cpuUsage();
  for (const text of texts) parse(text);
  return process.cpuUsage(before).user / 1e6;
}
