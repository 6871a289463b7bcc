import type { Colleague, Note } from "../../../src/protocol/staff.ts";
import type { ConversationView, TimedEntry } from "../../../src/protocol/staff-http.ts";
import type { StaffEvent } from "../../shared/staff-connection.ts";

/** A conversation as it is read and as it goes on. */
export type Thread = {
  view: ConversationView;
  /** The answer that is being written. Provisional: the entry that follows is what counts. */
  streaming: { messageId: string; text: string } | null;
  /** The colleagues who write. */
  typing: readonly Colleague[];
  customerTyping: boolean;
};

export type Row =
  | { kind: "entry"; key: string; at: number; entry: TimedEntry }
  | { kind: "note"; key: string; at: number; note: Note };

/** Events may come twice or late: entries are told apart by their cursor. @param at milliseconds since the epoch */
export function applyEvent(thread: Thread, event: StaffEvent, at: number): Thread {
  const { view } = thread;
  if (!("conversationId" in event.payload) || event.payload.conversationId !== view.conversationId) return thread;

  switch (event.name) {
    case "message":
      return addEntry(thread, { event: "message", payload: event.payload, at });
    case "answer-end":
      return addEntry({ ...thread, streaming: null }, { event: "answer-end", payload: event.payload, at });
    case "owner": {
      const next = addEntry(thread, { event: "owner", payload: event.payload, at });
      const { owner, assignee } = event.payload;
      const draft = owner === "human" ? next.view.draft : null;
      return { ...next, view: { ...next.view, owner, assignee, draft } };
    }
    case "answer-start":
      return { ...thread, streaming: { messageId: event.payload.messageId, text: "" } };
    case "answer-delta":
      return { ...thread, streaming: extend(thread.streaming, event.payload) };
    case "draft":
      return { ...thread, view: { ...view, draft: event.payload } };
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

function addEntry(thread: Thread, entry: TimedEntry): Thread {
  const { view } = thread;
  const { cursor } = entry.payload;
  if (cursor <= view.cursor) return thread;
  // The customer goes on: what was drafted for their last question no longer fits.
  const asked = entry.event === "message" && entry.payload.author === "customer";
  return {
    ...thread,
    customerTyping: thread.customerTyping && !asked,
    view: { ...view, cursor, entries: [...view.entries, entry], draft: asked ? null : view.draft },
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

/** Entries and notes in the order of time. */
export function rowsOf({ entries, notes }: ConversationView): Row[] {
  const rows: Row[] = [
    ...entries.map((entry): Row => ({ kind: "entry", key: `e${entry.payload.cursor}`, at: entry.at, entry })),
    ...notes.map((note): Row => ({ kind: "note", key: `n${note.noteId}`, at: note.at, note })),
  ];
  return rows.sort((a, b) => a.at - b.at);
}
