import type { AnswerStream } from "./answer-stream.ts";
import type { VisitorEvent } from "./audience.ts";
import type { FinishedAnswer, OpenAnswer } from "./conversation-store.ts";
import { fairQueue } from "./fair-queue.ts";
import type { InTurn } from "./in-turn.ts";
import { GIVEN_UP, STOPPED, type WriteAnswerPorts, writeAnswer } from "./write-answer.ts";

export type AnswerRunnerPorts = WriteAnswerPorts & {
  /** Shared with whoever else changes a conversation and tells its audience. */
  inTurn: InTurn;
  /** The answer passed the customer on to a person. Called in the conversation's turn. */
  onHandedOff: (conversationId: string) => Promise<void>;
};

/** `first`: the question was kept just now, so no server has tried to answer it before. */
export type OwedAnswer = OpenAnswer & { first: boolean };

export type AnswerRunner = {
  /** Answers that wait or are written. */
  size(): number;
  add(answer: OwedAnswer): void;
  /** Ends the answer as `stopped`, with the text so far. */
  stop(answerId: string): void;
  /**
   * Ends every answer of the conversation as `stopped`, at once and with the text that its audience has: a person has
   * taken over, so nothing that the bot still says may follow.
   */
  cutOff(conversationId: string): Promise<void>;
  /** What a listener who opens the conversation now has missed of an answer in progress. */
  catchUp(conversationId: string): VisitorEvent[];
  /** Resolves when every answer has ended; after `ms` those left are given up, to be answered after a restart. */
  drain(ms: number): Promise<void>;
};

/** The store could not write (a full disk, say): the answer is tried again, since its question was acknowledged. */
const STORE_RETRY_MS = 5_000;

/** Writes the answers that conversations are owed: in order within a conversation, `concurrency` at once over all. */
export function answerRunner(ports: AnswerRunnerPorts, concurrency: number): AnswerRunner {
  const { store, audience, timers, inTurn } = ports;
  const aborts = new Map<string, AbortController>();
  const owing = new Map<string, OwedAnswer>();
  const streams = new Map<string, AnswerStream>();
  const queue = fairQueue<OwedAnswer>({ keyOf: (owed) => owed.conversationId, run, concurrency });
  let draining = false;

  async function run(owed: OwedAnswer): Promise<void> {
    const { conversationId, answerId } = owed;
    const { signal } = aborts.get(answerId)!;
    try {
      const answer = await writeAnswer(owed, ports, { signal, onStream: (to) => streams.set(conversationId, to) });
      if (answer) await inTurn(conversationId, () => finish(owed, answer));
      aborts.delete(answerId);
      owing.delete(answerId);
    } catch (fault) {
      ports.onFault(fault, answerId);
      closeStream(owed);
      if (!draining) timers.after(STORE_RETRY_MS, () => queue.add({ ...owed, first: false }));
    }
  }

  /** In the conversation's turn: whoever opens it meanwhile sees the answer either in progress or ended. */
  async function finish(open: OpenAnswer, answer: FinishedAnswer): Promise<void> {
    const end = await store.finishAnswer(open.answerId, answer, ports.clock());
    closeStream(open);
    if (!end) return;
    audience.tell(open.conversationId, { event: "answer-end", payload: end });
    if (answer.outcome === "handed-off") await ports.onHandedOff(open.conversationId);
  }

  async function cutOff(conversationId: string): Promise<void> {
    const written = streams.get(conversationId);
    const shown = written?.text() ?? "";
    if (written) closeStream({ conversationId });
    for (const owed of [...owing.values()].filter((one) => one.conversationId === conversationId)) {
      aborts.get(owed.answerId)?.abort(STOPPED);
      const text = owed.answerId === written?.messageId ? shown : "";
      await finish(owed, { outcome: "stopped", route: "documentation", text, citations: [], record: null });
    }
  }

  function closeStream({ conversationId }: Pick<OpenAnswer, "conversationId">): void {
    streams.get(conversationId)?.end();
    streams.delete(conversationId);
  }

  return {
    size: queue.size,
    add(owed) {
      aborts.set(owed.answerId, new AbortController());
      owing.set(owed.answerId, owed);
      queue.add(owed);
    },
    stop: (answerId) => aborts.get(answerId)?.abort(STOPPED),
    cutOff,
    catchUp: (conversationId) => streams.get(conversationId)?.catchUp() ?? [],
    async drain(ms) {
      draining = true;
      await new Promise<void>((resolve) => {
        const callOff = timers.after(ms, resolve);
        void queue.idle().then(callOff).then(resolve);
      });
      queue.close();
      for (const abort of aborts.values()) abort.abort(GIVEN_UP);
    },
  };
}
