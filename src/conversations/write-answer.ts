import type { AnswerQuestion } from "../answer/answer-question.ts";
import { type AnswerStream, answerStream } from "./answer-stream.ts";
import type { Audience } from "./audience.ts";
import { type ConversationStore, type FinishedAnswer, HISTORY_LIMIT, type OpenAnswer } from "./conversation-store.ts";
import type { Timers } from "./timers.ts";

export type WriteAnswerPorts = {
  store: ConversationStore;
  answerQuestion: AnswerQuestion;
  /** Whether there are staff whom a request for a person reaches. */
  staffed: () => Promise<boolean>;
  audience: Audience;
  timers: Timers;
  /** Milliseconds since the epoch. */
  clock: () => number;
  onFault: (fault: unknown, answerId: string) => void;
};

export type WriteAnswerOptions = {
  signal: AbortSignal;
  /** Called when the first listener could see something of the answer. */
  onStream: (stream: AnswerStream) => void;
};

/** Why an answer is aborted: the customer wants no more of it, or the server stops before it has ended. */
export const STOPPED = Symbol("stopped");
export const GIVEN_UP = Symbol("given up");

/** How often an answer is started, crashes of the server included, before it fails. */
export const ATTEMPT_LIMIT = 3;

/** A generator that does not heed a stop keeps its conversation waiting for no longer than this. */
const STOP_GRACE_MS = 2_000;

const FAILED_TEXT =
  "Sorry, something went wrong on our side and this question could not be answered. Please try again.";

/** Makes one attempt at an answer, streaming to its audience. Null when it was given up. Throws what the store throws. */
export async function writeAnswer(
  open: OpenAnswer & { first: boolean },
  { store, answerQuestion, staffed, audience, timers, clock, onFault }: WriteAnswerPorts,
  { signal, onStream }: WriteAnswerOptions,
): Promise<FinishedAnswer | null> {
  const attempt = { first: open.first, attemptLimit: ATTEMPT_LIMIT, historyLimit: HISTORY_LIMIT };
  const started = await store.startAnswer(open.answerId, attempt);
  if (signal.reason === GIVEN_UP) return null;
  if (started.kind === "exhausted") return unwritten("failed", FAILED_TEXT);
  if (started.kind === "silenced" || signal.aborted) return unwritten("stopped", "");

  const start = { messageId: open.answerId, replyTo: open.questionId };
  const stream = answerStream(start, (event) => audience.tell(open.conversationId, event), timers);
  onStream(stream);
  let firstTokenAt: number | null = null;
  const onDelta = (piece: string) => {
    firstTokenAt ??= clock();
    stream.append(piece);
  };
  const onRestart = () => {
    firstTokenAt = null;
    stream.restart();
  };
  const options = { signal, onDelta, onRestart };
  const written = answerQuestion(
    { text: started.question, history: started.history, conversationId: open.conversationId, staffed },
    options,
  ).catch((fault) => {
    if (signal.aborted) return unwritten("stopped", stream.text());
    onFault(fault, open.answerId);
    return unwritten("failed", FAILED_TEXT);
  });
  const overdue = afterAbort(signal, timers).then(() => unwritten("stopped", stream.text()));
  const answer = await Promise.race([written, overdue]);
  return signal.reason === GIVEN_UP ? null : { ...answer, firstTokenAt };
}

/** An end that the answer path did not come to by itself. */
function unwritten(outcome: "failed" | "stopped", text: string): FinishedAnswer {
  return { outcome, route: "documentation", text, citations: [], record: null };
}

function afterAbort(signal: AbortSignal, timers: Timers): Promise<void> {
  return new Promise((resolve) => {
    const wait = () => timers.after(STOP_GRACE_MS, resolve);
    signal.addEventListener("abort", wait, { once: true });
  });
}
