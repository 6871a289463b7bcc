import { redactionRules } from "./compose-privacy.ts";
import type { Config } from "./config.ts";
import { type RegistryReplies, registryReplies } from "./intents/registry-replies.ts";
import { servedIntent } from "./intents/served-intent.ts";
import type { ServedModel } from "./intents/served-model.ts";
import { readTunedModel, type TunedModel } from "./intents/tuned-model.ts";
import type { ChatFailure, ChatModel } from "./models/chat-model.ts";
import { openChatModel } from "./models/open-chat-model.ts";
import { modelFolder, type Registry } from "./models/registry.ts";
import { servingRegistry } from "./models/serving-registry.ts";
import { findPersonalData, redact, redactText } from "./privacy/redact.ts";
import { redactedSlotValues, slotValues } from "./privacy/slot-values.ts";
import { defaultEmbedder } from "./search/static-embedder.ts";

const OPENAI_URL = "https://api.openai.com/v1";

type TunedOptions = {
  /** Of every failed call of a server. */
  report?: (failure: ChatFailure) => void;
  /** Of a damaged model. */
  announce?: (line: string) => void;
  /** The questions come from a dataset: placeholders stand where a customer's own data stood. */
  redacted?: boolean;
};

/** Serves what the registry names. */
export function tunedReplies(
  config: Config,
  registry: () => Registry,
  { report = toStandardError, announce = sayIt, redacted = false }: TunedOptions = {},
): RegistryReplies {
  const rules = redactionRules(config);
  return registryReplies({
    registry,
    model: tunedModels(config, announce),
    embedder: defaultEmbedder(config.root),
    chat: chatModels(config, report),
    promptTokens: config.PROMPT_TOKENS,
    redact: (texts) => redact(texts, rules).texts,
    slotValues: (texts) => (redacted ? redactedSlotValues : slotValues)(texts, rules),
    personal: (text) => findPersonalData([text], rules)[0]!.map(({ start, end }) => text.slice(start, end)),
  });
}

/** What a question is about, by the models that serve. What cannot be read is announced where replies are served. */
export function intentOf(config: Config) {
  const rules = redactionRules(config);
  const registry = servingRegistry(config.dataDir, () => {});
  return servedIntent(
    registry,
    tunedModels(config, () => {}),
    (question) => redactText(question, rules),
  );
}

/** Each is opened once. One that cannot be opened is said once and serves nothing: documentation does. */
function tunedModels(config: Config, announce: (line: string) => void): (id: string) => TunedModel | null {
  const embedder = defaultEmbedder(config.root);
  const opened = new Map<string, TunedModel | null>();
  const open = (id: string): TunedModel | null => {
    try {
      return readTunedModel(modelFolder(config.dataDir, id), id, embedder);
    } catch (error) {
      announce(`The tuned model ${id} does not serve: ${error instanceof Error ? error.message : error}`);
      return null;
    }
  };

  return (id) => {
    if (!opened.has(id)) opened.set(id, open(id));
    return opened.get(id)!;
  };
}

/** One for each server and name: its circuit breaker has to see all its calls. */
function chatModels(config: Config, report: (failure: ChatFailure) => void) {
  const opened = new Map<string, Promise<ChatModel>>();
  return (server: ServedModel): Promise<ChatModel> => {
    const key = JSON.stringify([server.url, server.name, server.bound]);
    const model = opened.get(key) ?? openServed(config, server, report);
    opened.set(key, model);
    return model;
  };
}

async function openServed(config: Config, { url, name, bound }: ServedModel, report: (failure: ChatFailure) => void) {
  const settings = {
    baseUrl: url,
    apiKey: keyFor(url, config),
    // Names of tuned models hold colons: without the prefix they would name a provider.
    model: `openai:${name}`,
    timeoutSeconds: config.MODEL_TIMEOUT_SECONDS,
    atOnce: config.MODEL_CONCURRENCY,
    promptTokens: config.PROMPT_TOKENS,
    bound,
  };
  return (await openChatModel(settings, { report }))!;
}

/** A key goes to the server that it is for, and to no other. */
function keyFor(url: string, { OPENAI_API_KEY, OPENAI_BASE_URL, TUNED_API_KEY }: Config): string {
  return url === (OPENAI_BASE_URL || OPENAI_URL).replace(/\/+$/, "") ? OPENAI_API_KEY : TUNED_API_KEY;
}

/** Command lines keep standard output for their result. */
function toStandardError({ failure, detail }: ChatFailure): void {
  sayIt(`The tuned model failed (${failure}): ${detail}`);
}

function sayIt(line: string): void {
  process.stderr.write(`${line}\n`);
}
