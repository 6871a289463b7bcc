import type { Owner } from "../protocol/conversation.ts";

export type Ownership = {
  /** Whether a customer's question is kept at all. */
  takesQuestions: boolean;
  /** Whether the bot may open, go on with or finish an answer. */
  botSpeaks: boolean;
};

export type TransferInput = {
  owner: Owner;
  /** Who has the conversation now; null where no person does. */
  assignee: string | null;
  to: Owner;
  /** Who asks for the change. */
  staffId: string;
  /** Who has it then. */
  nextAssignee: string | null;
  /** An assignment takes a conversation from whoever has it; a takeover never does. */
  assigns: boolean;
  /** The change is meant only for a turn that this person has. */
  onlyFrom?: string;
};

/** What a change of hands comes to. `reassigned`: a person had it and another has it now. */
export type TransferDecision = "changed" | "reassigned" | "unchanged" | "conflict" | "closed";

/** Two who take over at once are decided by the one who comes second: the turn is somebody else's by then. */
export function transferDecision(input: TransferInput): TransferDecision {
  const { owner, assignee, to, staffId, nextAssignee, assigns, onlyFrom } = input;
  if (onlyFrom !== undefined && (owner !== "human" || assignee !== onlyFrom)) return "unchanged";
  if (owner === "closed") return to === "closed" ? "unchanged" : "closed";
  if (owner === "human" && assignee !== null && assignee !== staffId && !assigns) return "conflict";
  if (owner !== to) return "changed";
  return assignee === nextAssignee ? "unchanged" : "reassigned";
}

export type PersonAsked = { owner: Owner; asleep: boolean; lastEntry: string | null; notice: string };

/**
 * Whether a request for a person is the one before again, as a double click sends it: somebody is on the way or there,
 * or, where nobody can come, the last thing in the conversation is what it would be told. One that staff have put to
 * sleep is asked for anew.
 */
export function asksAgain({ owner, asleep, lastEntry, notice }: PersonAsked): boolean {
  if (asleep) return false;
  return owner === "queued" || owner === "human" || lastEntry === notice;
}

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
