import type { Role } from "../protocol/roles.ts";

/** Times are milliseconds since the epoch. Ids and tokens are made by the caller; of a token only the hash comes here. */

export type Member = {
  staffId: string;
  email: string;
  name: string;
  role: Role;
  /** argon2id, in PHC form. */
  passwordHash: string;
  active: boolean;
};

export type StaffSession = {
  sessionId: string;
  staffId: string;
  address: string;
  userAgent: string;
  createdAt: number;
  lastSeenAt: number;
  expiresAt: number;
};

export type LinkPurpose = "set-up" | "invite";

export type LinkUse = { tokenHash: string; purpose: LinkPurpose; now: number };

export type StaffLink = {
  linkId: string;
  purpose: LinkPurpose;
  role: Role;
  note: string;
  createdAt: number;
  expiresAt: number;
};

/** `email-taken`: somebody has an account under this address. `bad-link`: used, expired, or never there. */
export type Joined = { kind: "joined"; member: Member } | { kind: "email-taken" } | { kind: "bad-link" };

/** `last-owner`: without one, nobody could ever manage staff again. */
export type MemberChange = "changed" | "unchanged" | "not-found" | "last-owner";

export type Audited = {
  at: number;
  staffId: string | null;
  /** A verb of roles.ts, or what happened to an account: "signed-in", "sign-in-failed", … */
  action: string;
  conversationId: string | null;
  /** Never what a customer wrote. */
  detail: string;
};

/** Accounts as they are kept. A verb that changes something resolves when the change is durable. */
export interface StaffStore {
  anybody(): Promise<boolean>;
  members(): Promise<Member[]>;
  memberByEmail(email: string): Promise<Member | null>;

  /** An unused `set-up` link replaces the one before: the last printed one works. */
  keepLink(link: StaffLink, tokenHash: string): Promise<void>;
  /** Open invites that have not expired, newest first. */
  invites(now: number): Promise<StaffLink[]>;
  dropLink(linkId: string): Promise<boolean>;
  /** The role that a link gives; null for one that would make no account any more. */
  linkRole(link: LinkUse): Promise<Role | null>;
  /** Uses the link up and makes the account, or neither. A set-up link only works while nobody has an account. */
  join(link: LinkUse, member: Omit<Member, "role">): Promise<Joined>;

  /** Makes an account that no link was needed for; false when somebody has the address. */
  admit(member: Member, at: number): Promise<boolean>;

  changeMember(staffId: string, change: { role?: Role; active?: boolean }): Promise<MemberChange>;
  changePassword(staffId: string, passwordHash: string): Promise<void>;

  openSession(session: StaffSession, tokenHash: string): Promise<void>;
  /** The session of a token and its member, who is active; null when it was revoked or has expired. */
  session(tokenHash: string, now: number): Promise<{ session: StaffSession; member: Member } | null>;
  /** Newest first. */
  sessionsOf(staffId: string, now: number): Promise<StaffSession[]>;
  touchSession(sessionId: string, now: number): Promise<void>;
  /** Ids of the sessions that ended: the one named, or all of the person but `except`. */
  endSessions(staffId: string, which: { sessionId: string } | { except: string | null }): Promise<string[]>;

  audit(entry: Audited): Promise<void>;
  /** Newest first, older than the entry `before`. */
  auditLog(before: number | null, limit: number): Promise<(Audited & { id: number })[]>;
}
