import { z } from "zod";
import type { AnswerRecord } from "./answer-record.ts";
import {
  type citationSchema,
  outcomeSchema,
  ownerSchema,
  RESOLUTIONS,
  type Resolution,
  routeSchema,
} from "./conversation.ts";
import { ROLES, type Role } from "./roles.ts";
import type { Colleague, InboxItem, Note, ShadowDraft, Signature } from "./staff.ts";
import type { AnswerEnd, Message, OwnerChange } from "./visitor.ts";

/**
 * The console's HTTP interface, below `/api`. Requests that change something carry `Content-Type: application/json`
 * and come from a page of the server itself. Times are milliseconds since the epoch.
 *
 *     GET    /api/setup                        → SetupState                       nobody is signed in
 *     POST   /api/setup                        SetUp → Me
 *     POST   /api/setup/link                   LinkToken → LinkRole               does the link still work?
 *     POST   /api/session                      SignIn → Me
 *     GET    /api/openid/start                 → the provider, and back by /api/openid/callback, where one is set
 *     POST   /api/invites/accept               AcceptInvite → Me
 *     POST   /api/invites/link                 LinkToken → LinkRole
 *     GET    /api/session                      → Me                               manage-own-sessions
 *     DELETE /api/session                      → Done
 *     GET    /api/sessions                     → { sessions: SessionView[] }
 *     DELETE /api/sessions/:sessionId          → Done
 *     PUT    /api/password                     ChangePassword → Done
 *     GET    /api/staff                        → { staff: StaffMember[] }         read-conversations
 *     PATCH  /api/staff/:staffId               ChangeMember → Done                manage-staff
 *     GET    /api/invites                      → { invites: Invite[] }
 *     POST   /api/invites                      NewInvite → InviteLink
 *     DELETE /api/invites/:inviteId            → Done
 *     GET    /api/audit?before=                → Page<AuditEntry>                 read-audit
 *     GET    /api/inbox?list=&after=           → Page<InboxItem>                  read-conversations
 *     GET    /api/inbox/counts                 → InboxCounts
 *     GET    /api/conversations/:id            → ConversationView
 *     GET    /api/answers/:answerId            → AnswerView
 *     GET    /api/labels                       → { labels: string[] }
 *     GET    /api/search?…SearchFilter&after=  → Page<SearchHit>                  search-conversations
 *     GET    /api/search/count?…SearchFilter   → SearchCount
 *     GET    /api/views                        → { views: SavedView[] }
 *     POST   /api/views                        NewView → SavedView                save-views
 *     DELETE /api/views/:viewId                → Done
 *     PUT    /api/views/:viewId/shared         { shared } → Done                  share-views
 *     GET    /api/export?format=&…SearchFilter → a file, jsonl or csv             export-redacted
 *     GET    /api/export/unredacted            → the same with personal data      export-unredacted
 *     GET    /api/passages?text=               → { passages: PassageView[] }      search-passages
 *     GET    /api/canned-replies               → { replies: CannedReply[] }       read-conversations
 *     PUT    /api/canned-replies/:shortcut     CannedText → Done                  edit-canned-replies
 *     DELETE /api/canned-replies/:shortcut     → Done
 */

export type HttpErrorCode =
  | "invalid"
  | "signed-out"
  | "forbidden"
  | "not-found"
  | "conflict"
  /** Wrong e-mail or password, which of the two is not said. */
  | "bad-credentials"
  /** Too many failed attempts: `retryAfterSeconds` says how long. */
  | "locked"
  /** The link was used, has expired or never was. */
  | "bad-link"
  | "busy";
export type HttpError = { ok: false; error: { code: HttpErrorCode; message: string; retryAfterSeconds?: number } };
export type Done = { ok: true };

/** `next` is handed back as `after` (or `before`); null when there is no more. */
export type Page<Item> = { items: Item[]; next: string | null };

export const roleSchema = z.enum(ROLES);

