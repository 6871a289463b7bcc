import { composeSearchAids } from "../compose-search.ts";
import { readConfig } from "../config.ts";
import { ingest } from "../ingest/ingest.ts";
import { indexFolder } from "../ingest/knowledge-folder.ts";
import { signTest } from "../score/paired.ts";
import type { Ranking } from "../search/ranking.ts";
import { ask, type Outcome, summary, worth } from "./bench-ask.ts";
import { runCommand, UsageError, type ValuesOf } from "./command-line.ts";
import { readQuestions } from "./questions-file.ts";

const help = `
Usage: npm run bench -- signals --knowledge DIR --questions FILE.jsonl [--json]

Asks the questions with every signal on, then with each one off, and counts the questions whose recall@3 or MRR@3 became
better or worse without it. "halves" are the even and the odd questions: a signal that pays in one only is chance.
`;

const options = { knowledge: { type: "string" }, questions: { type: "string" }, json: { type: "boolean" } } as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

/** What is switched on or off while asking; the weights of fields are part of the index. */
const OFF: Record<string, Partial<Ranking>> = {
  bigrams: { bigrams: 0 },
  dense: { dense: 0 },
  synonyms: { synonyms: 0 },
  spellings: { spellings: 0 },
  phrases: { phrases: 0 },
  duplicates: { duplicates: 0 },
  page: { page: 0 },
  "page (.25)": { page: 0.25 },
};

type Values = ValuesOf<typeof options>;

async function run({ knowledge, questions: file, json }: Values, words: string[]): Promise<void> {
  if (!knowledge || !file || words.length > 0) throw new UsageError("--knowledge DIR and --questions FILE are needed.");
  const config = readConfig();
  const aids = await composeSearchAids(config);
  const { dataDir } = config;
  await ingest({ knowledgeDir: knowledge, dataDir, serve: false, aids });
  const folder = indexFolder(dataDir, knowledge);
  const questions = readQuestions(file).filter(({ relevant, history }) => relevant.length > 0 && history.length === 0);

  const baseline = await ask(folder, questions, {}, aids);
  const rows = [{ signal: "all on", ...summary(baseline) }];
  for (const [signal, ranking] of Object.entries(OFF)) {
    const without = await ask(folder, questions, ranking, aids);
    const row = { signal: signal.includes("(") ? `with ${signal}` : `without ${signal}`, ...summary(without) };
    rows.push({ ...row, ...compared(without, baseline) });
  }
  process.stdout.write(json ? `${JSON.stringify({ questions: questions.length, rows })}\n` : table(rows));
}

function compared(without: Outcome[], baseline: Outcome[]) {
  const test = (part: (at: number) => boolean) => {
    const pick = (outcomes: Outcome[]) => outcomes.filter((_, at) => part(at)).map(worth);
    const { wins, losses, p } = signTest(pick(without), pick(baseline));
    return { wins, losses, p };
  };
  const halves = [test((at) => at % 2 === 0), test((at) => at % 2 === 1)];
  return { ...test(() => true), halves: halves.map(({ wins, losses }) => `+${wins} −${losses}`).join(" / ") };
}

function table(rows: Record<string, string | number>[]): string {
  const columns = ["signal", "recall@3", "mrr@3", "wins", "losses", "p", "halves"];
  const cell = (value: string | number | undefined) =>
    typeof value === "number" && !Number.isInteger(value) ? value.toFixed(3) : String(value ?? "");
  const lines = [columns, columns.map(() => "---"), ...rows.map((row) => columns.map((name) => cell(row[name])))];
  return `${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}
