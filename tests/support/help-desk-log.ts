import type { LoggedConversation } from "../../finetune/conversation-log.ts";
import { STRANGERS, trainingTexts } from "./intent-sample.ts";

export const replyTo = (intent: string): string => `Staff's one reply about ${intent.replaceAll("_", " ")}.`;

/** What a parcel service's log would hold: approved answers to known questions, and turns that nobody reviewed. */
export function helpDeskLog(): LoggedConversation[] {
  const approved = trainingTexts().flatMap(({ text, intent }, at): LoggedConversation[] => [
    conversation(`a${at}`, text, intent!),
    // The same wish in other words, so that there is something to hold out.
    conversation(`b${at}`, `Hello, ${text.toLowerCase()} Thank you very much in advance`, intent!),
  ]);
  const unreviewed = STRANGERS.map(
    (text, at): LoggedConversation => ({ conversation_id: `s${at}`, turns: [{ role: "customer", text }] }),
  );
  return [...approved, ...unreviewed];
}

function conversation(conversation_id: string, text: string, intent: string): LoggedConversation {
  return {
    conversation_id,
    turns: [
      { role: "customer", text, intent },
      { role: "agent", text: replyTo(intent), review: { verdict: "approved" } },
    ],
  };
}
