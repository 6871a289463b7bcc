import type { AnswerRecord, HistoryTurn } from "../answer/answer-question.ts";
import type { Owner } from "../protocol/conversation.ts";
import type { AnswerEnd, Message, OwnerChange, Rate } from "../protocol/visitor.ts";
import type { ConversationStore, Entry, OpenAnswer, QuestionToKeep } from "./conversation-store.ts";
import { asksAgain, ownership, transferDecision } from "./ownership.ts";

type StoredAnswer = OpenAnswer & { attempts: number; end: AnswerEnd | null; record: AnswerRecord | null };
type StoredConversation = { owner: Owner; assignee: string | null; cursor: number; entries: Entry[] };

/** Keeps nothing beyond the process: for tests, and as the plainest statement of what the port means. */
export function memoryConversationStore(): ConversationStore {
  const conversations = new Map<string, StoredConversation>();
  const questions = new Map<string, QuestionToKeep & { cursor: number }>();
  const answers = new Map<string, StoredAnswer>();
  const ratings = new Map<string, Rate>();
  const replies = new Map<string, Message>();
  const drafted = new Set<string>();
  const erased = new Set<string>();

  function open(conversationId: string): StoredConversation {
    const none = { owner: "bot" as const, assignee: null, cursor: 0, entries: [] };
    const found: StoredConversation = conversations.get(conversationId) ?? none;
    conversations.set(conversationId, found);
    return found;
  }

  function keepMessage(conversationId: string, message: Omit<Message, "cursor">): Message {
    const conversation = open(conversationId);
    const kept = { cursor: ++conversation.cursor, ...message };
    conversation.entries.push({ event: "message", payload: kept });
    return kept;
  }

  function openAnswer(owed: OpenAnswer): void {
    answers.set(owed.answerId, { ...owed, attempts: 1, end: null, record: null });
  }

  /** The last thing said, where it is a question that neither staff nor the bot has turned to. */
  function questionLeft({ entries }: StoredConversation): string | null {
    const said = entries.flatMap(({ event, payload }) => (event === "message" ? [payload] : []));
    const last = said.findLast(({ author }) => author !== "system");
    const answered = [...answers.values()].some(({ questionId }) => questionId === last?.messageId);
    return last?.author === "customer" && !answered ? last.messageId : null;
  }

  function changeOwner(conversationId: string, owner: Owner): OwnerChange | null {
    const conversation = conversations.get(conversationId);
    if (!conversation || conversation.owner === owner) return null;

    conversation.owner = owner;
    const change = { cursor: ++conversation.cursor, owner };
    conversation.entries.push({ event: "owner", payload: change });
    return change;
  }

  const unfinished = () => [...answers.values()].filter((answer) => answer.end === null);

  function history(question: { conversationId: string; cursor: number }, limit: number): HistoryTurn[] {
    const turns: HistoryTurn[] = [];
    for (const { event, payload } of open(question.conversationId).entries) {
      if (event !== "message" || payload.author === "system" || payload.cursor >= question.cursor) continue;

      turns.push({ author: payload.author, text: payload.text });
      const answer = [...answers.values()].find((one) => one.questionId === payload.messageId)?.end;
      if (answer?.text) turns.push({ author: "bot", text: answer.text });
    }
    return turns.slice(-limit);
  }

  return {
    async keepQuestion(question) {
      const { conversationId, clientMessageId, messageId, answerId, text, openLimit } = question;
      const before = [...questions.values()].find(
        (one) => one.conversationId === conversationId && one.clientMessageId === clientMessageId,
      );
      if (before?.text === text) return { kind: "repeated", messageId: before.messageId, cursor: before.cursor };
      if (before) return { kind: "refused", code: "conflict" };

      const may = ownership(conversations.get(conversationId)?.owner ?? "bot");
      if (!may.takesQuestions || erased.has(conversationId)) return { kind: "refused", code: "closed" };
      const waiting = unfinished().filter((answer) => answer.conversationId === conversationId);
      if (waiting.length >= openLimit) return { kind: "refused", code: "busy" };

      const { cursor } = keepMessage(conversationId, { messageId, author: "customer", text });
      questions.set(messageId, { ...question, cursor });
      if (may.botSpeaks) openAnswer({ conversationId, answerId, questionId: messageId });
      return { kind: "kept", messageId, cursor, answerOpened: may.botSpeaks };
    },

    async timeline(conversationId, cursor) {
      const found = conversations.get(conversationId);
      if (!found) return { owner: "bot", cursor: 0, entries: [] };
      const { owner } = found;
      return { owner, cursor: found.cursor, entries: found.entries.filter((entry) => entry.payload.cursor > cursor) };
    },

    async openAnswers() {
      return unfinished().map(({ conversationId, answerId, questionId }) => ({ conversationId, answerId, questionId }));
    },

    async startAnswer(answerId, { first, attemptLimit, historyLimit }) {
      const answer = answers.get(answerId);
      if (!answer || !ownership(open(answer.conversationId).owner).botSpeaks) return { kind: "silenced" };
      if (!first && answer.attempts >= attemptLimit) return { kind: "exhausted" };

      if (!first) answer.attempts += 1;
      const question = questions.get(answer.questionId)!;
      return { kind: "started", question: question.text, history: history(question, historyLimit) };
    },

    async finishAnswer(answerId, { outcome, route, writer, text, citations, record }) {
      const found = answers.get(answerId);
      if (!found || found.end) return null;

      const conversation = open(found.conversationId);
      const may = ownership(conversation.owner);
      const ended = may.botSpeaks ? outcome : ("stopped" as const);
      const said = { outcome: ended, route, ...(writer && { writer }), text, citations };
      found.record = record;
      found.end = { cursor: ++conversation.cursor, messageId: answerId, replyTo: found.questionId, ...said };
      conversation.entries.push({ event: "answer-end", payload: found.end });
      return found.end;
    },

    async answerState(conversationId, messageId) {
      const found = [...answers.values()].find(
        (one) => one.conversationId === conversationId && (one.answerId === messageId || one.questionId === messageId),
      );
      return found ? { answerId: found.answerId, state: found.end ? "finished" : "open" } : null;
    },

    async answerRecord(answerId) {
      return answers.get(answerId)?.record ?? null;
    },

    async rateAnswer(conversationId, rating) {
      const answer = answers.get(rating.messageId);
      if (answer?.conversationId !== conversationId || !answer.end) return false;

      ratings.set(rating.messageId, rating);
      return true;
    },

    async keepHumanRequest({ conversationId, notice, queue }) {
      const owner = conversations.get(conversationId)?.owner ?? "bot";
      if (!ownership(owner).takesQuestions || erased.has(conversationId)) return { kind: "refused", code: "closed" };
      const last = open(conversationId).entries.at(-1);
      const lastEntry = last?.event === "message" ? last.payload.text : null;
      if (asksAgain({ owner, asleep: false, lastEntry, notice: notice.text })) return { kind: "repeated" };
      const change = queue && owner === "bot" ? changeOwner(conversationId, "queued") : null;
      const { offersEmail, ...said } = notice;
      const message = keepMessage(conversationId, { ...said, author: "system", ...(offersEmail && { offersEmail }) });
      return { kind: "kept", message, change };
    },

    async keepEmail({ conversationId, notice }) {
      const owner = conversations.get(conversationId)?.owner ?? "closed";
      return owner === "closed" ? null : keepMessage(conversationId, { ...notice, author: "system" });
    },

    async transfer(asked) {
      const { conversationId, to, nextAssignee, answerId } = asked;
      const conversation = conversations.get(conversationId);
      if (!conversation) return { kind: "refused", code: "not-found", assignee: null };
      const { owner, assignee, cursor } = conversation;
      const decision = transferDecision({ ...asked, owner, assignee });
      if (decision === "conflict" || decision === "closed") return { kind: "refused", code: decision, assignee };

      conversation.assignee = nextAssignee;
      if (decision !== "changed") return { kind: decision, cursor };
      const change = changeOwner(conversationId, to)!;
      const questionId = ownership(to).botSpeaks ? questionLeft(conversation) : null;
      if (questionId === null) return { kind: "changed", change, owed: null };
      const owed = { conversationId, answerId, questionId };
      openAnswer(owed);
      return { kind: "changed", change, owed };
    },

    async keepReply({ conversationId, staffId, clientMessageId, messageId, text, citations }) {
      const key = JSON.stringify([conversationId, staffId, clientMessageId]);
      const before = replies.get(key);
      if (before?.text === text) return { kind: "repeated", messageId: before.messageId, cursor: before.cursor };
      if (before) return { kind: "refused", code: "conflict" };
      const conversation = conversations.get(conversationId);
      if (!conversation) return { kind: "refused", code: "not-found" };
      if (conversation.owner === "closed") return { kind: "refused", code: "closed" };
      if (conversation.owner !== "human" || conversation.assignee !== staffId) {
        return { kind: "refused", code: "not-yours" };
      }

      const message = { messageId, author: "staff" as const, text, ...(citations.length > 0 && { citations }) };
      const kept = keepMessage(conversationId, message);
      replies.set(key, kept);
      return { kind: "kept", messageId, cursor: kept.cursor };
    },

    turnsBefore: async (conversationId, cursor, limit) => history({ conversationId, cursor }, limit),
    async keepDraft({ conversationId, questionId }) {
      const conversation = conversations.get(conversationId);
      if (!conversation || questionLeft(conversation) !== questionId || drafted.has(questionId)) return false;
      drafted.add(questionId);
      return true;
    },
    async undrafted() {
      return [...conversations].flatMap(([conversationId, conversation]) => {
        const questionId = conversation.owner === "human" ? questionLeft(conversation) : null;
        if (questionId === null || drafted.has(questionId)) return [];
        const { cursor, text } = questions.get(questionId)!;
        return [{ conversationId, questionId, cursor, text }];
      });
    },
    async keepCustomer() {},

    changeOwner: async (conversationId, owner) => changeOwner(conversationId, owner),

    async erase(conversationId, { lastAt }) {
      const times = [...questions.values()].filter((one) => one.conversationId === conversationId).map(({ at }) => at);
      if (lastAt !== null && Math.max(...times) !== lastAt) return false;
      for (const [id, answer] of answers) if (answer.conversationId === conversationId) answers.delete(id);
      for (const [id, question] of questions) if (question.conversationId === conversationId) questions.delete(id);
      const found = conversations.delete(conversationId);
      if (found) erased.add(conversationId);
      return found;
    },
    wasErased: async (conversationId) => erased.has(conversationId),

    async check() {},
    async close() {},
  };
}
