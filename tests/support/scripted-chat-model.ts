import type { ChatFailure, ChatMessage, ChatModel, ChatReply } from "../../src/models/chat-model.ts";
import { estimateTokens } from "../../src/models/count-tokens.ts";

export type Script = string | ChatReply | ChatFailure | ((messages: ChatMessage[]) => string);

/** A chat model that says what it is told, in order; the last line stays. A text is streamed a few characters at a time. */
export function scriptedChatModel(script: Script[]): ChatModel & { calls: ChatMessage[][] } {
  const calls: ChatMessage[][] = [];

  return {
    id: "scripted:test",
    contextTokens: 8_000,
    countTokens: estimateTokens,
    calls,

    async chat(messages, { signal, onDelta }) {
      const line = script[Math.min(calls.length, script.length - 1)] ?? "";
      calls.push(messages);

      const reply = typeof line === "function" ? line(messages) : line;
      if (typeof reply === "object" && "failure" in reply) return reply;

      const { text, finish, usage } = typeof reply === "string" ? whole(reply) : reply;
      for (const piece of text.match(/[\s\S]{1,7}/gu) ?? []) {
        if (signal.aborted) return { failure: "stopped", detail: "stopped by the caller" };
        onDelta(piece);
        await Promise.resolve();
      }
      return { text, finish, usage };
    },
  };
}

function whole(text: string): ChatReply {
  return { text, finish: "stop", usage: { promptTokens: 11, completionTokens: 7 } };
}