const email = z.string().trim().toLowerCase().max(254).pipe(z.email());
const name = z.string().trim().min(1).max(80);
/** Length is what makes a password hard to guess; the upper bound keeps hashing cheap. */
const newPassword = z.string().min(10).max(200);
const token = z.string().min(1).max(100);

/** In the body, because addresses are logged. */
export const linkTokenSchema = z.object({ token });
export const setUpSchema = z.object({ token, email, name, password: newPassword });
export const signInSchema = z.object({ email: z.string().max(254), password: z.string().max(200) });
export const acceptInviteSchema = setUpSchema;
export const changePasswordSchema = z.object({ current: z.string().max(200), next: newPassword });
export const newInviteSchema = z.object({ role: roleSchema, note: z.string().max(120).optional() });
export const changeMemberSchema = z.object({ role: roleSchema.optional(), active: z.boolean().optional() });
export const cannedTextSchema = z.object({
  /** `{customer}`, `{agent}` and `{page}` are filled in by the console. */
  text: z.string().min(1).max(8_000),
});

export type SetUp = z.infer<typeof setUpSchema>;
export type LinkToken = z.infer<typeof linkTokenSchema>;
/** What whoever uses the link becomes. */
export type LinkRole = { role: Role };
export type SignIn = z.infer<typeof signInSchema>;
export type AcceptInvite = z.infer<typeof acceptInviteSchema>;
export type ChangePassword = z.infer<typeof changePasswordSchema>;
export type NewInvite = z.infer<typeof newInviteSchema>;
export type ChangeMember = z.infer<typeof changeMemberSchema>;
export type CannedText = z.infer<typeof cannedTextSchema>;

/**
 * `needed` while nobody has an account; then only the printed link opens the console. `openId` is what the provider is
 * called that staff may sign in with, at `/api/openid/start`; null without one.
 */
export type SetupState = { needed: boolean; openId: string | null };
/** Why a sign-in at the provider led back to the sign-in page: `#/sign-in?problem=`. */
export type OpenIdProblem =
  | "unreachable"
  /** It took too long, or began in another browser. */
  | "expired"
  | "refused"
  | "unverified"
  | "nobody-yet"
  | "no-account"
  | "removed";
export type Me = { staffId: string; name: string; email: string; role: Role; sessionId: string };
export type SessionView = {
  sessionId: string;
  current: boolean;
  address: string;
  userAgent: string;
  createdAt: number;
  lastSeenAt: number;
};
export type StaffMember = { staffId: string; name: string; email: string; role: Role; active: boolean };
export type Invite = { inviteId: string; role: Role; note: string; createdAt: number; expiresAt: number };
/** `url` works once and is shown only now. */
export type InviteLink = { inviteId: string; url: string; expiresAt: number };
export type AuditEntry = {
  at: number;
  who: Colleague | null;
  action: string;
  conversationId: string | null;
  detail: string;
};

/** `waiting` is sorted by waiting time, the others newest first. */
export const inboxListSchema = z.enum(["waiting", "mine", "open", "closed", "unreviewed"]);
export type InboxList = z.infer<typeof inboxListSchema>;
/** Counted up to 100: 100 means "100 or more". */
export type InboxCounts = Record<InboxList, number>;

/** What the page and the host's server have told about the customer; nothing else is known. */
export type CustomerContext = {
  page: string | null;
  locale: string | null;
  /** `sub` of the signed identity. */
  subject: string | null;
  /** Further claims of the signed identity. */
  attributes: Record<string, string>;
};

/** An entry with the time at which it was kept. */
export type TimedEntry = (
  | { event: "message"; payload: Message }
  | { event: "answer-end"; payload: AnswerEnd }
  | { event: "owner"; payload: OwnerChange }
) & { at: number };

