import { type Attempt, type FailedAttempt, failed } from "./attempt.ts";
import type { ChatFailure, ChatMessage, ChatModel, ChatOptions, ChatReply } from "./chat-model.ts";
import { type Clock, pause } from "./clock.ts";

export type RetryPolicy = {
  /** Calls at most, the first one included. */
  attempts: number;
  /** From the question to the last word, retries and pauses included, in milliseconds. */
  deadlineMs: number;
  /** Longest silence once a reply has begun; before that only the deadline counts, because a local model may read long. */
  silenceMs: number;
  /** Upper bound of the pause before the second call; doubled for each further one. */
  backoffMs: number;
};

export const RETRY_POLICY: Omit<RetryPolicy, "deadlineMs"> = { attempts: 3, silenceMs: 10_000, backoffMs: 500 };

export type RetryPorts = {
  clock: Clock;
  /** Uniform in [0, 1). */
  random: () => number;
  /** Told of each call that failed, also when a later one succeeds. For the log. */
  report: (failure: ChatFailure) => void;
};

/**
 * A ChatModel that calls `attempt` up to `policy.attempts` times within one deadline. Pauses are drawn with full jitter
 * (Brooker, "Exponential Backoff and Jitter", AWS 2015); `Retry-After` is honoured where the deadline leaves room, and
 * where it does not the failure comes back at once. Time-outs are not tried again: the customer has waited.
 */
export function retryingChatModel(
  model: Pick<ChatModel, "id" | "contextTokens" | "countTokens"> & { attempt: Attempt },
  policy: RetryPolicy,
  ports: RetryPorts,
): ChatModel {
  return {
    id: model.id,
    contextTokens: model.contextTokens,
    countTokens: model.countTokens,
    chat: (messages, options) => chatWithRetries({ attempt: model.attempt, messages, options }, policy, ports),
  };
}

type Call = { attempt: Attempt; messages: ChatMessage[]; options: ChatOptions };

async function chatWithRetries(
  call: Call,
  policy: RetryPolicy,
  { clock, random, report }: RetryPorts,
): Promise<ChatReply | ChatFailure> {
  const { signal } = call.options;
  const end = clock.now() + policy.deadlineMs;

  for (let count = 1; ; count++) {
    const watch = watchdog(signal, { remainingMs: Math.max(0, end - clock.now()), ...policy }, clock);
    const result = await callOnce(call, watch);
    if (!("failure" in result)) return result;
    const { failure, detail, again, retryAfterMs } = result;
    if (failure !== "stopped") report({ failure, detail });

    // On top of what the server asks for: not everybody it sent away should come back at the same moment.
    const wait = (retryAfterMs ?? 0) + random() * policy.backoffMs * 2 ** (count - 1);
    if (!again || count >= policy.attempts || clock.now() + wait >= end) return { failure, detail };

    await pause(clock, wait, signal);
    if (signal.aborted) return { failure: "stopped", detail: "stopped while waiting to call again" };
  }
}

async function callOnce({ attempt, messages, options }: Call, watch: Watchdog): Promise<ChatReply | FailedAttempt> {
  let streamed = false;
  const onDelta = (text: string) => {
    if (watch.signal.aborted || text === "") return;
    streamed = true;
    options.onDelta(text);
  };

  const result = await attempt(messages, {
    ...{ signal: watch.signal, onDelta, onActivity: watch.activity },
    ...(options.choices && { choices: options.choices }),
  });
  watch.end();

  if (!("failure" in result)) return result;
  if (options.signal.aborted) return failed("stopped", "stopped by the caller");
  if (streamed) options.onRestart();
  return watch.late() ?? result;
}

type Watchdog = ReturnType<typeof watchdog>;

/** Aborts when the caller does, at the deadline, and when a reply that has begun falls silent. */
function watchdog(
  caller: AbortSignal,
  { remainingMs, silenceMs }: { remainingMs: number; silenceMs: number },
  clock: Clock,
) {
  const controller = new AbortController();
  let late: FailedAttempt | null = null;
  const giveUp = (detail: string) => {
    late = failed("timeout", detail);
    controller.abort();
  };

  const follow = () => controller.abort();
  caller.addEventListener("abort", follow, { once: true });
  if (caller.aborted) follow();

  const deadline = clock.alarm(remainingMs, () => giveUp("no complete reply within the deadline"));
  let silence: ReturnType<Clock["alarm"]> | null = null;

  return {
    signal: controller.signal,
    late: () => late,
    activity() {
      if (silence) silence.restart();
      else silence = clock.alarm(silenceMs, () => giveUp(`silent for ${silenceMs} ms in the middle of a reply`));
    },
    end() {
      deadline.cancel();
      silence?.cancel();
      caller.removeEventListener("abort", follow);
    },
  };
}
