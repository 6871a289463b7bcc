import type { Answer, AnswerQuestion } from "../answer/answer-question.ts";
import type { ConversationStore } from "./conversation-store.ts";

export type DraftedQuestion = { conversationId: string; questionId: string; cursor: number; text: string };
export type Draft = DraftedQuestion & { draftId: string; answer: Answer };
export type OnDraft = (draft: Draft) => void;

export type ShadowDraftPorts = {
  store: ConversationStore;
  answerQuestion: AnswerQuestion;
  /** Null: there is nobody to suggest anything to. */
  onDraft: OnDraft | null;
  onFault: (fault: unknown, answerId: string) => void;
  clock: () => number;
  newId: () => string;
};

export type ShadowDrafts = {
  /** Begins a draft and returns at once; an earlier one of the conversation that is not ready is given up. */
  write(question: DraftedQuestion): void;
  stop(conversationId: string): void;
};

/** Suggestions are worth less than answers: past this many at once none is begun. */
const AT_ONCE = 16;
const HISTORY_LIMIT = 20;

/** What the bot would say while a person owns the turn. It reaches staff through `onDraft`, and the customer never. */
export function shadowDrafts(ports: ShadowDraftPorts): ShadowDrafts {
  const running = new Map<string, AbortController>();

  async function draft(question: DraftedQuestion, abort: AbortController): Promise<void> {
    const { conversationId, questionId, cursor, text } = question;
    const history = await ports.store.turnsBefore(conversationId, cursor, HISTORY_LIMIT);
    const silent = { signal: abort.signal, onDelta: () => {}, onRestart: () => {} };
    const staffed = async () => true;
    const answer = await ports.answerQuestion({ text, history, conversationId, staffed }, silent);
    if (abort.signal.aborted) return;

    const draftId = ports.newId();
    await ports.store.keepDraft({ draftId, conversationId, questionId, answer, at: ports.clock() });
    ports.onDraft?.({ ...question, draftId, answer });
  }

  function stop(conversationId: string): void {
    running.get(conversationId)?.abort();
    running.delete(conversationId);
  }

  return {
    stop,
    write(question) {
      stop(question.conversationId);
      if (!ports.onDraft || running.size >= AT_ONCE) return;
      const abort = new AbortController();
      running.set(question.conversationId, abort);
      void draft(question, abort)
        .catch((fault) => {
          if (!abort.signal.aborted) ports.onFault(fault, question.questionId);
        })
        .finally(() => {
          if (running.get(question.conversationId) === abort) running.delete(question.conversationId);
        });
    },
  };
}
