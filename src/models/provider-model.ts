import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { ChatModelSettings } from "./open-chat-model.ts";

/** Thrown at start-up: the operator has to install a package or correct CHAT_MODEL. */
export class ModelSetupError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ModelSetupError";
  }
}

/**
 * The model of another LangChain package for "provider:model", null when the name has no such provider in front (OpenAI's
 * tuned models have colons of their own). Opened at start-up, so that a missing package is noticed there and not by a
 * customer. The packages read their keys from the environment themselves, e.g. ANTHROPIC_API_KEY.
 */
export async function providerModel({
  model,
  temperature = 0,
  replyTokens,
}: ChatModelSettings): Promise<BaseChatModel | null> {
  const [, provider = "", name = ""] = /^([\w-]+):(.+)$/.exec(model) ?? [];
  if (provider === "" || provider === "openai") return null;

  const { initChatModel, MODEL_PROVIDER_CONFIG } = await import("langchain/chat_models/universal");
  const known = Object.entries(MODEL_PROVIDER_CONFIG).find(([key]) => key === provider)?.[1];
  if (!known) return null;

  try {
    await import(known.package);
    const sampling = { temperature, ...(replyTokens && { maxTokens: replyTokens }) };
    return await initChatModel(name, { modelProvider: provider, ...sampling, maxRetries: 0 });
  } catch (error) {
    throw new ModelSetupError(setupMessage(model, known.package, error), { cause: error });
  }
}

function setupMessage(model: string, packageName: string, error: unknown): string {
  const { code = "", message = String(error) } = error as { code?: string; message?: string };
  return /MODULE_NOT_FOUND/.test(code)
    ? `CHAT_MODEL=${model} needs the package ${packageName}: npm install ${packageName}`
    : `CHAT_MODEL=${model} cannot be opened: ${message}`;
}
