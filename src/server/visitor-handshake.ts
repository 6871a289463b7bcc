import type { ConversationStore, KnownCustomer } from "../conversations/conversation-store.ts";
import { PROTOCOL_VERSION } from "../protocol/version.ts";
import { type ConnectErrorCode, handshakeSchema } from "../protocol/visitor.ts";
import type { ReadIdentity } from "./customer-identity.ts";
import type { VisitorTokens } from "./visitor-tokens.ts";

export type Visit = {
  conversationId: string;
  /** The last entry that the customer has; 0 for none. */
  cursor: number;
  address: string;
  customer: KnownCustomer;
};

/** Becomes the `connect_error` of Socket.IO, which carries `data` to the client. */
export class VisitRefused extends Error {
  readonly data: { code: ConnectErrorCode };

  constructor(code: ConnectErrorCode, message: string) {
    super(message);
    this.name = "VisitRefused";
    this.data = { code };
  }
}

export type AdmissionPorts = {
  tokens: VisitorTokens;
  newId: () => string;
  identity: ReadIdentity | null;
  store: Pick<ConversationStore, "wasErased">;
};

/** Which conversation a handshake's `auth` opens: its token's, or a new one. */
export async function admitVisit(
  auth: unknown,
  address: string,
  { tokens, newId, identity, store }: AdmissionPorts,
): Promise<Visit | VisitRefused> {
  const { protocol, visitorToken, cursor } = readHandshake(auth);
  if (protocol !== PROTOCOL_VERSION) {
    return new VisitRefused("unsupported-protocol", `This server speaks protocol ${PROTOCOL_VERSION}.`);
  }
  const visit = { cursor, address, customer: readCustomer(auth, identity) };
  if (visitorToken === undefined) return { conversationId: newId(), ...visit };

  const conversationId = typeof visitorToken === "string" ? tokens.read(visitorToken) : null;
  return conversationId === null || (await store.wasErased(conversationId))
    ? new VisitRefused("bad-token", "The visitor token is not valid or has expired.")
    : { conversationId, ...visit };
}

/** What is malformed is as good as not told: nobody is kept from asking by a wrong identity. */
function readCustomer(auth: unknown, readIdentity: ReadIdentity | null): KnownCustomer {
  const { page, locale, identity } = handshakeSchema.shape;
  const sent = typeof auth === "object" && auth !== null ? (auth as Record<string, unknown>) : {};
  const signed = identity.safeParse(sent.identity).data;
  const known = (signed && readIdentity?.(signed)) || { subject: null, attributes: {} };
  const address = page.safeParse(sent.page).data ?? null;
  // Shown as a link to staff: only what a browser would open as a page.
  const shown = address !== null && /^https?:\/\//i.test(address) && URL.canParse(address) ? address : null;
  return { page: shown, locale: locale.safeParse(sent.locale).data ?? null, ...known };
}

/** Field by field, because each has its own way of being wrong. A cursor that is none is replayed from the start. */
function readHandshake(auth: unknown): { protocol: unknown; visitorToken: unknown; cursor: number } {
  const { protocol, visitorToken, cursor } = handshakeSchema.shape;
  const sent = typeof auth === "object" && auth !== null ? (auth as Record<string, unknown>) : {};
  const token = visitorToken.safeParse(sent.visitorToken);
  return {
    protocol: protocol.safeParse(sent.protocol).data,
    visitorToken: token.success ? token.data : null,
    cursor: cursor.safeParse(sent.cursor).data ?? 0,
  };
}
