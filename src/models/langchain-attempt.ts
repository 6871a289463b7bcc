import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { UsageMetadata } from "@langchain/core/messages";
import { type Attempt, type AttemptOptions, type FailedAttempt, failed } from "./attempt.ts";
import type { ChatMessage, ChatReply, ChatUsage, FinishReason } from "./chat-model.ts";
import { failureOf } from "./failure.ts";
import { finishOf, refusedIn } from "./finish.ts";

/** About ten thousand tokens: no support answer is longer, and an endless one must not fill the memory. */
const MAX_REPLY_LENGTH = 40_000;

/** What is read of LangChain's AIMessageChunk. */
type Chunk = {
  text: string;
  additional_kwargs: Record<string, unknown>;
  response_metadata: Record<string, unknown>;
  usage_metadata?: UsageMetadata | undefined;
};

type Open = (choices: readonly string[] | undefined) => Promise<BaseChatModel>;

/** One streamed call through LangChain. `open` is awaited at each call, so the package loads with the first question. */
export function langchainAttempt(open: Open): Attempt {
  return async (messages, options) => {
    try {
      return await read(
        streamed(() => open(options.choices), messages, options.signal),
        options,
      );
    } catch (error) {
      return failureOf(error);
    }
  };
}

/** A generator, so that opening and the wait for the first chunk can be left like any later one. */
async function* streamed(
  open: () => Promise<BaseChatModel>,
  messages: ChatMessage[],
  signal: AbortSignal,
): AsyncGenerator<Chunk> {
  const model = await open();
  yield* await model.stream(messages.map(asLangChain), { signal });
}

/** Only `text` is read: reasoning that a provider sends in fields of its own never becomes part of a reply. */
async function read(stream: AsyncIterable<Chunk>, options: AttemptOptions): Promise<ChatReply | FailedAttempt> {
  let text = "";
  let finish: FinishReason | null = null;
  let usage: ChatUsage | null = null;

  for await (const chunk of abortable(stream, options.signal)) {
    options.onActivity();
    text += chunk.text;
    if (text.length > MAX_REPLY_LENGTH) return failed("too-long", `the reply passed ${MAX_REPLY_LENGTH} characters`);
    options.onDelta(chunk.text);

    finish = refusedIn(chunk.additional_kwargs) ? "filtered" : (finish ?? finishOf(chunk.response_metadata));
    usage = added(usage, chunk.usage_metadata);
  }

  if (finish === null && text === "") return failed("empty", "the stream ended without a word", { again: true });
  if (finish === null) return failed("cut-off", "the stream ended without a finish reason", { again: true });
  if (finish === "stop" && text.trim() === "") return failed("empty", "the reply has no text", { again: true });
  return { text, finish, usage };
}

/** Some providers count the prompt in the first chunk and the reply in the last. */
function added(usage: ChatUsage | null, counted: UsageMetadata | undefined): ChatUsage | null {
  if (!counted) return usage;
  return {
    promptTokens: (usage?.promptTokens ?? 0) + counted.input_tokens,
    completionTokens: (usage?.completionTokens ?? 0) + counted.output_tokens,
  };
}

/** Leaves at the abort even where a provider package does not listen to the signal. */
async function* abortable<T>(stream: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = stream[Symbol.asyncIterator]();
  const aborted = new Promise<never>((_, reject) => {
    const leave = () => reject(new DOMException("aborted", "AbortError"));
    if (signal.aborted) leave();
    else signal.addEventListener("abort", leave, { once: true });
  });
  aborted.catch(() => {});

  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Not awaited: a provider that hangs in `next` would hang here too.
    Promise.resolve(iterator.return?.()).catch(() => {});
  }
}

function asLangChain({ role, content }: ChatMessage): { role: string; content: string } {
  return { role, content };
}
