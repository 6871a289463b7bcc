import { z } from "zod";
import type { ConversationDesk } from "../conversations/conversation-desk.ts";
import { refusal } from "../conversations/refusal.ts";
import { MAX_TEXT_LENGTH } from "../protocol/version.ts";
import {
  type AskAck,
  askSchema,
  leaveEmailSchema,
  rateSchema,
  requestHumanSchema,
  stopSchema,
  typingSchema,
} from "../protocol/visitor.ts";
import type { Visit } from "./visitor-handshake.ts";
import { unkeepable } from "./written-text.ts";

export type Ack = AskAck | { ok: true };
export type Reply = (ack: Ack) => void;

/** Checks the payload, calls one verb of the desk and replies once. Rejects for faults only. */

export type VisitorVerb = (payload: unknown, reply: Reply) => Promise<void>;

/** A text of blanks alone asks nothing, and no page of a chat sends one. */
const boundedAskSchema = askSchema.extend({ text: z.string().regex(/\S/).max(MAX_TEXT_LENGTH) });

/** The customer's events by name, for one listener to one conversation. */
export function visitorVerbs(
  desk: ConversationDesk,
  { conversationId, language }: Pick<Visit, "conversationId" | "language">,
  listenerId: string,
  onTyping: (typing: boolean) => void,
): ReadonlyMap<string, VisitorVerb> {
  return new Map([
    ["ask", verb(boundedAskSchema, (ask, acknowledge) => desk.ask(conversationId, ask, { listenerId, acknowledge }))],
    ["rate", verb(rateSchema, async (rating, reply) => reply(await desk.rate(conversationId, rating)))],
    ["stop", verb(stopSchema, async (stop, reply) => reply(await desk.stop(conversationId, stop)))],
    [
      "request-human",
      verb(requestHumanSchema, async (request, reply) =>
        reply(await desk.requestHuman(conversationId, request, language)),
      ),
    ],
    [
      "leave-email",
      verb(leaveEmailSchema, async ({ email }, reply) =>
        reply(isAddress(email) ? await desk.leaveEmail(conversationId, email, language) : NO_ADDRESS),
      ),
    ],
    [
      "typing",
      verb(typingSchema, async ({ typing }, reply) => {
        onTyping(typing);
        reply({ ok: true });
      }),
    ],
  ]);
}

const NO_ADDRESS = refusal("invalid", "This is no e-mail address. One looks like name@example.com.");

/** 254 is the longest that mail servers take (RFC 5321). */
function isAddress(email: string): boolean {
  return z.email().max(254).safeParse(email).success;
}

function verb<Payload extends Record<string, unknown>>(
  schema: z.ZodType<Payload>,
  run: (payload: Payload, reply: Reply) => Promise<void>,
): VisitorVerb {
  return async (payload, reply) => {
    const parsed = schema.safeParse(payload ?? {});
    if (!parsed.success) return reply(schemaRefusal(parsed.error));
    const refused = unkeepable(parsed.data);
    if (refused) return reply(refused);
    await run(parsed.data, reply);
  };
}

/** What a customer writes, as against ids, which no customer makes too long. */
const WRITTEN = new Set<PropertyKey | undefined>(["text", "comment", "reason"]);

function schemaRefusal({ issues }: z.ZodError) {
  if (issues.every(({ code, path }) => code === "too_big" && WRITTEN.has(path[0]))) return refusal("too-long");

  const fields = issues.map(({ path }) => path.join(".") || "payload");
  return refusal("invalid", `Not what the protocol asks for: ${fields.join(", ")}.`);
}
