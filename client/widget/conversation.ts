import type { AnswerWriter, Citation, Outcome, Owner, Route } from "../../src/protocol/conversation.ts";
import type { AnswerDelta, AnswerEnd, AnswerStart, Message, OwnerChange, Session } from "../../src/protocol/visitor.ts";
import type { VisitorEvent } from "../shared/visitor-connection.ts";

/** `at` is the time of arrival in ms, null for what was said before this page was loaded: the wire carries no times. */
type Placed = { id: string; at: number | null };

export type CustomerEntry = Placed & { kind: "customer"; cursor: number; text: string };
/** `turn`, without a text: the team has handed back, and the bot answers from here on. */
export type NoteEntry = Placed & {
  kind: "staff" | "system" | "turn";
  cursor: number;
  text: string;
  citations: Citation[];
  offersEmail: boolean;
};
export type AnswerEntry = Placed & {
  kind: "answer";
  replyTo: string;
  /** These three are null while the answer is being written. */
  cursor: number | null;
  outcome: Outcome | null;
  route: Route | null;
  /** Where a model wrote it. */
  writer?: AnswerWriter | undefined;
  text: string;
  citations: Citation[];
};
export type Entry = CustomerEntry | NoteEntry | AnswerEntry;

export type Conversation = {
  /** Empty until the server opened a session. */
  id: string;
  owner: Owner;
  /** Highest cursor that came as an event. Acknowledgements leave it: what another tab wrote before may still be on its way. */
  cursor: number;
  /** Up to here the session is history, which is neither unread nor read out. */
  replayedTo: number;
  /** Somebody of the team writes. */
  teamTyping: boolean;
  /** In reading order: an answer stands below its question, also when a later question came first. */
  entries: readonly Entry[];
};

export type Happening =
  | VisitorEvent
  | { name: "acknowledged"; payload: { messageId: string; cursor: number; text: string } };

export const emptyConversation: Conversation = {
  id: "",
  owner: "bot",
  cursor: 0,
  replayedTo: 0,
  teamTyping: false,
  entries: [],
};

/**
 * The conversation after one more happening. Safe against repetition and delay: entries are known by id, a finished
 * answer never changes again, and deltas count only where they continue the text.
 */
export function afterHappening(conversation: Conversation, { name, payload }: Happening, now: number): Conversation {
  switch (name) {
    case "session":
      return afterSession(conversation, payload);
    case "acknowledged":
      return place(conversation, {
        kind: "customer",
        id: payload.messageId,
        cursor: payload.cursor,
        text: payload.text,
        at: now,
      });
    case "message":
      return afterMessage(conversation, payload, now);
    case "answer-start":
      return afterStart(conversation, payload, now);
    case "answer-delta":
      return afterDelta(conversation, payload);
    case "answer-end":
      return advance(
        place(conversation, finishedAnswer(payload, arrival(conversation, payload.cursor, now))),
        payload.cursor,
      );
    case "owner":
      return advance(afterOwner(conversation, payload, now), payload.cursor);
    case "typing":
      return { ...conversation, teamTyping: payload.typing };
    case "error":
      return conversation;
  }
}

function afterSession(conversation: Conversation, session: Session): Conversation {
  const known = conversation.id === session.conversationId ? conversation : emptyConversation;
  // A reconnected page knows what it shows; what it missed meanwhile is news.
  const replayedTo = known.entries.length > 0 ? known.replayedTo : session.cursor;
  return { ...known, id: session.conversationId, owner: session.owner, replayedTo, teamTyping: false };
}

function arrival(conversation: Conversation, cursor: number, now: number): number | null {
  return cursor > conversation.replayedTo ? now : null;
}

function afterMessage(conversation: Conversation, message: Message, now: number): Conversation {
  const { cursor, author } = message;
  const teamTyping = conversation.teamTyping && author !== "staff";
  return advance(
    place({ ...conversation, teamTyping }, messageEntry(message, arrival(conversation, cursor, now))),
    cursor,
  );
}

/** A conversation begins with the bot, and without a word of it: that it has the turn is news only when it got it back. */
function afterOwner(conversation: Conversation, { cursor, owner }: OwnerChange, now: number): Conversation {
  const changed = { ...conversation, owner, teamTyping: false };
  if (owner !== "bot") return changed;
  const back = { author: "turn" as const, messageId: `turn-${cursor}`, cursor, text: "" };
  return place(changed, messageEntry(back, arrival(conversation, cursor, now)));
}

type Said = Omit<Message, "author"> & { author: Message["author"] | "turn" };

