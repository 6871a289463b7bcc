import type { ConversationStore, KnownCustomer } from "../conversations/conversation-store.ts";
import { languageSchema, type OwnLanguage } from "../protocol/prompts.ts";
import { PROTOCOL_VERSION } from "../protocol/version.ts";
import { type ConnectErrorCode, handshakeSchema } from "../protocol/visitor.ts";
import type { ReadIdentity } from "./customer-identity.ts";
import type { VisitorTokens } from "./visitor-tokens.ts";

export type Visit = {
  conversationId: string;
  /** The last entry that the customer has; 0 for none. */
  cursor: number;
  address: string;
  /** In which a customer is spoken to whose words do not tell. */
  language: OwnLanguage;
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

/** Where a handshake comes from, as its connection and not its sender tells. */
export type Whence = {
  address: string;
  origin: string | undefined;
  host: string | undefined;
  /** Origins, besides the server's own, whose pages may open the chat. */
  allowed: readonly string[];
};

/** Which conversation a handshake's `auth` opens: its token's, or a new one. */
export async function admitVisit(
  auth: unknown,
  whence: Whence,
  { tokens, newId, identity, store }: AdmissionPorts,
): Promise<Visit | VisitRefused> {
  const { protocol, visitorToken, cursor } = readHandshake(auth);
  if (protocol !== PROTOCOL_VERSION) {
    return new VisitRefused("unsupported-protocol", `This server speaks protocol ${PROTOCOL_VERSION}.`);
  }
  const customer = readCustomer(auth, whence, identity);
  const visit = { cursor, address: whence.address, language: readLanguage(auth, customer), customer };
  if (visitorToken === undefined) return { conversationId: newId(), ...visit };

  const conversationId = typeof visitorToken === "string" ? tokens.read(visitorToken) : null;
  return conversationId === null || (await store.wasErased(conversationId))
    ? new VisitRefused("bad-token", "The visitor token is not valid or has expired.")
    : { conversationId, ...visit };
}

/** What is malformed is as good as not told: nobody is kept from asking by a wrong identity. */
function readCustomer(auth: unknown, whence: Whence, readIdentity: ReadIdentity | null): KnownCustomer {
  const { page, locale, identity } = handshakeSchema.shape;
  const sent = sentIn(auth);
  const signed = identity.safeParse(sent.identity).data;
  const known = (signed && readIdentity?.(signed)) || { subject: null, attributes: {} };
  const address = page.safeParse(sent.page).data ?? null;
  const shown = address !== null && isOwnPage(address, whence) ? address : null;
  return { page: shown, locale: locale.safeParse(sent.locale).data ?? null, ...known };
}

/** The widget's, else the browser's; English where the bot does not speak it. */
function readLanguage(auth: unknown, { locale }: KnownCustomer): OwnLanguage {
  const tag = handshakeSchema.shape.language.safeParse(sentIn(auth).language).data ?? locale ?? "";
  return languageSchema.catch("en").parse(tag.toLowerCase().split("-")[0]);
}

const sentIn = (auth: unknown): Record<string, unknown> =>
  typeof auth === "object" && auth !== null ? (auth as Record<string, unknown>) : {};

/**
 * Shown as a link to staff, and its host as a website in figures: only what a browser would open as a page, of a site
 * on which the chat may stand. A browser says which one it is, except where it polls its own server.
 */
function isOwnPage(address: string, { origin, host, allowed }: Whence): boolean {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return false;
  const origins = origin === undefined ? [...allowed, `http://${host ?? ""}`] : [origin];
  return origins.some((one) => URL.canParse(one) && new URL(one).host === new URL(address).host);
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
