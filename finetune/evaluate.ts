import type { Answer, AnswerQuestion, HistoryTurn } from "../src/answer/answer-question.ts";
import { seededRandom, shuffle } from "../src/score/seeded-random.ts";
import { type Example, questionOf } from "./example.ts";
import type { IntentEvaluation } from "./runs.ts";

/** One held-out question, answered by what serves now and by the candidate. */
export type Judged = { example: Example; served: Answer; tried: Answer };

/** Every answer of both sides is a search through the documentation: this many show well enough what would be caught. */
const MOST_UNREVIEWED = 1_500;

export function sampled(test: readonly Example[], seed: number): Example[] {
  const reviewed = test.filter(({ completion, intent }) => completion !== null && intent !== null);
  const others = test.filter(({ completion }) => completion === null);
  return [...reviewed, ...shuffle(others, seededRandom(seed)).slice(0, MOST_UNREVIEWED)];
}

/** Both sides answer by the same path as customers are answered. */
export async function judge(
  examples: readonly Example[],
  serving: AnswerQuestion,
  candidate: AnswerQuestion,
): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const example of examples)
    judged.push({ example, served: await ask(example, serving), tried: await ask(example, candidate) });
  return judged;
}

const AUTHORS = { user: "customer", assistant: "bot" } as const;

function ask(example: Example, answer: AnswerQuestion): Promise<Answer> {
  const history: HistoryTurn[] = example.messages
    .slice(0, -1)
    .map(({ role, content }) => ({ author: AUTHORS[role], text: content }));
  const signal = new AbortController().signal;
  return answer({ text: questionOf(example), history }, { signal, onDelta: () => {}, onRestart: () => {} });
}

/** Of other questions an intent may catch this share on balance; twenty intents together then catch a few in a hundred. */
const ALLOWED_CATCH = 0.005;

/** What the gate needs to know of each intent that the candidate has a reply for. */
export function evaluationsOf(judged: readonly Judged[], intents: readonly string[]): IntentEvaluation[] {
  return intents.map((intent) => {
    const own = judged.filter(({ example }) => example.intent === intent && example.completion !== null);
    const others = judged.filter(({ example }) => example.intent !== intent);
    return {
      intent,
      candidate: own.map(({ example, tried }) => tried.text === example.completion),
      serving: own.map(({ example, served }) => served.text === example.completion),
      cost: { candidate: meanMs(own.map(({ tried }) => tried)), serving: meanMs(own.map(({ served }) => served)) },
      guards: [
        {
          name: "questions of other kinds",
          candidate: others.map(({ tried }) => tried.record.intent?.name !== intent),
          serving: others.map(({ served }) => served.record.intent?.name !== intent),
          allowedLoss: ALLOWED_CATCH,
        },
      ],
    };
  });
}

function meanMs(answers: readonly Answer[]): number {
  const total = (answer: Answer) => Object.values(answer.record.timings).reduce((sum, ms) => sum + ms, 0);
  return answers.reduce((sum, answer) => sum + total(answer), 0) / Math.max(1, answers.length);
}