export type ConversationView = InboxItem & {
  cursor: number;
  entries: TimedEntry[];
  /** What staff said and did, by the entry's cursor. */
  signatures: Record<number, Signature>;
  /** What the customer wrote when asking for a person, by the notice's message id. */
  reasons: Record<string, string>;
  notes: Note[];
  context: CustomerContext;
  /** Of the same signed identity, newest first, at most 20. */
  earlier: { conversationId: string; lastAt: number; lastText: string }[];
  viewers: Colleague[];
  /** The bot's suggestion for the last unanswered question, while a person owns the turn. */
  draft: ShadowDraft | null;
  /** Verdicts of customers by answer id. */
  ratings: Record<string, { verdict: "up" | "down"; comment: string | null }>;
};

/** A turn as it was recorded. `record` is null for an answer that did not come to an end. */
export type KeptAnswer = {
  conversationId: string;
  answerId: string;
  question: string;
  outcome: AnswerEnd["outcome"];
  route: AnswerEnd["route"];
  text: string;
  record: AnswerRecord | null;
};

/** "Why this answer". */
export type AnswerView = KeptAnswer & {
  /** Null where no model was paid for; `amount` is null where its price is not known. */
  cost: { amount: number | null; currency: string } | null;
  /** What each passage was found by, by passage id: shares of its score. Null once the documentation has changed. */
  shares: Record<string, Readonly<Record<string, number>>> | null;
};

const when = z.coerce.number().int().nonnegative();
export const searchFilterSchema = z.object({
  /**
   * What a row of the list is. A conversation matches by its own facts and by one answer that fits all that is asked of
   * an answer; it counts on the day on which it began, an answer on the day on which it was given.
   */
  rows: z.enum(["messages", "answers", "conversations"]).default("messages"),
  /** Words, all of which must occur. "…" asks for a phrase. Nothing else has a meaning. */
  text: z.string().max(500).optional(),
  /** By relevance only messages are sorted. */
  order: z.enum(["newest", "relevance"]).default("newest"),
  from: when.optional(),
  /** The first moment that no longer counts. */
  until: when.optional(),
  /** `ended`: any but open. `deflected`: confirmed or assumed, so that no person was needed. */
  resolution: z.enum([...RESOLUTIONS, "ended", "deflected"]).optional(),
  /** Host of the page on which the chat stood. */
  channel: z.string().max(300).optional(),
  outcome: outcomeSchema.optional(),
  owner: ownerSchema.optional(),
  label: z.string().max(40).optional(),
  /** `-` asks for answers of which no intent is known. */
  intent: z.string().max(100).optional(),
  route: routeSchema.optional(),
  rating: z.enum(["up", "down"]).optional(),
  model: z.string().max(200).optional(),
  promptVersion: z.string().max(100).optional(),
  unreviewed: z.enum(["true"]).optional(),
  /** Answers of which it is known how long a review took. */
  timedReview: z.enum(["true"]).optional(),
});
export type SearchFilter = z.infer<typeof searchFilterSchema>;
/** How many rows a filter has in all. */
export type SearchCount = { count: number };

/** `filters` as they stand in the console's address: a name and a word each. */
export const newViewSchema = z.object({
  name: z.string().trim().min(1).max(60),
  filters: z
    .record(z.string().max(40), z.string().max(500))
    .refine((filters) => Object.keys(filters).length <= 30, "must be at most 30"),
});
export type NewView = z.infer<typeof newViewSchema>;
export type SavedView = NewView & { viewId: string; shared: boolean; author: Colleague };

export type SearchHit = Pick<InboxItem, "conversationId" | "customer" | "email"> & {
  /** The message or answer that matches; of a conversation, what it began with. */
  messageId: string;
  author: "customer" | "bot" | "staff";
  at: number;
  /** The text around the first match, at most 240 UTF-16 units. */
  excerpt: string;
  owner: InboxItem["owner"];
  outcome: AnswerEnd["outcome"] | null;
  /** Nothing was found for sure, and what may answer was quoted. */
  inDoubt: boolean;
  resolution: Resolution;
};

export type PassageView = {
  title: string;
  heading: string;
  text: string;
  /** Ready to be sent with a reply, once its `marker` is set. */
  citation: z.infer<typeof citationSchema>;
};
export type CannedReply = { shortcut: string; text: string };
