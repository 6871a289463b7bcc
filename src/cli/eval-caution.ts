import { CALIBRATED_CAUTION, retrieve } from "../answer/retrieve.ts";
import { understand } from "../answer/understand.ts";
import { readConfig } from "../config.ts";
import { abstention } from "../score/answerability.ts";
import { type Interval, wilson } from "../score/paired.ts";
import type { Knowledge } from "../search/knowledge.ts";
import { runCommand, UsageError } from "./command-line.ts";
import { openKnowledge } from "./open-knowledge.ts";
import { type EvaluationQuestion, readQuestions } from "./questions-file.ts";

const help = `
Usage: npm run eval -- caution --questions FILE.jsonl [--knowledge DIR] [--json]

For each value of ANSWER_CAUTION: falseAbstain, the share of answerable questions that are turned away, against
wrongAnswers, the share of questions with "relevant": [] that are answered all the same.
`;

export const main = (argv: string[]): Promise<number> =>
  runCommand(
    { help, options: { knowledge: { type: "string" }, questions: { type: "string" }, json: { type: "boolean" } }, run },
    argv,
  );

const SETTINGS = Array.from({ length: 21 }, (_, step) => step * 5);

async function run(
  { knowledge: folder, questions: file, json }: { knowledge?: string; questions?: string; json?: boolean },
  words: string[],
): Promise<void> {
  if (!file || words.length > 0) throw new UsageError("--questions FILE is needed.");
  const questions = readQuestions(file);
  const { source } = await openKnowledge(readConfig(), folder);
  const knowledge = source.current();

  const answerable = await supportOfEach(
    questions.filter(({ relevant }) => relevant.length > 0),
    knowledge,
  );
  const unanswerable = await supportOfEach(
    questions.filter(({ relevant }) => relevant.length === 0),
    knowledge,
  );
  const curve = SETTINGS.map((caution) => {
    const threshold = (knowledge.supportThreshold * caution) / CALIBRATED_CAUTION;
    const { falseAbstain, correctAbstain } = abstention(answerable, unanswerable, threshold);
    const wrongAnswers = unanswerable.length > 0 ? 1 - correctAbstain : 0;
    return {
      caution,
      falseAbstain,
      falseAbstainInterval: wilson(Math.round(falseAbstain * answerable.length), answerable.length),
      wrongAnswers,
      wrongAnswersInterval: wilson(Math.round(wrongAnswers * unanswerable.length), unanswerable.length),
    };
  });
  process.stdout.write(json ? `${JSON.stringify({ questions: questions.length, curve })}\n` : table(curve));
}

async function supportOfEach(questions: EvaluationQuestion[], knowledge: Knowledge): Promise<number[]> {
  const scores: number[] = [];
  for (const { question, history: turns } of questions) {
    const history = turns.map(({ role, text }) => ({ author: role === "agent" ? ("bot" as const) : role, text }));
    const understood = understand(question, history, knowledge);
    const { support } = await retrieve({ knowledge, understood, history, caution: 0 });
    scores.push(support.score);
  }
  return scores;
}

type Point = {
  caution: number;
  falseAbstain: number;
  falseAbstainInterval: Interval;
  wrongAnswers: number;
  wrongAnswersInterval: Interval;
};

function table(curve: Point[]): string {
  const share = (value: number, { low, high }: Interval) =>
    `${value.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`.padStart(21);
  const rows = curve.map(({ caution, falseAbstain, falseAbstainInterval, wrongAnswers, wrongAnswersInterval }) => {
    return `${String(caution).padStart(7)}${share(falseAbstain, falseAbstainInterval)}${share(wrongAnswers, wrongAnswersInterval)}`;
  });
  return `caution         falseAbstain         wrongAnswers   (95 % intervals, Wilson)\n${rows.join("\n")}\n`;
}
