import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { boundedFetch } from "./bounded-fetch.ts";
import type { ChatModelSettings } from "./open-chat-model.ts";

/** Room for an answer and the private notes before it. */
export const REPLY_TOKENS = 2_000;

/**
 * `grammar`: GBNF, as llama.cpp's server and the llama-server add-on take it; `choice`: vLLM's structured outputs; `match`:
 * the server cannot be told, so the reply is compared afterwards.
 */
export const REPLY_BOUNDS = ["grammar", "choice", "match"] as const;
export type ReplyBound = (typeof REPLY_BOUNDS)[number];

/** ChatOpenAI for OpenAI and every server that speaks its protocol: vLLM, llama.cpp, Ollama, LM Studio … */
export async function openAiCompatible(
  settings: ChatModelSettings,
  choices: readonly string[] = [],
): Promise<BaseChatModel> {
  const { ChatOpenAI } = await import("@langchain/openai");
  const model = settings.model.replace(/^openai:/, "");
  const reasoning = /^(o\d|gpt-5)/.test(model);

  return new ChatOpenAI({
    model,
    // Local servers ask for no key, but the client insists on one.
    apiKey: settings.apiKey || "none",
    // Reasoning models refuse a temperature, and their hidden thoughts would use up the tokens of the reply.
    ...(reasoning ? {} : { temperature: settings.temperature ?? 0, maxTokens: settings.replyTokens ?? REPLY_TOKENS }),
    modelKwargs: boundBy(settings.bound ?? "match", choices),
    // Retries are ours: bounded by one deadline, and visible in the record.
    maxRetries: 0,
    timeout: settings.timeoutSeconds * 1_000,
    // The only place where a refusal stands.
    __includeRawResponse: true,
    configuration: { baseURL: settings.baseUrl || null, fetch: boundedFetch, logLevel: "off" },
  });
}

function boundBy(bound: ReplyBound, choices: readonly string[]): Record<string, unknown> {
  if (choices.length === 0 || bound === "match") return {};
  if (bound === "choice") return { structured_outputs: { choice: choices } };
  // GBNF quotes as JSON does.
  return { grammar: `root ::= ${choices.map((choice) => JSON.stringify(choice)).join(" | ")}` };
}
