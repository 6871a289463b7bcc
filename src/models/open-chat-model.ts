import { boundedChatModel } from "./bounded-chat-model.ts";
import { breakerChatModel } from "./breaker-chat-model.ts";
import type { ChatModel } from "./chat-model.ts";
import { systemClock } from "./clock.ts";
import { tokenCounter } from "./count-tokens.ts";
import { langchainAttempt } from "./langchain-attempt.ts";
import { openAiCompatible, REPLY_TOKENS, type ReplyBound } from "./openai-compatible.ts";
import { providerModel } from "./provider-model.ts";
import { RETRY_POLICY, type RetryPorts, retryingChatModel } from "./retrying-chat-model.ts";

export type ChatModelSettings = {
  /** "" is OpenAI's own. */
  baseUrl: string;
  apiKey: string;
  /** "model", or "provider:model" for another LangChain package. "" for none. */
  model: string;
  timeoutSeconds: number;
  /** Calls that are made at once; as many as are asked for by default. */
  atOnce?: number;
  /** Tokens that a prompt may have; the reply comes on top. */
  promptTokens: number;
  /** Where a prompt says so; else 0, which is as repeatable as a model can be. */
  temperature?: number;
  /** Tokens of the reply at most, where a prompt says so. */
  replyTokens?: number;
  /** How the server is told what a reply must be one of; by default it is not. */
  bound?: ReplyBound;
};

/**
 * The configured model with retries, a circuit breaker and a bound, or null when none is configured. LangChain loads with the
 * first question. Throws ModelSetupError when a provider's package is missing.
 */
export async function openChatModel(
  settings: ChatModelSettings,
  { report, clock = systemClock, random = Math.random }: Pick<RetryPorts, "report"> & Partial<RetryPorts>,
): Promise<ChatModel | null> {
  if (settings.model === "") return null;

  const other = settings.baseUrl === "" ? await providerModel(settings) : null;
  const retrying = retryingChatModel(
    {
      id: other ? settings.model : `openai:${settings.model.replace(/^openai:/, "")}`,
      contextTokens: settings.promptTokens + (settings.replyTokens ?? REPLY_TOKENS),
      countTokens: await tokenCounter(settings.model),
      attempt: langchainAttempt(
        other ? async () => other : remembered((choices) => openAiCompatible(settings, choices)),
      ),
    },
    { ...RETRY_POLICY, deadlineMs: settings.timeoutSeconds * 1_000 },
    { clock, random, report },
  );
  const guarded = breakerChatModel(retrying, clock);
  // Outside of the breaker, which must not take a rush for an outage.
  return settings.atOnce === undefined ? guarded : boundedChatModel(guarded, settings.atOnce, clock);
}

/** One for each set of choices: what bounds a reply belongs to the client, and an intent's choices stay the same. */
function remembered<T>(make: (choices: readonly string[]) => Promise<T>): (choices?: readonly string[]) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (choices = []) => {
    const key = JSON.stringify(choices);
    const one = made.get(key) ?? make(choices);
    made.set(key, one);
    return one;
  };
}