function messageEntry(message: Said, at: number | null): Entry {
  const { author, messageId: id, cursor, text, citations = [], offersEmail = false } = message;
  return author === "customer"
    ? { kind: author, id, cursor, text, at }
    : { kind: author, id, cursor, text, citations, offersEmail, at };
}

function finishedAnswer({ messageId: id, ...answer }: AnswerEnd, at: number | null): AnswerEntry {
  return { kind: "answer", id, at, ...answer };
}

/** Sent again after a reconnect or when the text so far is void: it stays on show until the first delta replaces it. */
function afterStart(conversation: Conversation, { messageId: id, replyTo }: AnswerStart, at: number): Conversation {
  if (conversation.entries.some((entry) => entry.id === id)) return conversation;
  const started: AnswerEntry = {
    kind: "answer",
    id,
    replyTo,
    cursor: null,
    outcome: null,
    route: null,
    text: "",
    citations: [],
    at,
  };
  return place(conversation, started);
}

function afterDelta(conversation: Conversation, delta: AnswerDelta): Conversation {
  const entries = conversation.entries.map((entry) =>
    entry.kind === "answer" && entry.id === delta.messageId && entry.outcome === null
      ? { ...entry, text: extended(entry.text, delta) }
      : entry,
  );
  return { ...conversation, entries };
}

/** Offset 0 begins anew; a repeated delta changes nothing, and one behind a gap waits for the final text. */
function extended(shown: string, { offset, text }: AnswerDelta): string {
  if (offset > shown.length || (offset > 0 && shown.startsWith(text, offset))) return shown;
  return shown.slice(0, offset) + text;
}

function advance(conversation: Conversation, cursor: number): Conversation {
  return cursor > conversation.cursor ? { ...conversation, cursor } : conversation;
}

function place(conversation: Conversation, entry: Entry): Conversation {
  const same = conversation.entries.find(({ id }) => id === entry.id);
  if (same && !(same.kind === "answer" && same.outcome === null)) return conversation;

  const others = conversation.entries.filter((other) => other !== same && !isSuperseded(other, entry));
  const entries = [...others, same ? { ...entry, at: same.at } : entry];
  const order = new Map(entries.map((one) => [one.id, readingOrder(one, entries)]));
  return { ...conversation, entries: entries.sort((a, b) => order.get(a.id)! - order.get(b.id)!) };
}

/** A question has one answer: after a restart of the server an unfinished one may come back under another id. */
function isSuperseded(other: Entry, entry: Entry): boolean {
  return (
    entry.kind === "answer" && other.kind === "answer" && other.outcome === null && other.replyTo === entry.replyTo
  );
}

/** Below its question; where that was left to the team and handed back since, below the line that says so. */
function readingOrder(entry: Entry, entries: readonly Entry[]): number {
  if (entry.kind !== "answer") return entry.cursor;
  const ended = entry.cursor ?? Number.MAX_SAFE_INTEGER;
  const asked = entries.find(({ id }) => id === entry.replyTo)?.cursor;
  if (!asked) return ended;
  const turns = entries.map(({ kind, cursor }) => (kind === "turn" && cursor && cursor < ended ? cursor : 0));
  return Math.max(asked, ...turns) + 0.5;
}

/** Whether the customer has asked something that the bot has not begun to answer. */
export function isThinking({ entries, owner }: Conversation): boolean {
  const last = entries.findLast(({ kind }) => kind !== "turn");
  return owner !== "human" && owner !== "closed" && (last?.kind === "customer" || isEmptyAnswer(last));
}

function isEmptyAnswer(entry: Entry | undefined): boolean {
  return entry?.kind === "answer" && entry.outcome === null && entry.text === "";
}

/** The notice under which the customer may leave an address: the last one of the system, while nobody has come. */
export function emailOffer({ entries, owner }: Conversation): Entry | undefined {
  const last = entries.findLast(({ kind }) => kind === "system");
  const open = owner === "queued" || owner === "bot";
  return open && last?.kind === "system" && last.offersEmail ? last : undefined;
}

export function answerInProgress({ entries }: Conversation): AnswerEntry | undefined {
  return entries.find((entry): entry is AnswerEntry => entry.kind === "answer" && entry.outcome === null);
}

/** How many answers and messages came behind `readTo`, the highest cursor that the customer has seen. */
export function unreadCount({ entries }: Conversation, readTo: number): number {
  return entries.filter((entry) => entry.kind !== "customer" && (entry.cursor ?? 0) > readTo).length;
}
