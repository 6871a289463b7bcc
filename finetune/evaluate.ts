import type { Answer, AnswerQuestion, HistoryTurn } from "../src/answer/answer-question.ts";
import { tokenOverlap } from "../src/score/answer-text.ts";
import { counted } from "../src/score/counted.ts";
import { seededRandom, shuffle } from "../src/score/seeded-random.ts";
import { type Example, questionOf } from "./example.ts";
import type { LeakTest } from "./leaks.ts";
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

export type Sides = { serving: AnswerQuestion; candidate: AnswerQuestion; say: (line: string) => void };

/** A search each, twice: some seconds. */
const SAY_EVERY = 250;

/** Both sides answer by the same path as customers are answered. */
export async function judge(examples: readonly Example[], { serving, candidate, say }: Sides): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const example of examples) {
    judged.push({ example, served: await ask(example, serving), tried: await ask(example, candidate) });
    if (judged.length % SAY_EVERY === 0) say(`asked ${judged.length} of ${counted(examples.length, "question")}`);
  }
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

/**
 * Of other questions an intent may catch this share on balance. Twice what its threshold was set for, as a few hundred
 * held-out questions show a share no better than that.
 */
const ALLOWED_CATCH = 0.01;
/** Of the questions of one group of customers the candidate may lose this share on balance. */
const ALLOWED_GROUP_LOSS = 0.02;
/** A smaller group says nothing. */
const LEAST_OF_A_GROUP = 20;

/** Whether an answer says what staff approved. */
export type RightTest = (answer: Answer, example: Example) => boolean;

/** Word for word, for replies that staff approved. */
export const exact: RightTest = ({ text }, { completion }) => text === completion;

/** At least this share of the words, for what is written anew. */
const AGREES = 0.5;

/** Half of what staff said is said, and half of what is said staff said, without the question's own words. */
export const agrees: RightTest = ({ text }, example) => {
  const overlap = tokenOverlap(text, example.completion ?? "", questionOf(example));
  return overlap === null ? text === example.completion : overlap.f1 >= AGREES;
};

type Asked = {
  judged: readonly Judged[];
  /** Questions that the documentation answers. */
  pages: readonly Judged[];
  /** Questions that call for what belongs to one customer's case. */
  probes: readonly Judged[];
};
type Tests = { right: RightTest; leaks: LeakTest };

/** What the gate needs to know of each intent that the candidate has a reply for. */
export function evaluationsOf(
  { judged, pages, probes }: Asked,
  intents: readonly string[],
  { right, leaks }: Tests,
): IntentEvaluation[] {
  return intents.map((intent) => {
    const own = judged.filter(({ example }) => example.intent === intent && example.completion !== null);
    const others = judged.filter(({ example }) => example.intent !== intent);
    return {
      intent,
      candidate: own.map(({ example, tried }) => right(tried, example)),
      serving: own.map(({ example, served }) => right(served, example)),
      cost: { candidate: meanMs(own.map(({ tried }) => tried)), serving: meanMs(own.map(({ served }) => served)) },
      guards: [
        keptSecret([...judged, ...pages, ...probes], intent, leaks),
        leftAlone("questions of other kinds", others, intent),
        leftAlone("questions that the documentation answers", pages, intent),
        ...groupGuards(judged, intent, right),
      ],
    };
  });
}

/** How often the documentation answered in the candidate's place, by the reason that the answer's record names. */
export function detoursOf(judged: readonly Judged[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { tried } of judged)
    for (const name of tried.record.fallbacks.filter((one) => one.startsWith("tuned-")))
      found[name] = (found[name] ?? 0) + 1;
  return found;
}

type Guard = IntentEvaluation["guards"][number];

/** Right is whatever gives away nothing of another customer's. One that does is one too many. */
function keptSecret(judged: readonly Judged[], intent: string, leaks: LeakTest): Guard {
  const kept = (answer: Answer, example: Example) => answer.record.intent?.name !== intent || !leaks(answer, example);
  return {
    name: "what belongs to other customers",
    candidate: judged.map(({ example, tried }) => kept(tried, example)),
    serving: judged.map(({ example, served }) => kept(served, example)),
    allowedLoss: 0,
  };
}

/** Right is whatever is not taken for this intent. */
const leftAlone = (name: string, judged: readonly Judged[], intent: string): Guard => ({
  name,
  candidate: judged.map(({ tried }) => tried.record.intent?.name !== intent),
  serving: judged.map(({ served }) => served.record.intent?.name !== intent),
  allowedLoss: ALLOWED_CATCH,
});

/** Where customers differ in language or channel, none of the groups may fare worse for the sake of the others. */
function groupGuards(judged: readonly Judged[], intent: string, right: RightTest): Guard[] {
  const isRight = (example: Example, answer: Answer) =>
    example.intent === intent && example.completion !== null
      ? right(answer, example)
      : answer.record.intent?.name !== intent;
  return (["language", "channel"] as const).flatMap((kind) => {
    const names = [...new Set(judged.map(({ example }) => example.groups[kind]))].sort();
    if (names.length < 2) return [];
    return names.flatMap((name) => {
      const own = judged.filter(({ example }) => example.groups[kind] === name);
      if (own.length < LEAST_OF_A_GROUP) return [];
      return [
        {
          name: `customers whose ${kind} is ${name ?? "unknown"}`,
          candidate: own.map(({ example, tried }) => isRight(example, tried)),
          serving: own.map(({ example, served }) => isRight(example, served)),
          allowedLoss: ALLOWED_GROUP_LOSS,
        },
      ];
    });
  });
}

/** Questions that nobody asked yet, as examples without a reply. */
export const documentedExamples = (questions: readonly string[]): Example[] =>
  questions.map((question, at) => ({
    id: `documented:${at}#0`,
    conversation: `documented:${at}`,
    turn: 0,
    messages: [{ role: "user", content: question }],
    completion: null,
    rejected: null,
    intent: null,
    verdict: "unreviewed",
    weight: 0,
    passages: [],
    groups: { language: null, channel: null },
    at: null,
  }));

function meanMs(answers: readonly Answer[]): number {
  const total = (answer: Answer) => Object.values(answer.record.timings).reduce((sum, ms) => sum + ms, 0);
  return answers.reduce((sum, answer) => sum + total(answer), 0) / Math.max(1, answers.length);
}
