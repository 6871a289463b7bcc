import type { AnswerRecord, HistoryTurn } from "../protocol/answer-record.ts";
import type { ChatModel } from "./chat-model.ts";

export type TunedQuestion = {
  text: string;
  /** Earlier turns, oldest first. */
  history: readonly HistoryTurn[];
  /** What serves a share of conversations stays the same within one. */
  conversationId?: string;
};

/** A passage as it was when staff approved what cites it. */
type Cited = { passageId: string; hash: string };

export type Meant = {
  intent: string;
  /** Calibrated, in 0..1: that the customer means this intent. */
  probability: number;
  /** As recorded with the turn. */
  modelId: string;
};

/** What a model that serves the intent takes a question for. */
export type MeantQuestion = {
  /** What sets the question apart from all that the intent was learnt from: see `unsaidBy`. */
  unsaid: { words: readonly string[]; mostly: boolean; lacking: boolean; negated: boolean };
  /** May ask a server, which costs time and money. Null: no approved reply fits this conversation. */
  reply(signal: AbortSignal): Promise<TunedReply | TunedWriter | NoTunedReply | null>;
};

/** A reply that staff approved, its slots filled from this conversation. `[n]` cites `cited[n - 1]`. */
export type TunedReply = Meant & {
  kind: "reply";
  text: string;
  cited: readonly Cited[];
  /** What a server was sent for it, and what that took; null where none was asked. */
  sent: Pick<AnswerRecord, "messages" | "tokens"> | null;
};

/** A model that is to write, with the passages in sight that are found for the question. */
export type TunedWriter = Meant & {
  kind: "writer";
  model: ChatModel;
  /** Text of a prompt file: the one that the model was trained with. */
  prompt: string;
  /** Of all messages at most. */
  promptTokens: number;
  /** The conversation as training shows it, without personal data; the question last. */
  said: readonly string[];
  /** What the replies cite that it learnt of this intent. */
  cited: readonly Cited[];
  /** What a customer may see of a text that was written with these passages in sight, or why nothing of it. */
  admit(text: string, passages: readonly string[]): { text: string } | { refused: string };
};

/** The model that serves the intent gave no reply that may be shown. `why` as recorded with the turn. */
export type NoTunedReply = { kind: "none"; why: string };

/** What the route asks before it turns to the documentation. */
export interface TunedReplies {
  /** Null: no served intent is meant with enough certainty. */
  meant(question: TunedQuestion): Promise<MeantQuestion | null>;
}
