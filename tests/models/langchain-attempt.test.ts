import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { langchainAttempt } from "../../src/models/langchain-attempt.ts";
import { openAiCompatible } from "../../src/models/openai-compatible.ts";
import { cutsAfter, endsAfter, wholeReply } from "../support/openai/behaviours.ts";
import { type OpenaiServer, openaiServer } from "../support/openai-server.ts";

let openai: OpenaiServer;
beforeAll(async () => {
  openai = await openaiServer();
});
afterAll(() => openai.close());

const NAMED = ["cut-off", "empty", "malformed", "unavailable"];

describe("one call through LangChain", () => {
  it.each([
    ["ended", endsAfter],
    ["dropped", cutsAfter],
  ])("[M3] a stream %s at any byte is either complete or a named failure", async (_, behaviour) => {
    const settings = { baseUrl: openai.url, apiKey: openai.key, model: "m", timeoutSeconds: 20, promptTokens: 4_000 };
    const client = openAiCompatible(settings);
    const attempt = langchainAttempt(() => client);
    const text = "Up, left ⚠️";
    const reply = wholeReply({ model: "m", messages: [] }, text);
    const finished = reply.indexOf('"finish_reason":"stop"');

    for (let bytes = 0; bytes <= reply.length; bytes++) {
      openai.next(behaviour(bytes, text));
      let heard = "";
      const result = await attempt([{ role: "user", content: "Where?" }], {
        signal: new AbortController().signal,
        onDelta: (piece) => {
          heard += piece;
        },
        onActivity() {},
      });

      expect(text.startsWith(heard)).toBe(true);
      if ("failure" in result) expect(NAMED).toContain(result.failure);
      else expect([result, bytes > finished]).toEqual([{ text, finish: "stop", usage: null }, true]);
    }
  });

  it("[M8] leaves a provider that does not listen to the signal", async () => {
    const stop = new AbortController();
    const deaf = { stream: async () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }) };
    const attempt = langchainAttempt(async () => deaf as never);

    const result = attempt([], { signal: stop.signal, onDelta() {}, onActivity() {} });
    stop.abort();

    expect(await result).toHaveProperty("failure");
  });
});
