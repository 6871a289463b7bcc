import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { boundedFetch } from "./bounded-fetch.ts";
import type { ChatModel } from "./chat-model.ts";
import { type Clock, systemClock } from "./clock.ts";
import { tokenCounter } from "./count-tokens.ts";
import { langchainAttempt } from "./langchain-attempt.ts";
import { RETRY_POLICY, retryingChatModel } from "./retrying-chat-model.ts";

export type ChatModelSettings = {
  /** "" uses OpenAI's own address. */
  baseUrl: string;
  apiKey: string;
  /** "model" or "provider:model". */
  model: string;
  timeoutSeconds: number;
  /** Tokens that a prompt may have; the reply comes on top. */
  promptTokens: number;
};

/** Room for an answer and the private steps before it. */
const REPLY_TOKENS = 2_000;

/** The configured model, or null when none is. LangChain itself loads with the first question. */
export async function openChatModel(
  settings: ChatModelSettings,
  ports: { clock: Clock; random: () => number } = { clock: systemClock, random: Math.random },
): Promise<ChatModel | null> {
  if (settings.model === "") return null;

  const open = once(() => openAiCompatible(settings));
  const model = {
    id: `openai:${settings.model}`,
    contextTokens: settings.promptTokens + REPLY_TOKENS,
    countTokens: await tokenCounter(settings.model),
    attempt: langchainAttempt(open),
  };
  return retryingChatModel(model, { ...RETRY_POLICY, deadlineMs: settings.timeoutSeconds * 1_000 }, ports);
}

async function openAiCompatible(settings: ChatModelSettings): Promise<BaseChatModel> {
  const { ChatOpenAI } = await import("@langchain/openai");
  const reasons = /^(o\d|gpt-5)/.test(settings.model);

  return new ChatOpenAI({
    model: settings.model,
    // Local servers ask for no key, but the client insists on one.
    apiKey: settings.apiKey || "none",
    // Reasoning models refuse a temperature and spend their reply's tokens on thinking.
    ...(reasons ? {} : { temperature: 0, maxTokens: REPLY_TOKENS }),
    maxRetries: 0,
    timeout: settings.timeoutSeconds * 1_000,
    // The only place where a refusal stands.
    __includeRawResponse: true,
    configuration: { baseURL: settings.baseUrl || null, maxRetries: 0, fetch: boundedFetch, logLevel: "off" },
  });
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
