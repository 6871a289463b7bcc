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
    const settings = { baseUrl: openai.url, apiKey: openai.key, model: "m", timeoutSeconds: 120, promptTokens: 4_000 };
    const client = openAiCompatible(settings);
    const attempt = langchainAttempt(() => client);
    const text = "Up ⚠️";
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

  const never = () => new Promise<never>(() => {});

  it.each([
    ["while it opens", never],
    ["before its first word", async () => ({ stream: never })],
    ["in mid-stream", async () => ({ stream: async () => ({ [Symbol.asyncIterator]: () => ({ next: never }) }) })],
  ])("[M8] leaves a provider that does not listen to the signal, %s", async (_, open) => {
    const stop = new AbortController();
    const attempt = langchainAttempt(open as never);

    const result = attempt([], { signal: stop.signal, onDelta() {}, onActivity() {} });
    stop.abort();

    expect(await result).toHaveProperty("failure");
  });

  it("[M1] adds up the counts of a provider that counts prompt and reply in different chunks", async () => {
    const chunk = (text: string, input_tokens: number, output_tokens: number, stop_reason?: string) => ({
      text,
      additional_kwargs: {},
      response_metadata: { stop_reason },
      usage_metadata: { input_tokens, output_tokens, total_tokens: 0 },
    });
    async function* stream() {
      yield chunk("Left.", 11, 0);
      yield chunk("", 0, 7, "end_turn");
    }
    const attempt = langchainAttempt((async () => ({ stream: async () => stream() })) as never);

    const result = await attempt([], { signal: new AbortController().signal, onDelta() {}, onActivity() {} });

    expect(result).toEqual({ text: "Left.", finish: "stop", usage: { promptTokens: 11, completionTokens: 7 } });
  });
});
