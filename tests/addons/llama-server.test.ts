import { describe, expect, it } from "@jest/globals";
import { openaiSchemas } from "../support/openai/schema.ts";

type Protocol = {
  readChatRequest(body: string, models: string[]): Record<string, unknown>;
  chunkOf(head: Head, delta: object, finish?: string | null): object;
  usageChunkOf(head: Head, usage: { prompt: number; reply: number }): object;
  errorOf(message: string): object;
};
type Head = { id: string; created: number; model: string };

// An add-on of its own, in plain JavaScript: the compiler is told what is used of it.
const file = new URL("../../addons/llama-server/chat-protocol.mjs", import.meta.url).href;
const { readChatRequest, chunkOf, usageChunkOf, errorOf } = (await import(file)) as Protocol;

const asked = (more: object) => JSON.stringify({ model: "bank", messages: [{ role: "user", content: "hi" }], ...more });
const read = (more: object) => readChatRequest(asked(more), ["base", "bank"]);

describe("the server of tuned models", () => {
  it("[L2] takes text as one string or as parts, and a grammar beside it", () => {
    const parts = [
      { type: "text", text: "one" },
      { type: "text", text: "two" },
    ];

    expect(read({ messages: [{ role: "user", content: parts }], grammar: 'root ::= "yes"' })).toMatchObject({
      messages: [{ role: "user", text: "one\ntwo" }],
      grammar: 'root ::= "yes"',
      temperature: 0,
    });
  });

  it.each([
    ["a model that it does not have", { model: "other" }, /no model "other" here, only: base, bank/],
    ["no messages", { messages: [] }, /at least one/],
    ["a reply as the last message", { messages: [{ role: "assistant", content: "x" }] }, /end with one of the user/],
    ["a picture", { messages: [{ role: "user", content: [{ type: "image_url" }] }] }, /must be text/],
    [
      "an unknown role",
      {
        messages: [
          { role: "tool", content: "x" },
          { role: "user", content: "x" },
        ],
      },
      /role "tool"/,
    ],
    ["no room for a reply", { max_tokens: 0 }, /max_tokens/],
    ["a grammar that is no text", { grammar: {} }, /grammar/],
  ])("[L2] says what to change about %s", (_, more, problem) => {
    expect(() => read(more)).toThrow(problem);
  });

  it.each(["", "null", "[", "3"])("[L2] refuses the body %j in words", (body) => {
    expect(() => readChatRequest(body, ["base"])).toThrow(/JSON object/);
  });

  it("[L2] streams what OpenAI's description allows", () => {
    const check = openaiSchemas();
    const head = { id: "chatcmpl-1", created: 1, model: "bank" };
    const chunks = [
      chunkOf(head, { role: "assistant", content: "" }),
      chunkOf(head, {}, "stop"),
      usageChunkOf(head, { prompt: 3, reply: 2 }),
    ];

    expect(chunks.map((chunk) => check("CreateChatCompletionStreamResponse", chunk))).toEqual(["", "", ""]);
    expect(check("ErrorResponse", errorOf("No such page"))).toBe("");
  });
});
