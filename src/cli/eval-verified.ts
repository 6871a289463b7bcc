import { readConfig } from "../config.ts";
import { ordinaryWords } from "../privacy/ordinary-words.ts";
import type { VerifiedAnswer } from "../review/verified-answer.ts";
import { mayServe, openBook, type VerifiedBook } from "../review/verified-book.ts";
import { seededRandom, shuffle } from "../score/seeded-random.ts";
import { readProbes } from "../search/probes.ts";
import { acceptOffers } from "./accept-offers.ts";
import { runCommand, UsageError, type ValuesOf } from "./command-line.ts";
import { embedderHelp, embedderOptions, openEmbedder } from "./embedder-option.ts";
import { type LabelledRow, readLabelledRows } from "./labelled-rows.ts";
import { readQuestions } from "./questions-file.ts";

const help = `
Usage: npm run eval -- verified --train T.csv --test U.csv [options]

Loads one verified answer for each category of T, asks the texts of U, and counts who is served what. The threshold
comes from the loaded phrasings alone, each placed as if it were new.

  --per-answer N --seed S        phrasings of an answer, drawn from T with seed S (default: 10, 1)
  --accept-offers                half of U is what customers asked; the similar questions that the console offers are
                                 accepted where they are right, once for each answer, and the other half is asked
  --docs-questions F.jsonl       questions that no verified answer is meant for: how many are caught
  ${embedderHelp}
  --json                         one JSON object
`;

const options = {
  train: { type: "string" },
  test: { type: "string" },
  "per-answer": { type: "string" },
  seed: { type: "string" },
  "accept-offers": { type: "boolean" },
  "docs-questions": { type: "string" },
  ...embedderOptions,
  json: { type: "boolean" },
} as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

type Values = ValuesOf<typeof options>;

async function run(values: Values, words: string[]): Promise<void> {
  if (!values.train || !values.test || words.length > 0)
    throw new UsageError("--train FILE and --test FILE are needed.");
  const drawn = drawnAnswers(readLabelledRows(values.train), whole("per-answer", values, 10), whole("seed", values, 1));
  const open = opener(values);
  const test = readLabelledRows(values.test);
  const taught = values["accept-offers"] ? await teach(drawn, open, test) : null;
  const answers = taught?.answers ?? drawn;
  const book = await open(answers);

  const started = performance.now();
  const { threshold, conflicts } = await book.rehearse(async () => {});
  const rehearsalSeconds = (performance.now() - started) / 1_000;

  const asked = await askAll(book, threshold, taught ? otherHalf(test) : test);
  const docs = values["docs-questions"]
    ? await askAll(
        book,
        threshold,
        readQuestions(values["docs-questions"]).map(({ question }) => ({ text: question, category: "" })),
      )
    : null;
  const figures = {
    answers: answers.length,
    phrasings: answers.reduce((sum, { questions }) => sum + questions.length, 0),
    threshold,
    conflicts: conflicts.length,
    ...figuresOf(asked),
    docsQuestions: docs?.length ?? null,
    docsCaught: docs && docs.filter(({ served }) => served !== null).length / docs.length,
    rehearsalSeconds,
    ...taught?.figures,
  };
  process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : table(figures));
}

type Open = (answers: readonly VerifiedAnswer[]) => Promise<VerifiedBook>;

function opener(values: Values): Open {
  const { root } = readConfig();
  const shared = {
    background: readProbes(root),
    embedder: openEmbedder(values),
    isOrdinary: ordinaryWords(root),
    // The rows have no documentation beside them.
    isTopic: () => false,
  };
  return (answers) => openBook({ answers, ...shared });
}

/** Every second row is what customers asked before. */
async function teach(answers: readonly VerifiedAnswer[], open: Open, rows: readonly LabelledRow[]) {
  const book = await open(answers);
  const { threshold } = await book.rehearse(async () => {});
  const log = rows.filter((_, at) => at % 2 === 0);
  const { answers: taught, offered, right } = await acceptOffers(answers, book, threshold, log);
  const before = figuresOf(await askAll(book, threshold, otherHalf(rows)));
  const figures = { offered, offeredRight: right, precisionBefore: before.precision, recallBefore: before.recall };
  return { answers: taught, figures };
}

const otherHalf = (rows: readonly LabelledRow[]) => rows.filter((_, at) => at % 2 === 1);

function whole(name: "per-answer" | "seed", values: Values, otherwise: number): number {
  const written = values[name];
  if (written === undefined) return otherwise;
  if (!/^[1-9]\d{0,8}$/.test(written)) throw new UsageError(`--${name} must be a whole number from 1.`);
  return Number(written);
}

function drawnAnswers(rows: LabelledRow[], perAnswer: number, seed: number) {
  const byCategory = new Map<string, string[]>();
  for (const { text, category } of shuffle([...rows], seededRandom(seed))) {
    const questions = byCategory.get(category) ?? [];
    if (questions.length < perAnswer) byCategory.set(category, [...questions, text]);
  }
  return [...byCategory].map(([id, questions]) => ({ id, text: id, cited: [], questions }));
}

type Asked = { truth: string; served: string | null; ms: number };

async function askAll(book: VerifiedBook, threshold: number, rows: readonly LabelledRow[]): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const { text, category } of rows) {
    const started = performance.now();
    const found = await book.match(text);
    const served = found && mayServe(found, threshold) ? found.answer : null;
    asked.push({ truth: category, served, ms: performance.now() - started });
  }
  return asked;
}

function figuresOf(asked: Asked[]) {
  const served = asked.filter((one) => one.served !== null);
  const right = served.filter((one) => one.served === one.truth);
  const sorted = asked.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
  return {
    questions: asked.length,
    precision: served.length === 0 ? null : right.length / served.length,
    recall: right.length / asked.length,
    servedWrong: served.length - right.length,
    queryMsP50: at(0.5),
    queryMsP95: at(0.95),
  };
}

function table(figures: Record<string, number | null>): string {
  const rows = Object.entries(figures).map(
    ([name, value]) => `${name.padEnd(16)} ${value === null ? "–" : Math.round(value * 10_000) / 10_000}`,
  );
  return `${rows.join("\n")}\n`;
}
