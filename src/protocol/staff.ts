import { z } from "zod";
import { citationSchema, ownerSchema } from "./conversation.ts";
import { MAX_TEXT_LENGTH } from "./version.ts";
import type { AnswerDelta, AnswerEnd, AnswerStart, ErrorCode, Message, OwnerChange, WireError } from "./visitor.ts";

/**
 * The staff's side of the wire: namespace `/staff`, admitted by the session cookie and the Origin. Every event is
 * acknowledged and needs the role of its verb (roles.ts). What follows from an event reaches whoever watches the
 * conversation; `inbox` and `signed-out` reach every socket.
 */

const id = z.string().min(1).max(64);
const conversation = z.object({ conversationId: id });

export const watchSchema = conversation;
export const takeOverSchema = conversation;
export const handBackSchema = conversation;
export const closeSchema = conversation;
export const replySchema = conversation.extend({
  /** Unique in the conversation for this person: again with the same text gives the same acknowledgement. */
  clientMessageId: id,
  text: z.string().min(1).max(MAX_TEXT_LENGTH),
  /** Each must quote a passage of the documentation as it is now. */
  citations: z.array(citationSchema).max(20).optional(),
});
/** Longer ones count as this long: the page was left open. */
const LONGEST_LOOK_MS = 60 * 60 * 1_000;
export const reviewSchema = z.object({
  messageId: id,
  verdict: z.enum(["approved", "corrected", "rejected"]),
  text: z.string().min(1).max(MAX_TEXT_LENGTH).optional(),
  reason: z.string().max(2_000).optional(),
  intent: z.string().max(100).optional(),
  /** Of a corrected text; those of the answer where none are given. */
  citations: z.array(citationSchema).max(20).optional(),
  /** Milliseconds for which the answer was in sight, from the first look to the verdict. */
  shownMs: z
    .number()
    .int()
    .nonnegative()
    .transform((ms) => Math.min(ms, LONGEST_LOOK_MS))
    .optional(),
});
export const noteSchema = conversation.extend({ text: z.string().min(1).max(MAX_TEXT_LENGTH) });
export const labelSchema = conversation.extend({
  /** The whole set; it replaces the one before. */
  labels: z.array(z.string().trim().min(1).max(40)).max(20),
});
/** `staffId: null` puts the conversation back among those that wait. */
export const assignSchema = conversation.extend({ staffId: id.nullable() });
/** Until a time to come, at most a year ahead; `until: null` wakes it. */
export const snoozeSchema = conversation.extend({ until: z.number().int().nullable() });
export const typingSchema = conversation.extend({ typing: z.boolean() });
export const markReadSchema = conversation.extend({ cursor: z.number().int().nonnegative() });

export type Watch = z.infer<typeof watchSchema>;
export type TakeOver = z.infer<typeof takeOverSchema>;
export type HandBack = z.infer<typeof handBackSchema>;
export type Close = z.infer<typeof closeSchema>;
export type Reply = z.infer<typeof replySchema>;
export type Review = z.infer<typeof reviewSchema>;
export type NoteToKeep = z.infer<typeof noteSchema>;
export type LabelsToKeep = z.infer<typeof labelSchema>;
export type Assign = z.infer<typeof assignSchema>;
export type Snooze = z.infer<typeof snoozeSchema>;
export type StaffTyping = z.infer<typeof typingSchema>;
export type MarkRead = z.infer<typeof markReadSchema>;

/** A colleague as others see them. */
export const colleagueSchema = z.object({ staffId: z.string(), name: z.string() });
export type Colleague = z.infer<typeof colleagueSchema>;
/** Who of the staff said or did something; `to` got the turn by it. */
export type Signature = { by: Colleague; to: Colleague | null };

/** One line of a list. Times are milliseconds since the epoch. */
export const inboxItemSchema = z.object({
  conversationId: z.string(),
  owner: ownerSchema,
  /** Whose conversation it is, while a person owns the turn. */
  assignee: colleagueSchema.nullable(),
  /** Since when the customer waits for a person; null when they do not. */
  waitingSince: z.number().nullable(),
  lastAt: z.number(),
  lastAuthor: z.enum(["customer", "bot", "staff", "system"]),
  /** The start of the last text, at most 200 UTF-16 units. */
  lastText: z.string(),
  /** The start of what the customer said last, as long; empty where they never said a word. */
  lastAsked: z.string(),
  labels: z.array(z.string()),
  /** Messages of the customer that this member of staff has not seen. */
  unread: z.number().int().nonnegative(),
  /** Who the customer is, where the host's server has signed it. */
  customer: z.string().nullable(),
  /** The address that the customer has left to be answered at. */
  email: z.string().nullable(),
  /** Until then it is among neither `waiting` nor `mine`; null when it is awake. */
  snoozedUntil: z.number().nullable(),
});
export type InboxItem = z.infer<typeof inboxItemSchema>;

