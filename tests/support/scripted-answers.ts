import type { Answer, AnswerOptions, AnswerQuestion, Question } from "../../src/answer/answer-question.ts";

/** One call of the answer path, led by the test: nothing of it happens by itself. */
export type ScriptedAnswer = {
  question: Question;
  signal: AbortSignal;
  say(piece: string): void;
  restart(): void;
  /** Ends with all that was said since the last restart, unless another text is given. */
  end(answer?: Partial<Omit<Answer, "record">> & { fallbacks?: string[] }): void;
  fail(fault: Error): void;
};

export type ScriptedAnswers = {
  answerQuestion: AnswerQuestion;
  /** The next call that no earlier `next` has taken, as soon as it comes. */
  next(): Promise<ScriptedAnswer>;
  /** Calls so far. */
  calls(): number;
};

/** An answer path whose every step the test decides. Like the real one it ends as `stopped` when it is aborted. */
export function scriptedAnswers(): ScriptedAnswers {
  const ready: ScriptedAnswer[] = [];
  const takers: ((answer: ScriptedAnswer) => void)[] = [];
  let calls = 0;

  return {
    calls: () => calls,
    next: () => {
      const answer = ready.shift();
      return answer ? Promise.resolve(answer) : new Promise((resolve) => takers.push(resolve));
    },
    answerQuestion: (question, options) =>
      new Promise((resolve, reject) => {
        calls += 1;
        const answer = script(question, options, resolve, reject);
        const taker = takers.shift();
        if (taker) taker(answer);
        else ready.push(answer);
      }),
  };
}

/** Answers at once, in two pieces, by repeating the question. */
export const echoAnswers: AnswerQuestion = async (question, { onDelta }) => {
  onDelta("You asked: ");
  onDelta(question.text);
  return answerOf(`You asked: ${question.text}`, question);
};

function script(
  question: Question,
  { signal, onDelta, onRestart }: AnswerOptions,
  resolve: (answer: Answer) => void,
  reject: (fault: Error) => void,
): ScriptedAnswer {
  let said = "";
  signal.addEventListener("abort", () => resolve({ ...answerOf(said, question), outcome: "stopped" }));

  return {
    question,
    signal,
    say(piece) {
      said += piece;
      onDelta(piece);
    },
    restart() {
      said = "";
      onRestart();
    },
    end({ fallbacks = [], ...answer } = {}) {
      const given = answerOf(said, question);
      resolve({ ...given, ...answer, record: { ...given.record, fallbacks } });
    },
    fail: reject,
  };
}

export function answerOf(text: string, question: Question): Answer {
  return {
    outcome: "answered",
    route: "documentation",
    text,
    citations: [],
    record: {
      history: question.history,
      understood: { text: question.text, topic: null },
      knowledgeVersion: "test",
      passages: [],
      support: { score: 1, threshold: 0 },
      promptVersion: null,
      modelId: null,
      intent: null,
      messages: [],
      fallbacks: [],
      timings: {},
      tokens: null,
    },
  };
}
