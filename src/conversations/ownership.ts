import type { Owner } from "../protocol/conversation.ts";

export type Ownership = {
  /** Whether a customer's question is kept at all. */
  takesQuestions: boolean;
  /** Whether the bot may open, go on with or finish an answer. */
  botSpeaks: boolean;
};

/**
 * Who may speak, by who owns the turn. Asked inside the store's transactions, so that an answer and a takeover that
 * race are decided once and in one place.
 */
export function ownership(owner: Owner): Ownership {
  switch (owner) {
    case "bot":
    case "queued":
      return { takesQuestions: true, botSpeaks: true };
    case "human":
      return { takesQuestions: true, botSpeaks: false };
    case "closed":
      return { takesQuestions: false, botSpeaks: false };
  }
}
