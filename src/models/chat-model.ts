export type ChatMessage = { role: "system" | "user" | "assistant"; content: string };

/** `stop`: finished by itself; `length`: cut by the token limit; `filtered`: refused by the provider's filter. */
export type FinishReason = "stop" | "length" | "filtered";

export type ChatUsage = { promptTokens: number; completionTokens: number };

export type ChatReply = { text: string; finish: FinishReason; usage: ChatUsage | null };

export type ChatOptions = {
  signal: AbortSignal;
  /** Called with each piece as it arrives. A retried call starts again: `onRestart` says that what came so far is void. */
  onDelta: (text: string) => void;
  onRestart: () => void;
  /** The reply is to be one of these. A server that can be held to it is; whoever asks looks all the same. */
  choices?: readonly string[];
};

/**
 * Why no reply came. An expected outcome, so it is returned and not thrown.
 * `unavailable` covers an open circuit breaker, refused connections and 5xx after the retries; `rejected` a request
 * that the server will not take as it is (unknown model, prompt too long); `too-long` a reply without end; `busy` that as
 * many calls as are allowed go on already.
 */
export type ChatFailure = {
  failure:
    | "timeout"
    | "rate-limited"
    | "bad-key"
    | "rejected"
    | "empty"
    | "cut-off"
    | "malformed"
    | "too-long"
    | "unavailable"
    | "busy"
    | "stopped";
  /** For the record and the log, never for a customer. */
  detail: string;
};

export interface ChatModel {
  /** As recorded with every turn, e.g. "openai:gpt-4o-mini". */
  readonly id: string;
  /** Tokens that the model reads at most, its reply included. */
  readonly contextTokens: number;
  countTokens(text: string): number;
  /** Streams one reply, with bounded retries inside. Never throws for what the other side does. */
  chat(messages: ChatMessage[], options: ChatOptions): Promise<ChatReply | ChatFailure>;
}
