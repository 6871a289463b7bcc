import type { ChatMessage, ChatModel } from "../models/chat-model.ts";
import type { Prompt } from "./prompt-file.ts";

/** A model that helps before the answer is written. The customer waits for it, so its time is short. */
export type ModelAid = {
  model: ChatModel;
  prompt: Prompt;
  productName: string;
  /** Of all messages at most. */
  promptTokens: number;
  /** A signal that aborts when the aid's time is over; called at its start. */
  deadline: () => AbortSignal;
};

/** null: off. */
export type ModelAids = { rewrite: ModelAid | null; rerank: ModelAid | null };

/** What stands in the last `<tag>…</tag>` of the reply, or why there is nothing: a name for the record. */
export async function askAid(
  { model, deadline }: ModelAid,
  { messages, tag, signal }: { messages: ChatMessage[]; tag: string; signal: AbortSignal },
): Promise<{ words: string } | { failure: string }> {
  const late = deadline();
  const reply = await model.chat(messages, {
    signal: AbortSignal.any([signal, late]),
    onDelta: () => {},
    onRestart: () => {},
  });

  if ("failure" in reply) return { failure: late.aborted ? "timeout" : reply.failure };
  const words = [...reply.text.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, "g"))].at(-1)?.[1];
  return words === undefined ? { failure: "malformed" } : { words: words.trim() };
}
