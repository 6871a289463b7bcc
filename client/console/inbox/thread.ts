import type { Colleague, Note } from "../../../src/protocol/staff.ts";
import type { ConversationView, TimedEntry } from "../../../src/protocol/staff-http.ts";
import type { StaffEvent } from "../../shared/staff-connection.ts";

/** A conversation as it is read and as it goes on. */
export type Thread = {
  view: ConversationView;
  /** The cursor up to which the view was read whole; later entries were told one by one. */
  read: number;
  /** The answer that is being written. Provisional: the entry that follows is what counts. */
  streaming: { messageId: string; text: string } | null;
  /** The colleagues who write. */
  typing: readonly Colleague[];
  customerTyping: boolean;
};

export type Row =
  | { kind: "entry"; key: string; at: number; entry: TimedEntry }
  | { kind: "note"; key: string; at: number; note: Note }
  /** A new day begins. */
  | { kind: "day"; key: string; at: number };

/** Events may come twice or late: entries are told apart by their cursor. @param at milliseconds since the epoch */
export function applyEvent(thread: Thread, event: StaffEvent, at: number): Thread {
  const { view } = thread;
  if (!("conversationId" in event.payload) || event.payload.conversationId !== view.conversationId) return thread;

  switch (event.name) {
    case "message":
      return addEntry(thread, { event: "message", payload: event.payload, at });
    case "answer-end":
      return addEntry({ ...thread, streaming: null }, { event: "answer-end", payload: event.payload, at });
    case "owner":
      return changeHands(thread, event.payload, at);
    case "answer-start":
      return { ...thread, streaming: { messageId: event.payload.messageId, text: "" } };
    case "answer-delta":
      return { ...thread, streaming: extend(thread.streaming, event.payload) };
    case "draft":
      return isLeft(view, event.payload.replyTo) ? { ...thread, view: { ...view, draft: event.payload } } : thread;
    case "inbox":
      return { ...thread, view: { ...view, ...event.payload } };
    case "note":
      return { ...thread, view: { ...view, notes: [...view.notes, event.payload] } };
    case "labels":
      return { ...thread, view: { ...view, labels: event.payload.labels } };
    case "presence":
      return { ...thread, view: { ...view, viewers: event.payload.viewers } };
    case "typing":
      return afterTyping(thread, event.payload);
    default:
      return thread;
  }
}

/** The question is the last thing said. A draft may be told while the view, read a moment later, has a newer one. */
function isLeft({ entries }: ConversationView, questionId: string): boolean {
  const said = entries.flatMap((entry) => (entry.event === "message" ? [entry.payload] : []));
  return said.findLast(({ author }) => author !== "system")?.messageId === questionId;
}

type OwnerChanged = (StaffEvent & { name: "owner" })["payload"];

function changeHands(thread: Thread, { cursor, owner, assignee, signature }: OwnerChanged, at: number): Thread {
  const { view } = addEntry(thread, { event: "owner", payload: { cursor, owner }, at });
  const signatures = signature ? { ...view.signatures, [cursor]: signature } : view.signatures;
  return { ...thread, view: { ...view, owner, assignee, signatures, draft: owner === "human" ? view.draft : null } };
}

/** Kept once, and in its place: an entry that names a colleague is told a little later than one that does not. */
function addEntry(thread: Thread, entry: TimedEntry): Thread {
  const { view } = thread;
  const { cursor } = entry.payload;
  if (cursor <= thread.read || view.entries.some(({ payload }) => payload.cursor === cursor)) return thread;
  const entries = [...view.entries, entry].sort((a, b) => a.payload.cursor - b.payload.cursor);
  // The customer goes on, or was answered: what was drafted for their last question no longer fits.
  const author = entry.event === "message" ? entry.payload.author : null;
  const said = author === "customer" || author === "staff";
  // A reply needs the turn, so it is from whoever has it.
  const signed = author === "staff" && view.assignee && { [cursor]: { by: view.assignee, to: null } };
  return {
    ...thread,
    customerTyping: thread.customerTyping && author !== "customer",
    view: {
      ...view,
      cursor: Math.max(view.cursor, cursor),
      entries,
      signatures: { ...view.signatures, ...signed },
      draft: said ? null : view.draft,
    },
  };
}

function extend(
  streaming: Thread["streaming"],
  { messageId, offset, text }: { messageId: string; offset: number; text: string },
): Thread["streaming"] {
  // Whoever begins to watch in the middle has not seen the start.
  const before = streaming?.messageId === messageId ? streaming.text : "";
  return { messageId, text: before.slice(0, offset) + text };
}

function afterTyping(thread: Thread, { from, typing }: { from: Colleague | null; typing: boolean }): Thread {
  if (!from) return { ...thread, customerTyping: typing };
  const others = thread.typing.filter((one) => one.staffId !== from.staffId);
  return { ...thread, typing: typing ? [...others, from] : others };
}

/** Entries and notes in the order of time, each day headed by its date. */
export function rowsOf({ entries, notes }: ConversationView): Row[] {
  const rows: Row[] = [
    ...entries.map((entry): Row => ({ kind: "entry", key: `e${entry.payload.cursor}`, at: entry.at, entry })),
    ...notes.map((note): Row => ({ kind: "note", key: `n${note.noteId}`, at: note.at, note })),
  ];
  rows.sort((a, b) => a.at - b.at);
  const dayOf = ({ at }: Row) => new Date(at).toDateString();
  return rows.flatMap((row, at): Row[] => {
    const before = rows[at - 1];
    return before && dayOf(before) === dayOf(row) ? [row] : [{ kind: "day", key: `d${row.at}`, at: row.at }, row];
  });
}
