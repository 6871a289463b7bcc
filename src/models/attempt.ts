import type { ChatFailure, ChatMessage, ChatReply } from "./chat-model.ts";

/** One call of a model, without a retry: what an adapter has to offer; `retryingChatModel` makes a ChatModel of it. */
export type Attempt = (messages: ChatMessage[], options: AttemptOptions) => Promise<ChatReply | FailedAttempt>;

export type AttemptOptions = {
  signal: AbortSignal;
  onDelta: (text: string) => void;
  /** Something arrived, even if it is no text of the reply: the other side is alive. */
  onActivity: () => void;
  /** See ChatOptions. */
  choices?: readonly string[];
};

export type FailedAttempt = ChatFailure & {
  /** Whether the same call may well succeed in a moment. */
  again: boolean;
  /** What the server asked for by `Retry-After`. */
  retryAfterMs: number | null;
};

export function failed(
  failure: ChatFailure["failure"],
  detail: string,
  more: { again?: boolean; retryAfterMs?: number | null } = {},
): FailedAttempt {
  return { failure, detail, again: more.again ?? false, retryAfterMs: more.retryAfterMs ?? null };
}
