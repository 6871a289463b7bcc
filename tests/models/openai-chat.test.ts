import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import type { ChatMessage } from "../../src/models/chat-model.ts";
import { systemClock } from "../../src/models/clock.ts";
import { openChatModel } from "../../src/models/open-chat-model.ts";
import * as server from "../support/openai/behaviours.ts";
import { type OpenaiServer, openaiServer } from "../support/openai-server.ts";

const hello: ChatMessage[] = [
  { role: "system", content: "You answer briefly." },
  { role: "user", content: "Where is the switch?" },
];

let openai: OpenaiServer;
beforeAll(async () => {
  openai = await openaiServer();
});
afterAll(() => openai.close());
afterEach(() => {
  expect(openai.violations).toEqual([]);
  openai.requests.length = 0;
});

async function ask(
  settings: { apiKey?: string; baseUrl?: string; timeoutSeconds?: number; signal?: AbortSignal } = {},
) {
  const model = await openChatModel(
    {
      baseUrl: openai.url,
      apiKey: openai.key,
      model: "small-model",
      timeoutSeconds: 20,
      promptTokens: 4_000,
      ...settings,
    },
    { clock: systemClock, random: () => 0 },
  );
  const heard: string[] = [];
  let restarts = 0;
  const reply = await model!.chat(hello, {
    signal: settings.signal ?? new AbortController().signal,
    onDelta: (text) => heard.push(text),
    onRestart: () => {
      heard.length = 0;
      restarts += 1;
    },
  });
  return { reply, heard: heard.join(""), restarts, calls: openai.requests.length };
}

describe("a chat model behind an OpenAI-compatible server", () => {
  it("[M1] streams a reply with its finish reason and token counts", async () => {
    openai.next(server.says("Under the saddle, on the left."));

    const { reply, heard, calls } = await ask();

    expect(reply).toEqual({
      text: "Under the saddle, on the left.",
      finish: "stop",
      usage: { promptTokens: 11, completionTokens: 7 },
    });
    expect(heard).toBe("Under the saddle, on the left.");
    expect(calls).toBe(1);
  });
});
