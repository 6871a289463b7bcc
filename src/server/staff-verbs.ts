import type { z } from "zod";
import type { CaseFile } from "../conversations/case-file.ts";
import type { ConversationDesk } from "../conversations/conversation-desk.ts";
import type { Inbox } from "../conversations/inbox.ts";
import { refusal } from "../conversations/refusal.ts";
import type { SnoozeAlarm } from "../conversations/snooze-alarm.ts";
import type { Moved } from "../conversations/staff-turns.ts";
import type { Verb } from "../protocol/roles.ts";
import {
  assignSchema,
  type Colleague,
  closeSchema,
  handBackSchema,
  labelSchema,
  markReadSchema,
  noteSchema,
  type Refusal,
  type Review,
  type ReviewAck,
  replySchema,
  reviewSchema,
  snoozeSchema,
  takeOverSchema,
  typingSchema,
  watchSchema,
} from "../protocol/staff.ts";
import type { KnowledgeSource } from "../search/knowledge.ts";
import { quotedPassage } from "../search/quoted-passage.ts";
import type { StaffDesk } from "../staff/staff-desk.ts";
import { releaseStranded } from "./release-stranded.ts";
import type { StaffRooms } from "./staff-rooms.ts";
import { unkeepable } from "./written-text.ts";

export type StaffAck = ({ ok: true } & Record<string, unknown>) | Refusal;
export type ReviewVerb = (review: Review, who: Colleague) => Promise<ReviewAck>;

export type StaffVerbPorts = {
  desk: ConversationDesk;
  accounts: StaffDesk;
  inbox: Inbox;
  files: CaseFile;
  knowledge: KnowledgeSource;
  rooms: StaffRooms;
  alarm: SnoozeAlarm;
  review: ReviewVerb | null;
  clock: () => number;
  newId: () => string;
};

/** One socket of one person. */
export type StaffListener = { socketId: string; who: Colleague };
export type StaffVerb = (payload: unknown, listener: StaffListener) => Promise<StaffAck>;

const YEAR_MS = 366 * 24 * 60 * 60 * 1_000;

const missing = () => refusal("not-found", "There is no such conversation.");

/** The staff's events by name, which is the verb that the table of roles knows. */
export function staffVerbs(ports: StaffVerbPorts): ReadonlyMap<Verb, StaffVerb> {
  const { desk, accounts, inbox, files, rooms, alarm, clock, newId } = ports;
  const turn = desk.staff;
  const release = releaseStranded(ports);

  /** A change of hands; what was so already, as after a double click, is noted once. */
  const moved = async ({ ack, changed }: Moved, action: Verb, listener: StaffListener, conversationId: string) =>
    changed ? noted(ack, action, listener, conversationId) : ack;

  /** What was done to a conversation is noted and shown to everybody. */
  const noted = async (ack: StaffAck, action: Verb, { who }: StaffListener, conversationId: string) => {
    if (!ack.ok) return ack;
    await accounts.audit(who.staffId, action, conversationId);
    rooms.changed(conversationId);
    return ack;
  };

  const { review } = ports;
  const verbs = new Map<Verb, StaffVerb>([
    [
      "watch",
      event(watchSchema, async ({ conversationId }, { socketId, who }) => {
        if (!(await inbox.item(conversationId, who.staffId))) return missing();
        await desk.open(conversationId, Number.MAX_SAFE_INTEGER, ({ missed }) =>
          rooms.enter(socketId, conversationId, missed),
        );
        return { ok: true };
      }),
    ],
    [
      "unwatch",
      event(watchSchema, async ({ conversationId }, { socketId }) => {
        rooms.leave(socketId, conversationId);
        return { ok: true };
      }),
    ],
    [
      "take-over",
      event(takeOverSchema, async ({ conversationId }, listener) => {
        await release(listener.who.staffId, conversationId);
        return moved(await turn.takeOver(conversationId, listener.who), "take-over", listener, conversationId);
      }),
    ],
    [
      "hand-back",
      event(handBackSchema, async ({ conversationId }, listener) =>
        moved(await turn.handBack(conversationId, listener.who), "hand-back", listener, conversationId),
      ),
    ],
    [
      "close",
      event(closeSchema, async ({ conversationId }, listener) =>
        moved(await turn.close(conversationId, listener.who), "close", listener, conversationId),
      ),
    ],
    [
      "assign",
      event(assignSchema, async ({ conversationId, staffId }, listener) => {
        const members = await accounts.members();
        const known = staffId === null || members.some((member) => member.staffId === staffId && member.active);
        if (!known) return refusal("not-found", "There is no such colleague.");
        return moved(await turn.assign(conversationId, listener.who, staffId), "assign", listener, conversationId);
      }),
    ],
    [
      "snooze",
      event(snoozeSchema, async ({ conversationId, until }, listener) => {
        const ahead = until === null ? 1 : until - clock();
        if (ahead <= 0 || ahead > YEAR_MS) return refusal("invalid", "Choose a time to come, within a year.");
        if (!(await alarm.snooze(conversationId, until)))
          return refusal("not-found", "There is no such open conversation.");
        return noted({ ok: true }, "snooze", listener, conversationId);
      }),
    ],
    [
      "reply",
      event(replySchema, async (reply, listener) => {
        // A person may quote only what the documentation says now.
        const stray = reply.citations?.find((citation) => !quotedPassage(citation, ports.knowledge.current()));
        if (stray) return refusal("invalid", `The quotation [${stray.marker}] does not stand in the documentation.`);
        return noted(await turn.reply(reply, listener.who), "reply", listener, reply.conversationId);
      }),
    ],
    [
      "note",
      event(noteSchema, async ({ conversationId, text }, listener) => {
        const note = { noteId: newId(), author: listener.who, text, at: clock() };
        const row = { ...note, conversationId, staffId: listener.who.staffId };
        if (!(await files.addNote(row))) return missing();
        rooms.tell(conversationId, "note", note);
        return noted({ ok: true, noteId: note.noteId }, "note", listener, conversationId);
      }),
    ],
    [
      "label",
      event(labelSchema, async ({ conversationId, labels }, listener) => {
        if (!(await files.setLabels(conversationId, labels))) return missing();
        rooms.tell(conversationId, "labels", { labels });
        return noted({ ok: true }, "label", listener, conversationId);
      }),
    ],
    [
      "typing",
      event(typingSchema, async ({ conversationId, typing }, { who, socketId }) => {
        rooms.typing(socketId, who, conversationId, typing);
        return { ok: true };
      }),
    ],
    [
      "mark-read",
      event(markReadSchema, async ({ conversationId, cursor }, { who }) => {
        await inbox.markSeen(conversationId, who.staffId, cursor);
        rooms.changed(conversationId);
        return { ok: true };
      }),
    ],
  ]);
  if (review)
    verbs.set(
      "review",
      event(reviewSchema, (verdict, { who }) => review(verdict, who)),
    );
  return verbs;
}

function event<Payload>(
  schema: z.ZodType<Payload>,
  run: (payload: Payload, listener: StaffListener) => Promise<StaffAck>,
): StaffVerb {
  return async (payload, listener) => {
    const parsed = schema.safeParse(payload ?? {});
    if (!parsed.success) {
      const fields = parsed.error.issues.map(({ path }) => path.join(".") || "payload");
      return refusal("invalid", `Not what the protocol asks for: ${fields.join(", ")}.`);
    }
    return unkeepable(parsed.data as Record<string, unknown>) ?? run(parsed.data, listener);
  };
}
