import type { ChatMessage } from "../models/chat-model.ts";

type Spoken = { role: "user" | "assistant"; content: string };

/** The one way in which a conversation is shown to a tuned model, in training and when it serves. */
export function tunedMessages(system: string, spoken: readonly Spoken[]): ChatMessage[] {
  const turns = spoken.filter(({ content }) => content.trim() !== "");
  return system === "" ? turns : [{ role: "system", content: system }, ...turns];
}
