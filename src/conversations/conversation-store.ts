import type { Answer, AnswerRecord, HistoryTurn } from "../answer/answer-question.ts";
import type { AnswerWriter, Citation, Outcome, Owner, Route } from "../protocol/conversation.ts";
import type { AnswerEnd, Message, OwnerChange, Rate } from "../protocol/visitor.ts";

/** Times are milliseconds since the epoch. Ids are made by the caller: at least 128 random bits. */

export type QuestionToKeep = {
  conversationId: string;
  /** Unique in its conversation: the customer's own name for the message. */
  clientMessageId: string;
  messageId: string;
  /** The id that the answer will have, should the bot answer. */
  answerId: string;
  text: string;
  at: number;
  /** Unfinished answers that the conversation may already have. At the limit a new question is `busy`. */
  openLimit: number;
};

export type KeptQuestion =
  | { kind: "kept"; messageId: string; cursor: number; answerOpened: boolean }
  /** The same clientMessageId and text came before. */
  | { kind: "repeated"; messageId: string; cursor: number }
  | { kind: "refused"; code: "conflict" | "busy" | "closed" };

/** Earlier turns that an answer knows. */
export const HISTORY_LIMIT = 20;

export type Attempt = {
  /** The attempt that came with the question and is counted already, so that it costs no write. */
  first: boolean;
  attemptLimit: number;
  historyLimit: number;
};

/** A question that the bot owes an answer. */
export type OpenAnswer = { conversationId: string; answerId: string; questionId: string };

export type StartedAnswer =
  /** Earlier turns oldest first. */
  | { kind: "started"; question: string; history: HistoryTurn[] }
  /** It was started too often without coming to an end: whatever stops it would stop it again. */
  | { kind: "exhausted" }
  /** A person owns the turn, the conversation is closed, or it is gone. */
  | { kind: "silenced" };

export type FinishedAnswer = {
  outcome: Outcome;
  route: Route;
  /** Where a model wrote it. */
  writer?: AnswerWriter;
  text: string;
  citations: Citation[];
  /** Null when the answer path itself did not come to an end. */
  record: AnswerRecord | null;
  /** When the first words of what is kept were shown; missing or null where nothing was streamed. */
  firstTokenAt?: number | null;
};

/** What happened in a conversation, as the wire tells it. */
export type Entry =
  | { event: "message"; payload: Message }
  | { event: "answer-end"; payload: AnswerEnd }
  | { event: "owner"; payload: OwnerChange };

export type Timeline = { owner: Owner; cursor: number; entries: Entry[] };

/** A change of hands that staff ask for. */
export type Transfer = {
  conversationId: string;
  to: Owner;
  staffId: string;
  nextAssignee: string | null;
  assigns: boolean;
  /** Nothing changes unless this person has the turn. */
  onlyFrom?: string;
  /** The id of the answer to the question that the bot comes to owe, should there be one. */
  answerId: string;
  at: number;
};

export type Transferred =
  /** `owed`: nobody has said anything to the customer's last question, and now the bot has the turn. */
  | { kind: "changed"; change: OwnerChange; owed: OpenAnswer | null }
  | { kind: "reassigned" | "unchanged"; cursor: number }
  /** `assignee` is who has the conversation instead. */
  | { kind: "refused"; code: "conflict" | "closed" | "not-found"; assignee: string | null };

export type ReplyToKeep = {
  conversationId: string;
  staffId: string;
  /** Unique in its conversation for this person. */
  clientMessageId: string;
  messageId: string;
  text: string;
  citations: Citation[];
  at: number;
};

export type KeptReply =
  | { kind: "kept" | "repeated"; messageId: string; cursor: number }
  /** `conflict`: the same name for another text. `not-yours`: this person does not own the turn. */
  | { kind: "refused"; code: "conflict" | "not-yours" | "closed" | "not-found" };

export type DraftedQuestion = { conversationId: string; questionId: string; cursor: number; text: string };

export type DraftToKeep = {
  draftId: string;
  conversationId: string;
  questionId: string;
  answer: Answer;
  at: number;
};

/** What a customer's page and its server tell about them. */
export type KnownCustomer = {
  page: string | null;
  locale: string | null;
  subject: string | null;
  attributes: Record<string, string>;
};

export type HumanRequest = {
  conversationId: string;
  reason: string | null;
  at: number;
  /** What the customer is told, as a system message. */
  notice: { messageId: string; text: string; offersEmail: boolean };
  /** Somebody may come: a conversation of the bot's becomes `queued`. */
  queue: boolean;
};

