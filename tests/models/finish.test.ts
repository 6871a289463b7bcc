import { describe, expect, it } from "@jest/globals";
import { finishOf, refusedIn } from "../../src/models/finish.ts";

describe("how a provider says that its reply is over", () => {
  it.each([
    ["OpenAI", { finish_reason: "stop" }, "stop"],
    ["OpenAI, cut", { finish_reason: "length" }, "length"],
    ["OpenAI, filtered", { finish_reason: "content_filter" }, "filtered"],
    ["OpenAI's responses", { status: "completed" }, "stop"],
    [
      "OpenAI's responses, cut",
      { status: "incomplete", incomplete_details: { reason: "max_output_tokens" } },
      "length",
    ],
    ["Anthropic", { stop_reason: "end_turn" }, "stop"],
    ["Anthropic, refused", { stop_reason: "refusal" }, "filtered"],
    ["Google", { finishReason: "STOP" }, "stop"],
    ["Google, filtered", { finishReason: "SAFETY" }, "filtered"],
    ["Ollama", { done_reason: "length" }, "length"],
    ["one that nobody documents", { finish_reason: "tired" }, "stop"],
  ])("[M5] %s", (_, metadata, finish) => {
    expect(finishOf(metadata)).toBe(finish);
  });

  it.each([{}, { finish_reason: null }, { finish_reason: "" }, { status: "in_progress" }, { model_name: "m" }])(
    "[M5] not yet: %j",
    (metadata) => {
      expect(finishOf(metadata)).toBeNull();
    },
  );

  it("[M5] a refusal stands in a field of its own", () => {
    const raw = (delta: object) => ({ __raw_response: { choices: [{ delta }] } });

    expect(refusedIn(raw({ refusal: "I will not." }))).toBe(true);
    expect(refusedIn(raw({ refusal: null, content: "Yes." }))).toBe(false);
    expect(refusedIn({ __raw_response: { choices: [] } })).toBe(false);
    expect(refusedIn({})).toBe(false);
  });
});
