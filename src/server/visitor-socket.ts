import type { Logger } from "pino";
import type { Namespace, Socket } from "socket.io";
import type { Audience, VisitorEvent } from "../conversations/audience.ts";
import type { ConversationDesk } from "../conversations/conversation-desk.ts";
import { refusal } from "../conversations/refusal.ts";
import { PROTOCOL_VERSION } from "../protocol/version.ts";
import { logFault } from "./logger.ts";
import { type RateLimiter, TYPING_COST } from "./rate-limit.ts";
import type { Visit } from "./visitor-handshake.ts";
import type { VisitorTokens } from "./visitor-tokens.ts";
import { type Ack, visitorVerbs } from "./visitor-verbs.ts";

export type VisitorSocketPorts = {
  desk: ConversationDesk;
  tokens: VisitorTokens;
  /** Null: no limits. */
  limiter: RateLimiter | null;
  /** Told of every event that was replied to, with the milliseconds that took. */
  replied: (event: string, code: string, ms: number) => void;
  logger: Logger;
  /** The customer writes, or has stopped writing. */
  onTyping: (conversationId: string, typing: boolean) => void;
  /** Milliseconds since the epoch. */
  clock: () => number;
  newId: () => string;
};

const roomOf = (conversationId: string) => `conversation:${conversationId}`;

export function visitorAudience(namespace: Namespace): Audience {
  return {
    tell(conversationId, { event, payload }, except) {
      const room = namespace.to(roomOf(conversationId));
      (except ? room.except(except) : room).emit(event, payload);
    },
  };
}

/** Serves one customer's socket: first what it has missed, then its events, each answered once. */
export function serveVisitor(
  socket: Socket,
  { conversationId, cursor, address, language, customer }: Visit,
  ports: VisitorSocketPorts,
): void {
  const { desk, limiter } = ports;
  const sender = { conversationId, subject: customer.subject, address };
  const verbs = visitorVerbs(desk, { conversationId, language }, socket.id, noteTyping);
  const logger = ports.logger.child({ conversationId });

  let introduced = false;
  let writes = false;

  // An event that a customer's script names "error" is thrown by Node where nobody listens for it.
  socket.on("error", () => {});
  socket.onAny((name: unknown, ...sent: unknown[]) => void answer(String(name), sent));
  // Whoever leaves in the middle of a sentence has stopped writing it.
  socket.on("disconnect", () => noteTyping(false));
  open().catch((error: unknown) => {
    logger.error({ err: error }, "a conversation could not be opened");
    socket.disconnect(true);
  });

  async function open(): Promise<void> {
    await desk.open(conversationId, cursor, ({ missed, ...now }) => {
      // Joining after a disconnect would keep the room for ever.
      if (!socket.connected) return;

      const visitorToken = ports.tokens.issue(conversationId);
      send({ event: "session", payload: { protocol: PROTOCOL_VERSION, conversationId, visitorToken, ...now } });
      for (const event of missed) send(event);
      void socket.join(roomOf(conversationId));
    });
  }

  function send({ event, payload }: VisitorEvent): void {
    socket.emit(event, payload);
  }

  async function answer(event: string, sent: unknown[]): Promise<void> {
    const started = ports.clock();
    const requestId = ports.newId();
    const verb = verbs.get(event);
    const reply = replyOnce(event, sent.at(-1), (ack) => {
      const code = ack.ok ? "ok" : ack.error.code;
      if (event === "ask" && ack.ok) introduce();
      const line = { requestId, event: verb ? event : "unknown", code, ms: ports.clock() - started };
      ports.replied(line.event, code, line.ms);
      // A flood must not become a flood of the log.
      if (code === "rate-limited") logger.debug(line);
      else logger.info(line);
    });
    // A stop relieves the server, so it is never refused.
    const cost = event === "typing" ? TYPING_COST : 1;
    if (event !== "stop" && limiter?.(sender, cost) === false) return reply(refusal("rate-limited"));
    if (!verb) return reply(refusal("invalid", "The protocol has no such event."));

    try {
      await verb(typeof sent[0] === "function" ? undefined : sent[0], reply);
    } catch (error) {
      logFault(logger, { err: error, requestId, event }, "an event could not be served");
      reply(refusal("busy", "This could not be kept just now. Please send it again."));
    }
  }

  function noteTyping(typing: boolean): void {
    if (typing !== writes) ports.onTyping(conversationId, typing);
    writes = typing;
  }

  /** With the first question of the visit: a page view alone leaves no trace. */
  function introduce(): void {
    if (introduced) return;
    introduced = true;
    desk.introduce(conversationId, customer).catch((error: unknown) => {
      logFault(logger, { err: error }, "what is known of a customer could not be kept");
    });
  }

  /** A fault that follows a reply is not told: the reply stands. */
  function replyOnce(event: string, callback: unknown, replied: (ack: Ack) => void): (ack: Ack) => void {
    let done = false;
    return (ack) => {
      if (done) return;
      done = true;
      replied(ack);
      if (typeof callback === "function") callback(ack);
      else if (!ack.ok) send({ event: "error", payload: { event: event.slice(0, 64), ...ack.error } });
    };
  }
}