export const noteViewSchema = z.object({
  noteId: z.string(),
  author: colleagueSchema,
  text: z.string(),
  at: z.number(),
});
export type Note = z.infer<typeof noteViewSchema>;

/**
 * What the bot would have said, for the person who answers. Never sent to the customer. With the outcome "no-answer" the
 * text is empty, or what may answer.
 */
export type ShadowDraft = Pick<AnswerEnd, "messageId" | "replyTo" | "text" | "citations" | "outcome">;

/** `forbidden`: the role does not include the verb. */
export type StaffErrorCode = ErrorCode | "forbidden";
export type Refusal = { ok: false; error: { code: StaffErrorCode; message: string } };
export type PlainAck = { ok: true } | Refusal;
export type TakeOverAck = { ok: true; cursor: number } | Refusal;
export type ReplyAck = { ok: true; messageId: string; cursor: number } | Refusal;
export type NoteAck = { ok: true; noteId: string } | Refusal;
/** What a verdict set off: see review-routes for the verbs on it. */
export type ReviewAck = ({ ok: true } & Record<string, unknown>) | Refusal;

/** The customer's events, each with the conversation that it belongs to. */
type Of<Payload> = Payload & { conversationId: string };

export type StaffToServer = {
  watch: (payload: Watch, ack: (reply: PlainAck) => void) => void;
  unwatch: (payload: Watch, ack: (reply: PlainAck) => void) => void;
  "take-over": (payload: TakeOver, ack: (reply: TakeOverAck) => void) => void;
  "hand-back": (payload: HandBack, ack: (reply: TakeOverAck) => void) => void;
  close: (payload: Close, ack: (reply: TakeOverAck) => void) => void;
  reply: (payload: Reply, ack: (reply: ReplyAck) => void) => void;
  review: (payload: Review, ack: (reply: ReviewAck) => void) => void;
  note: (payload: NoteToKeep, ack: (reply: NoteAck) => void) => void;
  label: (payload: LabelsToKeep, ack: (reply: PlainAck) => void) => void;
  assign: (payload: Assign, ack: (reply: PlainAck) => void) => void;
  snooze: (payload: Snooze, ack: (reply: PlainAck) => void) => void;
  typing: (payload: StaffTyping, ack: (reply: PlainAck) => void) => void;
  "mark-read": (payload: MarkRead, ack: (reply: PlainAck) => void) => void;
};

/** Why a session is over: it ended or was ended, or an owner changed what the person may do. */
export type EndReason = "ended" | "role-changed" | "access-removed";

export type ServerToStaff = {
  /** The first event: who this socket speaks for. */
  welcome: (payload: Colleague & { role: string }) => void;
  message: (payload: Of<Message>) => void;
  /** `signature` is null where no member of staff did it. */
  owner: (payload: Of<OwnerChange> & { assignee: Colleague | null; signature: Signature | null }) => void;
  "answer-start": (payload: Of<AnswerStart>) => void;
  "answer-delta": (payload: Of<AnswerDelta>) => void;
  "answer-end": (payload: Of<AnswerEnd>) => void;
  draft: (payload: Of<ShadowDraft>) => void;
  /** A conversation is new or its line has changed. `unread` counts for this socket's member of staff. */
  inbox: (payload: InboxItem) => void;
  note: (payload: Of<Note>) => void;
  labels: (payload: Of<{ labels: string[] }>) => void;
  /** `from: null`: the customer. */
  typing: (payload: Of<{ from: Colleague | null; typing: boolean }>) => void;
  /** Everybody who watches the conversation now. */
  presence: (payload: Of<{ viewers: Colleague[] }>) => void;
  /** The session was revoked; the socket closes. */
  "signed-out": (payload: { reason: EndReason }) => void;
  error: (payload: Omit<WireError, "code"> & { code: StaffErrorCode }) => void;
};
