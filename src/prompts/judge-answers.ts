import { fenceKey } from "../answer/fence.ts";
import { type Prompt, renderPrompt } from "../answer/prompt-file.ts";
import type { ChatModel } from "../models/chat-model.ts";
import type { Judgement } from "../protocol/replays.ts";
import { readGrade, readPreferred, swapped } from "../score/judge-verdicts.ts";
import type { ReplayQuestion } from "./replay-questions.ts";

/** A model that judges, and what it is asked with: the rubric stands in these files and nowhere else. */
export type Judge = { model: ChatModel; grade: Prompt; pair: Prompt; productName: string };

export type Judged = { question: ReplayQuestion; candidate: string; baseline: string; signal: AbortSignal };

/**
 * Grades both answers, compares them in both orders, and grades what staff gave a verdict on, so that judge and people can
 * be compared. Equal answers are a tie without a call. What a failing judge leaves open stays null.
 */
export async function judgeAnswers(
  judge: Judge,
  { question, candidate, baseline, signal }: Judged,
): Promise<Judgement> {
  const grade = async (answer: string) => readGrade(await ask(judge, judge.grade, question, [answer], signal));
  const prefer = async (first: string, second: string) =>
    readPreferred(await ask(judge, judge.pair, question, [first, second], signal));

  const alike = candidate === baseline;
  const candidateGrade = await grade(candidate);
  const { given } = question;
  return {
    candidate: candidateGrade,
    baseline: alike ? candidateGrade : await grade(baseline),
    pair: alike ? "tie" : swapped(await prefer(candidate, baseline), await prefer(baseline, candidate)),
    given: given && { grade: await grade(given.text), approved: given.approved },
  };
}

async function ask(
  { model, productName }: Judge,
  prompt: Prompt,
  { text, history, reference }: ReplayQuestion,
  answers: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const parts: [string, string][] = [
    ...history.map(({ author, text }): [string, string] => [author, text]),
    ["question", text],
    ...(reference === null ? [] : [["known-to-be-right", reference] as [string, string]]),
    ...answers.map((answer, at): [string, string] => [
      answers.length === 1 ? "answer" : ["first", "second"][at]!,
      answer,
    ]),
  ];
  const key = fenceKey(parts.map(([, said]) => said));
  const shown = parts.map(([name, said]) => `<${name}-${key}>\n${said}\n</${name}-${key}>`).join("\n\n");
  const reply = await model.chat(
    [
      { role: "system", content: renderPrompt(prompt, { product: productName }) },
      { role: "user", content: shown },
    ],
    { signal, onDelta: () => {}, onRestart: () => {} },
  );
  return "failure" in reply ? "" : reply.text;
}
