import { findPassages } from "../answer/find-passages.ts";
import type { ModelAids } from "../answer/model-aid.ts";
import { composeModel } from "../compose-model.ts";
import { readConfig } from "../config.ts";
import { abstention, auroc } from "../score/answerability.ts";
import { hitAt, precisionAt, type Ranks, ranksOf, recallAt, reciprocalRankAt } from "../score/ranking.ts";
import type { Knowledge } from "../search/knowledge.ts";
import { runCommand, UsageError, type ValuesOf } from "./command-line.ts";
import { openKnowledge } from "./open-knowledge.ts";
import { type EvaluationQuestion, readQuestions } from "./questions-file.ts";

const help = `
Usage: npm run eval -- retrieval --questions FILE.jsonl [--knowledge DIR] [--json]

A line of FILE: { "question", "history"?: [{ "role": "customer"|"agent", "text" }], "relevant": ["path" | "path#anchor"] }
with paths relative to DIR; "relevant": [] means that nothing in DIR answers it. A model takes part where the settings
RERANK_SECONDS and REWRITE_SECONDS let it: run once with 0 and once without to compare.
`;

const options = { knowledge: { type: "string" }, questions: { type: "string" }, json: { type: "boolean" } } as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

type Values = ValuesOf<typeof options>;

/** Hits asked for, so that ten distinct pages are among them also where one page fills several places. */
const DEPTH = 50;

async function run({ knowledge: folder, questions: file, json }: Values, words: string[]): Promise<void> {
  if (!file || words.length > 0) throw new UsageError("--questions FILE is needed.");
  const questions = readQuestions(file);
  const config = readConfig();
  const { source, report } = await openKnowledge(config, folder);
  const { aids } = await composeModel(config);
  const knowledge = source.current();

  const searched: Searched[] = [];
  for (const question of questions) searched.push(await search(question, knowledge, aids));

  const figures = {
    ...rankingFigures(searched),
    parseSeconds: report?.parseSeconds ?? 0,
    indexSeconds: report?.indexSeconds ?? 0,
    ...timings(searched),
    answerable: answerability(searched, knowledge.supportThreshold),
  };
  process.stdout.write(json ? `${JSON.stringify(figures)}\n` : table(figures));
}

type Searched = { ranks: Ranks; support: number; ms: number };

async function search(
  { question, history, relevant }: EvaluationQuestion,
  knowledge: Knowledge,
  aids: ModelAids,
): Promise<Searched> {
  const turns = history.map(({ role, text }) => ({ author: role === "agent" ? ("bot" as const) : role, text }));
  const signal = new AbortController().signal;
  const started = performance.now();
  const asked = { question: { text: question, history: turns }, knowledge, aids, caution: 0, limit: DEPTH, signal };
  const { found } = await findPassages(asked);
  const { hits, support } = found;
  const ms = performance.now() - started;
  return {
    ranks: ranksOf(
      hits.map(({ passage }) => passage),
      relevant,
    ),
    support: support.score,
    ms,
  };
}

function rankingFigures(searched: Searched[]) {
  const answerable = searched.filter(({ ranks }) => ranks.length > 0);
  const mean = (score: (ranks: Ranks) => number) =>
    answerable.reduce((sum, { ranks }) => sum + score(ranks), 0) / Math.max(1, answerable.length);
  return {
    questions: searched.length,
    "hit@1": mean((ranks) => hitAt(ranks, 1)),
    "hit@3": mean((ranks) => hitAt(ranks, 3)),
    "hit@5": mean((ranks) => hitAt(ranks, 5)),
    "hit@10": mean((ranks) => hitAt(ranks, 10)),
    "recall@3": mean((ranks) => recallAt(ranks, 3)),
    "precision@3": mean((ranks) => precisionAt(ranks, 3)),
    "mrr@3": mean((ranks) => reciprocalRankAt(ranks, 3)),
    "mrr@10": mean((ranks) => reciprocalRankAt(ranks, 10)),
  };
}

function timings(searched: Searched[]) {
  const sorted = searched.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { queryMsP50: at(0.5), queryMsP95: at(0.95) };
}

function answerability(searched: Searched[], threshold: number) {
  const scores = (known: boolean) =>
    searched.filter(({ ranks }) => ranks.length > 0 === known).map(({ support }) => support);
  const area = auroc(scores(true), scores(false));
  return area === null ? null : { auroc: area, ...abstention(scores(true), scores(false), threshold) };
}

function table(figures: Record<string, unknown>): string {
  const rows = Object.entries(figures).map(([name, value]) => {
    const shown = typeof value === "number" ? Math.round(value * 10_000) / 10_000 : JSON.stringify(value);
    return `${name.padEnd(14)} ${shown}`;
  });
  return `${rows.join("\n")}\n`;
}
