import { fork } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readConfig } from "../config.ts";
import { ingest } from "../ingest/ingest.ts";
import { indexFolder } from "../ingest/knowledge-folder.ts";
import { readPageList } from "../ingest/page-list.ts";
import { ENGINES } from "./bench-engines.ts";
import type { Figures, Job, PagesOf } from "./bench-search-job.ts";
import { runCommand, UsageError, type ValuesOf } from "./command-line.ts";
import { growthPlot } from "./growth-plot.ts";

const help = `
Usage: npm run bench -- search --pages DIR [--peers 0.1] [--synthetic 1000000] [--plot FILE.svg] [--json]

Ingests DIR when it never was (pages parsed before are taken as they are), then builds and asks the text index over 1 %, 10 % and 100 % of its pages, each in a process of its
own, and MiniSearch, Orama and SQLite's FTS5 over --peers of them (0: none). Questions are sentences of the pages.
Milliseconds are wall time: "load" says how busy the machine was, "cpuSeconds" and "queryCpuMs" do not depend on it.
`;

const options = {
  pages: { type: "string" },
  peers: { type: "string" },
  synthetic: { type: "string" },
  plot: { type: "string" },
  json: { type: "boolean" },
} as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

type Values = ValuesOf<typeof options>;
type Row = Record<string, string | number>;

const SHARES = [0.01, 0.1, 1];
const QUESTIONS = 200;

async function run({ pages: dir, peers = "0.1", synthetic, plot, json }: Values, words: string[]): Promise<void> {
  if (!dir || words.length > 0) throw new UsageError("--pages DIR is needed.");
  const { dataDir } = readConfig();
  const folder = indexFolder(dataDir, dir);
  if (readPageList(folder).length === 0) await ingest({ knowledgeDir: dir, dataDir, serve: false });

  const growth: Row[] = [];
  for (const share of SHARES) growth.push(await ours(`${100 * share} %`, { folder, share }));
  if (synthetic) growth.push(await ours(`${synthetic} synthetic`, { synthetic: Number(synthetic) }));
  const compared = Number(peers) > 0 ? await besidePeers({ folder, share: Number(peers) }) : [];
  if (plot) writeFileSync(plot, growthPlot(growth));

  const machine = { cpu: cpus()[0]?.model ?? "", cores: cpus().length, load: loadavg()[0] ?? 0, node: process.version };
  const result = { machine, questions: QUESTIONS, growth, peers: compared };
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${table(growth)}\n${table(compared)}`);
}

async function ours(of: string, pages: PagesOf): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), "switchboard-bench-"));
  try {
    const built = await inChild({ kind: "build", pages, folder });
    const served = await inChild({ kind: "serve", pages, folder, questions: QUESTIONS });
    return { engine: "switchboard", of, ...built, ...served };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Each with the ratio of its times to ours, over the same passages and questions. */
async function besidePeers(pages: { folder: string; share: number }): Promise<Row[]> {
  const rows: Row[] = [];
  let first: Figures | undefined;
  for (const engine of Object.keys(ENGINES)) {
    const figures = await inChild({ kind: "peer", engine, pages, questions: QUESTIONS });
    first ??= figures;
    const ratios = {
      indexRatio: figures.indexSeconds! / first.indexSeconds!,
      queryRatio: figures.queryMsP50! / first.queryMsP50!,
    };
    rows.push({ engine, of: `${100 * pages.share} %`, ...figures, ...ratios });
  }
  return rows;
}

function inChild(job: Job): Promise<Figures> {
  process.stderr.write(`${job.kind} ${JSON.stringify({ ...job, folder: undefined })}\n`);
  const script = fileURLToPath(import.meta.url).replace("bench-search", "bench-search-job");
  const child = fork(script, { execArgv: [...process.execArgv, "--max-old-space-size=6000"] });
  return new Promise((resolve, reject) => {
    child.once("message", (figures) => resolve(figures as Figures));
    child.once("exit", (code) => reject(new Error(`The measurement ended with exit code ${code}.`)));
    child.send(job);
  });
}

function table(rows: Row[]): string {
  if (rows.length === 0) return "";
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: string | number | undefined) =>
    typeof value === "number" ? String(Number(value.toPrecision(3))) : (value ?? "");
  const lines = [columns, columns.map(() => "---"), ...rows.map((row) => columns.map((name) => cell(row[name])))];
  return `${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}