export type KeptHumanRequest =
  | { kind: "kept"; message: Message; change: OwnerChange | null }
  | { kind: "repeated" }
  | { kind: "refused"; code: "closed" };

/** An address that the customer leaves to be answered at. */
export type EmailToKeep = {
  conversationId: string;
  email: string;
  at: number;
  /** What the customer is told, as a system message. */
  notice: { messageId: string; text: string };
};

export type Erasure = {
  at: number;
  /** Erased only while nothing was said since; null: in any case. */
  lastAt: number | null;
  /**
   * What becomes of answers that staff corrected in it: gone with it, or, by their ids, kept for others with this in place
   * of the customer's question.
   */
  verified: "gone" | Readonly<Record<string, string>>;
};

/**
 * Conversations as they are kept. A verb that changes something resolves when the change is durable, and applies it
 * whole or not at all. The cursor is an integer that rises by one with each entry of a conversation, from 1.
 */
export interface ConversationStore {
  /** Keeps the question and opens its answer, a first attempt counted. The first message creates the conversation. */
  keepQuestion(question: QuestionToKeep): Promise<KeptQuestion>;

  /** Entries later than `cursor`, in order. A conversation without a message reads as an empty one of the bot. */
  timeline(conversationId: string, cursor: number): Promise<Timeline>;

  /** Every unfinished answer, in the order in which the questions were kept. */
  openAnswers(): Promise<OpenAnswer[]>;

  /** Counts an attempt unless it is the first, and gives the question with up to `historyLimit` earlier turns. */
  startAnswer(answerId: string, attempt: Attempt): Promise<StartedAnswer>;

  /**
   * Ends an answer, and returns it as kept. Null when it had ended before: an answer ends once.
   * Where the bot may no longer speak, the outcome becomes `stopped`.
   */
  finishAnswer(answerId: string, answer: FinishedAnswer, at: number): Promise<AnswerEnd | null>;

  /** Where an answer of this conversation stands, named by its own id or by its question's. */
  answerState(
    conversationId: string,
    messageId: string,
  ): Promise<{ answerId: string; state: "open" | "finished" } | null>;

  /** The structured inputs of a finished answer; null when there is none. */
  answerRecord(answerId: string): Promise<AnswerRecord | null>;

  /** Keeps the latest verdict on a finished answer of this conversation; false when there is none. */
  rateAnswer(conversationId: string, rating: Rate, at: number): Promise<boolean>;

  /** Keeps the request, then its notice; decides by `asksAgain` whether it is a new one. May create the conversation. */
  keepHumanRequest(request: HumanRequest): Promise<KeptHumanRequest>;

  /** Keeps the address in place of the one before; null when the conversation is closed or has no message yet. */
  keepEmail(email: EmailToKeep): Promise<Message | null>;

  /** Decides by `transferDecision` who has the turn, in one transaction. */
  transfer(transfer: Transfer): Promise<Transferred>;

  /** Keeps what staff say to the customer, if the turn is theirs. */
  keepReply(reply: ReplyToKeep): Promise<KeptReply>;

  /** Up to `limit` turns before the entry at `cursor`, oldest first. */
  turnsBefore(conversationId: string, cursor: number, limit: number): Promise<HistoryTurn[]>;

  /**
   * Keeps what the bot would have said, once; the reply of staff to the same question becomes its counterpart. False
   * where the question is no longer the last thing said.
   */
  keepDraft(draft: DraftToKeep): Promise<boolean>;

  /** The last questions of conversations that a person owns, as far as nobody has answered and nothing was drafted. */
  undrafted(): Promise<DraftedQuestion[]>;

  /** Keeps what is known of the customer; nothing where the conversation has no message yet. */
  keepCustomer(conversationId: string, customer: KnownCustomer): Promise<void>;

  /** Null when the conversation has no message yet, or has this owner already. */
  changeOwner(conversationId: string, owner: Owner, at: number): Promise<OwnerChange | null>;

  /**
   * Takes the conversation out, with everything that belongs to it; false when it stays or there is none. Its id stays known as a
   * hash: from then on nothing more is kept under it.
   */
  erase(conversationId: string, erasure: Erasure): Promise<boolean>;

  wasErased(conversationId: string): Promise<boolean>;

  /** Rejects when nothing can be kept. */
  check(): Promise<void>;

  close(): Promise<void>;
}
