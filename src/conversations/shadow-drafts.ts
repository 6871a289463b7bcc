import type { Answer, AnswerQuestion } from "../answer/answer-question.ts";
import { IN_DOUBT } from "../protocol/answer-record.ts";
import type { ShadowDraft } from "../protocol/staff.ts";
import { type ConversationStore, type DraftedQuestion, HISTORY_LIMIT } from "./conversation-store.ts";

export type OnDraft = (conversationId: string, draft: ShadowDraft) => void;
type Suggested = Pick<Answer, "outcome" | "text" | "citations"> & {
  draftId: string;
  questionId: string;
  inDoubt: boolean;
};

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
  /** Drafts one after the other what an earlier server did not come to, for nobody is sure to wait for it. */
  takeUp(questions: readonly DraftedQuestion[]): void;
  stop(conversationId: string): void;
};

/** Suggestions are worth less than answers: past this many at once none is begun. */
const AT_ONCE = 16;

/** What the bot would say while a person owns the turn. It reaches staff through `onDraft`, and the customer never. */
export function shadowDrafts(ports: ShadowDraftPorts): ShadowDrafts {
  const running = new Map<string, AbortController>();

  async function begin(question: DraftedQuestion): Promise<void> {
    stop(question.conversationId);
    if (!ports.onDraft || running.size >= AT_ONCE) return;
    const abort = new AbortController();
    running.set(question.conversationId, abort);
    try {
      await draft(question, abort);
    } catch (fault) {
      if (!abort.signal.aborted) ports.onFault(fault, question.questionId);
    } finally {
      if (running.get(question.conversationId) === abort) running.delete(question.conversationId);
    }
  }

  async function draft(question: DraftedQuestion, abort: AbortController): Promise<void> {
    const { conversationId, questionId, cursor, text } = question;
    const history = await ports.store.turnsBefore(conversationId, cursor, HISTORY_LIMIT);
    const silent = { signal: abort.signal, onDelta: () => {}, onRestart: () => {} };
    const staffed = async () => true;
    const answer = await ports.answerQuestion({ text, history, conversationId, staffed, forStaff: true }, silent);
    if (abort.signal.aborted) return;

    const draftId = ports.newId();
    const kept = await ports.store.keepDraft({ draftId, conversationId, questionId, answer, at: ports.clock() });
    const inDoubt = answer.record.fallbacks.includes(IN_DOUBT);
    const suggestion = suggestionOf({ ...answer, draftId, questionId, inDoubt });
    if (kept && suggestion) ports.onDraft?.(conversationId, suggestion);
  }

  function stop(conversationId: string): void {
    running.get(conversationId)?.abort();
    running.delete(conversationId);
  }

  return {
    stop,
    write: (question) => void begin(question),
    async takeUp(questions) {
      // A newer question of the same conversation, or its reply, may have come meanwhile.
      for (const question of questions) if (!running.has(question.conversationId)) await begin(question);
    },
  };
}

/**
 * What staff are shown of it. Where the bot found nothing, its words are for a customer and offer a person, who is there
 * already: that nothing was found is all. Refusals and the like say nothing to staff at all.
 */
export function suggestionOf(draft: Suggested): ShadowDraft | null {
  const { draftId: messageId, questionId: replyTo, outcome, text, citations, inDoubt } = draft;
  if (outcome === "answered" || (outcome === "no-answer" && inDoubt))
    return { messageId, replyTo, outcome, text, citations };
  return outcome === "no-answer" ? { messageId, replyTo, outcome, text: "", citations: [] } : null;
}
