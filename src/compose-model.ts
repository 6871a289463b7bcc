import { join } from "node:path";
import type { Writer } from "./answer/generate.ts";
import type { ModelAid, ModelAids } from "./answer/model-aid.ts";
import { type Prompt, readPrompt } from "./answer/prompt-file.ts";
import { redactionRules } from "./compose-privacy.ts";
import { productNameOf } from "./compose-product.ts";
import type { Config } from "./config.ts";
import { pricesOf } from "./config-lists.ts";
import type { ChatFailure, ChatModel } from "./models/chat-model.ts";
import { maskingChatModel } from "./models/masking-chat-model.ts";
import type { ModelPrices } from "./models/model-prices.ts";
import { type ChatModelSettings, openChatModel } from "./models/open-chat-model.ts";
import { mask } from "./privacy/redact.ts";
import type { PromptSet } from "./protocol/prompts.ts";

export type ComposedModel = {
  /** null where no model is configured: the documentation is quoted. */
  writer: Writer | null;
  aids: ModelAids;
  /** The same server's model with what a prompt says of it. */
  open: (choice: PromptSet["model"]) => Promise<ChatModel | null>;
};

/**
 * The configured model with its prompts. `report` hears of every failed call. Throws ModelSetupError, PromptFileError.
 */
export async function composeModel(
  config: Config,
  report: (failure: ChatFailure) => void = toStandardError,
): Promise<ComposedModel> {
  const promptTokens = config.PROMPT_TOKENS;
  const settings = {
    baseUrl: config.OPENAI_BASE_URL,
    apiKey: config.OPENAI_API_KEY,
    model: config.CHAT_MODEL,
    timeoutSeconds: config.MODEL_TIMEOUT_SECONDS,
    atOnce: config.MODEL_CONCURRENCY,
    promptTokens,
  };
  const open = (asked: ChatModelSettings) => openMasked(config, asked, report);
  const model = await open(settings);
  if (!model) return { writer: null, aids: { rewrite: null, rerank: null }, open: async () => null };

  return {
    writer: { model, prompt: shippedPrompt("answer", config), promptTokens },
    aids: {
      rewrite: aid(model, "rewrite-question", config.REWRITE_SECONDS, config),
      rerank: aid(model, "rerank", config.RERANK_SECONDS, config),
    },
    open: remembered((choice) => (asConfigured(choice) ? Promise.resolve(model) : open(chosen(choice)))),
  };

  function chosen({ name, temperature, replyTokens }: PromptSet["model"]) {
    return {
      ...settings,
      ...(name !== null && { model: name }),
      ...(temperature !== null && { temperature }),
      ...(replyTokens !== null && { replyTokens }),
    };
  }
}

/** A model that reads no personal data of a conversation, where REDACT_MODEL_CALLS says so. Throws ModelSetupError. */
async function openMasked(
  config: Config,
  settings: ChatModelSettings,
  report: (failure: ChatFailure) => void,
): Promise<ChatModel | null> {
  const model = await openChatModel(settings, { report });
  if (!model || config.REDACT_MODEL_CALLS === "off") return model;
  const rules = redactionRules(config);
  return maskingChatModel(model, (texts) => mask(texts, rules));
}

const asConfigured = ({ name, temperature, replyTokens }: PromptSet["model"]) =>
  name === null && temperature === null && replyTokens === null;

/** One model for each choice: its circuit breaker has to see all its calls. */
function remembered(open: ComposedModel["open"]): ComposedModel["open"] {
  const opened = new Map<string, Promise<ChatModel | null>>();
  return (choice) => {
    const key = JSON.stringify([choice.name, choice.temperature, choice.replyTokens]);
    const model = opened.get(key) ?? open(choice);
    opened.set(key, model);
    return model;
  };
}

function aid(model: ChatModel, name: string, seconds: number, config: Config): ModelAid | null {
  if (seconds === 0) return null;
  return {
    model,
    prompt: shippedPrompt(name, config),
    productName: productNameOf(config),
    promptTokens: config.PROMPT_TOKENS,
    deadline: () => AbortSignal.timeout(seconds * 1_000),
  };
}

/** By the model as a turn names it: what names no provider is of an OpenAI-compatible server. */
export function pricesFrom({ MODEL_PRICES, PRICE_CURRENCY }: Config): ModelPrices {
  const named = [...(pricesOf(MODEL_PRICES) ?? [])];
  const perMillion = new Map(named.map(([model, price]) => [model.includes(":") ? model : `openai:${model}`, price]));
  return { currency: PRICE_CURRENCY, perMillion };
}

/** Read where they are edited: a build does not copy them. */
export function shippedPrompt(name: string, { root }: Pick<Config, "root">): Prompt {
  return readPrompt(join(root, "src", "answer", "prompts"), name);
}

/** Command lines keep standard output for their result. */
function toStandardError({ failure, detail }: ChatFailure): void {
  process.stderr.write(`The model failed (${failure}): ${detail}\n`);
}
