import { composeSearchAids } from "../compose-search.ts";
import { readConfig } from "../config.ts";
import { ingest } from "../ingest/ingest.ts";
import { indexFolder } from "../ingest/knowledge-folder.ts";
import { signTest } from "../score/paired.ts";
import { ask, type Outcome, summary, worth } from "./bench-ask.ts";
import { runCommand, UsageError, type ValuesOf } from "./command-line.ts";
import { readQuestions } from "./questions-file.ts";

const help = `
Usage: npm run bench -- embedders --knowledge DIR --questions FILE.jsonl [--of none,static,minilm] [--json]

Asks the questions with each embedder and weight of the dense side. The weight that is best on the even questions is
reported on the odd ones, and the reverse; wins and losses are counted against the first embedder named. Ingests the
folder once for each: MiniLM reads about eight passages a second the first time.
`;

const options = {
  knowledge: { type: "string" },
  questions: { type: "string" },
  of: { type: "string" },
  json: { type: "boolean" },
} as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

const WEIGHTS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];

type Values = ValuesOf<typeof options>;

async function run({ knowledge, questions: file, of = "none,static,minilm", json }: Values): Promise<void> {
  if (!knowledge || !file) throw new UsageError("--knowledge DIR and --questions FILE are needed.");
  const questions = readQuestions(file).filter(({ relevant, history }) => relevant.length > 0 && history.length === 0);
  const rows: Record<string, string | number>[] = [];
  let baseline: Outcome[] | null = null;
  for (const embedder of of.split(",")) {
    const config = { ...readConfig(), EMBEDDER: embedder };
    const aids = await composeSearchAids(config);
    await ingest({ knowledgeDir: knowledge, dataDir: config.dataDir, serve: false, aids });
    const folder = indexFolder(config.dataDir, knowledge);
    const trials: Outcome[][] = [];
    for (const dense of embedder === "none" ? [0] : WEIGHTS) trials.push(await ask(folder, questions, { dense }, aids));
    for (const [at, outcomes] of trials.entries()) {
      rows.push({ embedder, weight: embedder === "none" ? 0 : WEIGHTS[at]!, ...figures(outcomes, baseline) });
    }
    const tuned = crossTuned(trials);
    rows.push({ embedder, weight: "cross-tuned", ...figures(tuned, baseline) });
    baseline ??= tuned;
  }
  process.stdout.write(`${json ? JSON.stringify(rows) : rows.map((row) => JSON.stringify(row)).join("\n")}\n`);
}

/** Each half of the questions at the weight that was best on the other. */
function crossTuned(trials: Outcome[][]): Outcome[] {
  const [onEven, onOdd] = [0, 1].map((half) => bestOn(trials, half));
  return trials[0]!.map((_, at) => (at % 2 === 0 ? onOdd : onEven)![at]!);
}

function bestOn(trials: Outcome[][], half: number): Outcome[] {
  const total = (outcomes: Outcome[]) =>
    outcomes.reduce((sum, outcome, at) => (at % 2 === half ? sum + worth(outcome) : sum), 0);
  return trials.reduce((best, trial) => (total(trial) > total(best) ? trial : best));
}

function figures(outcomes: Outcome[], baseline: Outcome[] | null) {
  const rounded = Object.fromEntries(
    Object.entries(summary(outcomes)).map(([name, value]) => [name, Number(value.toFixed(4))]),
  );
  if (!baseline) return rounded;
  const { wins, losses, p } = signTest(outcomes.map(worth), baseline.map(worth));
  return { ...rounded, wins, losses, p: Number(p.toFixed(3)) };
}
