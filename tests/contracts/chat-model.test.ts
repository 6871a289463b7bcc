import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { breakerChatModel } from "../../src/models/breaker-chat-model.ts";
import type { ChatModel } from "../../src/models/chat-model.ts";
import { systemClock } from "../../src/models/clock.ts";
import { maskingChatModel } from "../../src/models/masking-chat-model.ts";
import { openChatModel } from "../../src/models/open-chat-model.ts";
import { shippedGazetteer } from "../../src/privacy/gazetteer.ts";
import { mask } from "../../src/privacy/redact.ts";
import { hangsAfter, says } from "../support/openai/behaviours.ts";
import { type OpenaiServer, openaiServer } from "../support/openai-server.ts";
import { scriptedChatModel } from "../support/scripted-chat-model.ts";

const TEXT = "Der Schalter sitzt unter dem Sattel – links. 左側 👍";

const rules = { gazetteer: shippedGazetteer(projectRoot()), patterns: [] };

let openai: OpenaiServer;
beforeAll(async () => {
  openai = await openaiServer();
});
afterAll(() => openai.close());

async function overOpenai(): Promise<ChatModel> {
  const settings = { baseUrl: openai.url, apiKey: openai.key, model: "m", timeoutSeconds: 120, promptTokens: 4_000 };
  return (await openChatModel(settings, { report() {}, random: () => 0 }))!;
}

const adapters: [string, () => Promise<ChatModel>][] = [
  ["ChatOpenAI behind retries and a breaker", overOpenai],
  ["the scripted model", async () => scriptedChatModel([TEXT])],
  ["a breaker around the scripted model", async () => breakerChatModel(scriptedChatModel([TEXT]), systemClock)],
  [
    "a mask around the scripted model",
    async () => maskingChatModel(scriptedChatModel([TEXT]), (texts) => mask(texts, rules)),
  ],
];

describe.each(adapters)("every chat model: %s", (_, open) => {
  const ask = async (signal: AbortSignal, onDelta: (text: string) => void = () => {}) =>
    (await open()).chat([{ role: "user", content: "Where?" }], { signal, onDelta, onRestart: () => {} });

  it("[M1] streams pieces that together are its reply, and nothing behind it", async () => {
    openai.next(says(TEXT));
    const pieces: string[] = [];

    const reply = await ask(new AbortController().signal, (piece) => pieces.push(piece));

    expect(reply).toMatchObject({ text: TEXT, finish: "stop" });
    expect(pieces.join("")).toBe(TEXT);
    expect(pieces.length).toBeGreaterThan(1);
  });

  it("[M8] returns `stopped` when it is stopped, before or while it speaks", async () => {
    openai.next(hangsAfter("Der "));
    expect(await ask(AbortSignal.abort())).toMatchObject({ failure: "stopped" });

    const customer = new AbortController();
    expect(await ask(customer.signal, () => customer.abort())).toMatchObject({ failure: "stopped" });
    await openai.abandoned();
  });

  it("[M10] counts no tokens in nothing, and more in more", async () => {
    const model = await open();

    expect(model.countTokens("")).toBe(0);
    expect(model.countTokens(TEXT)).toBeGreaterThan(5);
    expect(model.id).toMatch(/^\w+:\w+/);
    expect(model.contextTokens).toBeGreaterThan(0);
  });
});
