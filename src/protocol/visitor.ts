import { z } from "zod";
import { authorSchema, citationSchema, outcomeSchema, ownerSchema, routeSchema, writerSchema } from "./conversation.ts";

/** The customer's side of the wire: namespace `/visitor`, protocol version 1. Unknown fields are ignored. */

export const handshakeSchema = z.object({
  protocol: z.number(),
  visitorToken: z.string().max(2_000).optional(),
  cursor: z.number().int().nonnegative().optional(),
  /** Where the customer is: the page's address and the language of its reader. */
  page: z.string().max(2_000).optional(),
  locale: z.string().max(35).optional(),
  /** In which the chat itself speaks to its reader; may be another than the browser's. */
  language: z.string().max(35).optional(),
  /** A JSON Web Token made by the host's server: `sub`, `exp` at most an hour ahead, and what staff should know. */
  identity: z.string().max(4_000).optional(),
});
export type Handshake = z.infer<typeof handshakeSchema>;

const messageId = z.string().min(1).max(64);

export const askSchema = z.object({ clientMessageId: z.string().min(1).max(64), text: z.string() });
export const rateSchema = z.object({
  messageId,
  verdict: z.enum(["up", "down"]),
  comment: z.string().max(2_000).optional(),
});
export const stopSchema = z.object({ messageId });
/** Of either side: somebody writes, or has stopped writing. */
export const typingSchema = z.object({ typing: z.boolean() });
export const requestHumanSchema = z.object({ reason: z.string().max(2_000).optional() });

/** What is no address is answered `invalid`. */
export const leaveEmailSchema = z.object({ email: z.string().trim().max(1_000) });

export type Ask = z.infer<typeof askSchema>;
export type Rate = z.infer<typeof rateSchema>;
export type Stop = z.infer<typeof stopSchema>;
export type Typing = z.infer<typeof typingSchema>;
export type RequestHuman = z.infer<typeof requestHumanSchema>;
export type LeaveEmail = z.infer<typeof leaveEmailSchema>;

export const errorCodeSchema = z.enum([
  "invalid",
  "too-long",
  "conflict",
  "busy",
  "rate-limited",
  "not-found",
  "closed",
]);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/** Why a connection was refused: the `data.code` of Socket.IO's `connect_error`. */
export type ConnectErrorCode = "bad-token" | "unsupported-protocol";

export type Refusal = { ok: false; error: { code: ErrorCode; message: string } };
export type AskAck = { ok: true; messageId: string; cursor: number } | Refusal;
export type PlainAck = { ok: true } | Refusal;

export const sessionSchema = z.object({
  protocol: z.number(),
  conversationId: z.string(),
  visitorToken: z.string(),
  cursor: z.number(),
  owner: ownerSchema,
});
export type Session = z.infer<typeof sessionSchema>;

export const messageSchema = z.object({
  cursor: z.number(),
  messageId: z.string(),
  author: authorSchema,
  text: z.string(),
  citations: z.array(citationSchema).optional(),
  /** Nobody comes soon: while this is the last system message, the customer may leave an e-mail address. */
  offersEmail: z.literal(true).optional(),
});
export type Message = z.infer<typeof messageSchema>;

export const answerStartSchema = z.object({ messageId: z.string(), replyTo: z.string() });
export type AnswerStart = z.infer<typeof answerStartSchema>;

/** `offset` counts UTF-16 units from the start of the answer. Provisional: `answer-end` is authoritative. */
export const answerDeltaSchema = z.object({ messageId: z.string(), offset: z.number(), text: z.string() });
export type AnswerDelta = z.infer<typeof answerDeltaSchema>;

export const answerEndSchema = z.object({
  cursor: z.number(),
  messageId: z.string(),
  replyTo: z.string(),
  outcome: outcomeSchema,
  route: routeSchema,
  /** Missing: its words stand in the documentation, or are staff's. */
  writer: writerSchema.optional(),
  text: z.string(),
  citations: z.array(citationSchema),
});
export type AnswerEnd = z.infer<typeof answerEndSchema>;

export const ownerChangeSchema = z.object({ cursor: z.number(), owner: ownerSchema });
export type OwnerChange = z.infer<typeof ownerChangeSchema>;

export const wireErrorSchema = z.object({ event: z.string(), code: errorCodeSchema, message: z.string() });
export type WireError = z.infer<typeof wireErrorSchema>;

/** Socket.IO's typing of both directions. */
export type VisitorToServer = {
  ask: (payload: Ask, ack: (reply: AskAck) => void) => void;
  rate: (payload: Rate, ack: (reply: PlainAck) => void) => void;
  stop: (payload: Stop, ack: (reply: PlainAck) => void) => void;
  "request-human": (payload: RequestHuman, ack: (reply: PlainAck) => void) => void;
  /** To be answered at, where nobody comes soon. Of several the last one counts. */
  "leave-email": (payload: LeaveEmail, ack: (reply: PlainAck) => void) => void;
  typing: (payload: Typing, ack: (reply: PlainAck) => void) => void;
};

export type ServerToVisitor = {
  session: (payload: Session) => void;
  message: (payload: Message) => void;
  "answer-start": (payload: AnswerStart) => void;
  "answer-delta": (payload: AnswerDelta) => void;
  "answer-end": (payload: AnswerEnd) => void;
  owner: (payload: OwnerChange) => void;
  /** A person of the team writes, or has stopped writing. */
  typing: (payload: Typing) => void;
  error: (payload: WireError) => void;
};
