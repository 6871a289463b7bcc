import type { Answer, AnswerQuestion } from "../answer/answer-question.ts";
import { composeAnswers } from "../compose-answers.ts";
import { tunedReplies } from "../compose-tuned.ts";
import { readConfig } from "../config.ts";
import { atFullShare, readRegistry } from "../models/registry.ts";
import { citationScore, countWords, tokenOverlap, unsupportedSentences } from "../score/answer-text.ts";
import { type RepliedTo, replyFigures } from "../score/reply-verdicts.ts";
import type { Knowledge } from "../search/knowledge.ts";
import { runCommand, UsageError, type ValuesOf } from "./command-line.ts";
import { openKnowledge } from "./open-knowledge.ts";
import { type EvaluationQuestion, readQuestions } from "./questions-file.ts";

const help = `
Usage: npm run eval -- answers --questions FILE.jsonl [--knowledge DIR] [--json]

FILE as for "retrieval"; lines with "answer" are compared with it by words that are neither common nor the question's own,
lines with "reply" (the exact reply expected) tell how often a promoted model gives it. An intent in canary counts as live.
`;

const options = { knowledge: { type: "string" }, questions: { type: "string" }, json: { type: "boolean" } } as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

type Values = ValuesOf<typeof options>;

async function run({ knowledge: folder, questions: file, json }: Values, words: string[]): Promise<void> {
  if (!file || words.length > 0) throw new UsageError("--questions FILE is needed.");
  const questions = readQuestions(file);
  const config = readConfig();
  const { source } = await openKnowledge(config, folder);
  const knowledge = source.current();
  const tuned = tunedReplies(config, () => atFullShare(readRegistry(config.dataDir)));
  const desk = await composeAnswers(config, { knowledge: { current: () => knowledge }, tuned });

  const scored: Scored[] = [];
  for (const question of questions) scored.push(score(question, await ask(question, desk), knowledge));
  const figures = summary(scored);
  process.stdout.write(json ? `${JSON.stringify(figures)}\n` : table(figures));
}

function ask({ question, history }: EvaluationQuestion, desk: AnswerQuestion): Promise<Answer> {
  const turns = history.map(({ role, text }) => ({ author: role === "agent" ? ("bot" as const) : role, text }));
  const signal = new AbortController().signal;
  return desk({ text: question, history: turns }, { signal, onDelta: () => {}, onRestart: () => {} });
}

type Scored = {
  replied: RepliedTo;
  answered: boolean;
  overlap: ReturnType<typeof tokenOverlap>;
  citations: ReturnType<typeof citationScore>;
  unsupported: number;
  words: number;
};

function score(
  { question, relevant, answer: reference, reply }: EvaluationQuestion,
  answer: Answer,
  knowledge: Knowledge,
): Scored {
  const answered = answer.outcome === "answered";
  const text = answered ? answer.text : "";
  const cited = answered ? answer.citations : [];
  const passages = cited.flatMap(({ path, anchor }) =>
    knowledge.page(path).filter((passage) => passage.anchor === anchor),
  );
  const texts = passages.flatMap((passage) => [passage.text, passage.title, ...passage.headings]);
  return {
    replied: { reply, route: answer.route, text: answer.text },
    answered,
    overlap: reference === undefined ? null : tokenOverlap(text, reference, question),
    citations: citationScore(
      cited.map(({ path }) => path),
      relevant,
    ),
    unsupported: answer.route === "documentation" ? unsupportedSentences(text, texts).length : 0,
    words: countWords(text),
  };
}

function summary(scored: Scored[]) {
  const answered = scored.filter((one) => one.answered);
  return {
    questions: scored.length,
    answered: answered.length / scored.length,
    tokenRecall: meanOf(scored.map(({ overlap }) => overlap?.recall)),
    tokenF1: meanOf(scored.map(({ overlap }) => overlap?.f1)),
    citationPrecision: meanOf(scored.map(({ citations }) => citations?.precision)),
    citationRecall: meanOf(scored.map(({ citations }) => citations?.recall)),
    unsupportedSentences: scored.reduce((sum, { unsupported }) => sum + unsupported, 0),
    meanWords: meanOf(answered.map(({ words }) => words)),
    ...replyFigures(scored.map(({ replied }) => replied)),
  };
}

function meanOf(values: (number | undefined)[]): number {
  const known = values.filter((value) => value !== undefined);
  return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
}

function table(figures: Record<string, number | null>): string {
  const rows = Object.entries(figures).map(
    ([name, value]) => `${name.padEnd(22)} ${value === null ? "–" : Math.round(value * 10_000) / 10_000}`,
  );
  return `${rows.join("\n")}\n`;
}
