import { createHash } from "node:crypto";
import type { Role } from "../protocol/roles.ts";
import type { EndReason } from "../protocol/staff.ts";
import type { AcceptInvite, ChangeMember, ChangePassword, NewInvite, SetUp, SignIn } from "../protocol/staff-http.ts";
import type { LockOut } from "./lock-out.ts";
import type { Passwords } from "./passwords.ts";
import type { Audited, LinkPurpose, Member, MemberChange, StaffLink, StaffSession, StaffStore } from "./staff-store.ts";

export type StaffDeskPorts = {
  store: StaffStore;
  passwords: Passwords;
  lockOut: LockOut;
  /** At least 128 random bits. */
  newId: () => string;
  /** 256 random bits, safe in a URL and a cookie. */
  newToken: () => string;
  /** Milliseconds since the epoch. */
  clock: () => number;
};

/** Where a request comes from, as far as it can be told. */
export type Caller = { address: string; userAgent: string };

export type SignedIn = { member: Member; session: StaffSession };
/** `token` goes into the cookie and nowhere else. */
export type Entered = { kind: "entered"; token: string } & SignedIn;
export type Shut = { kind: "bad-credentials" } | { kind: "locked"; retryAfterMs: number };

/** Somebody whose address an identity provider has verified. */
export type Vouched = { email: string; name: string };
/** `nobody-yet`: the owner comes first, by the set-up link. */
export type VouchRefusal = "nobody-yet" | "no-account" | "removed";

export type StaffDesk = {
  /** Called with sessions that are over: whoever speaks through them must fall silent at once. */
  onSessionsEnded(listen: (sessionIds: string[], reason: EndReason) => void): void;
  /** Called after a change of role or access, before the change is acknowledged; `by` is who made it. */
  onMemberChanged(listen: (by: string) => Promise<void>): void;
  anybody(): Promise<boolean>;
  /** A token that makes the first owner; null when there is one. Ends the link made before. */
  setUpLink(): Promise<string | null>;
  /** The role that a link gives; null for one that is used, expired or was never there. */
  linkRole(purpose: LinkPurpose, token: string): Promise<Role | null>;
  setUp(setUp: SetUp, caller: Caller): Promise<Entered | { kind: "bad-link" | "email-taken" }>;
  acceptInvite(invite: AcceptInvite, caller: Caller): Promise<Entered | { kind: "bad-link" | "email-taken" }>;
  signIn(signIn: SignIn, caller: Caller): Promise<Entered | Shut>;
  /** Lets in whom a provider vouches for: a colleague, or a new viewer where `welcomed` says so. */
  enterVouched(person: Vouched, welcomed: boolean, caller: Caller): Promise<Entered | { kind: VouchRefusal }>;
  /** Who a cookie's token speaks for; null when its session is over. */
  recognise(token: string): Promise<SignedIn | null>;

  members(): Promise<Member[]>;
  sessions(staffId: string): Promise<StaffSession[]>;
  endSession(staffId: string, sessionId: string): Promise<boolean>;
  /** Ends every other session of the person. */
  changePassword(who: SignedIn, change: ChangePassword, caller: Caller): Promise<{ kind: "changed" } | Shut>;
  changeMember(by: string, staffId: string, change: ChangeMember): Promise<MemberChange>;

  invite(by: string, invite: NewInvite): Promise<{ link: StaffLink; token: string }>;
  invites(): Promise<StaffLink[]>;
  withdrawInvite(by: string, inviteId: string): Promise<boolean>;

  /** Notes what somebody did to a conversation; null: the server itself. */
  audit(staffId: string | null, action: string, conversationId: string | null, detail?: string): Promise<void>;
  auditLog(before: number | null, limit: number): Promise<(Audited & { id: number })[]>;
};

const DAY_MS = 24 * 60 * 60 * 1_000;
const LINK_MS = { "set-up": DAY_MS, invite: 7 * DAY_MS } as const;
const SESSION_MS = 14 * DAY_MS;
/** How exact "last seen" is: a write for each request would cost more than the request. */
const SEEN_EVERY_MS = 60_000;

/** Only the hash of a token is kept: who reads the database cannot enter with what stands there. */
export function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

/** Accounts, sessions and links. Expected refusals are returned; faults of the store reject. */
export function staffDesk(ports: StaffDeskPorts): StaffDesk {
  const { store, passwords, lockOut, newId, newToken, clock } = ports;
  const listeners: Parameters<StaffDesk["onSessionsEnded"]>[0][] = [];
  const changeListeners: Parameters<StaffDesk["onMemberChanged"]>[0][] = [];
  /** What the password of an unknown account is compared with, so that it takes as long as a known one's. */
  let decoy: Promise<string> | null = null;

  const audit = (staffId: string | null, action: string, detail = "") =>
    store.audit({ at: clock(), staffId, action, conversationId: null, detail });

  async function makeLink(purpose: LinkPurpose, role: Role, note: string) {
    const token = newToken();
    const now = clock();
    const link = { linkId: newId(), purpose, role, note, createdAt: now, expiresAt: now + LINK_MS[purpose] };
    await store.keepLink(link, hashOf(token));
    return { link, token };
  }

  async function join(purpose: LinkPurpose, { token, email, name, password }: SetUp, caller: Caller) {
    const passwordHash = await passwords.hash(password);
    const account = { staffId: newId(), email, name, passwordHash, active: true };
    const joined = await store.join({ tokenHash: hashOf(token), purpose, now: clock() }, account);
    if (joined.kind !== "joined") return joined;

    await audit(joined.member.staffId, "joined", `${purpose}, as ${joined.member.role}`);
    return enter(joined.member, caller);
  }

  /** Always a new token: one that an attacker planted before the sign-in opens nothing. */
  async function enter(member: Member, { address, userAgent }: Caller): Promise<Entered> {
    const token = newToken();
    const now = clock();
    const session = {
      sessionId: newId(),
      staffId: member.staffId,
      address,
      userAgent: userAgent.slice(0, 200),
      createdAt: now,
      lastSeenAt: now,
      expiresAt: now + SESSION_MS,
    };
    await store.openSession(session, hashOf(token));
    await audit(member.staffId, "signed-in", address);
    return { kind: "entered", token, member, session };
  }

  async function signIn({ email, password }: SignIn, caller: Caller): Promise<Entered | Shut> {
    const account = email.trim().toLowerCase();
    const member = await store.memberByEmail(account);
    const shut = await checked(account, member, password, caller);
    if (!shut) return enter(member!, caller);

    await audit(member?.staffId ?? null, shut.kind === "locked" ? "sign-in-locked" : "sign-in-failed", caller.address);
    return shut;
  }

  async function enterVouched(person: Vouched, welcomed: boolean, caller: Caller) {
    const email = person.email.trim().toLowerCase();
    if (!(await store.anybody())) return { kind: "nobody-yet" as const };
    if (welcomed && !(await store.memberByEmail(email))) await admit(email, person.name);
    const member = await store.memberByEmail(email);
    if (member?.active) return enter(member, caller);

    await audit(member?.staffId ?? null, "sign-in-failed", caller.address);
    return { kind: member ? ("removed" as const) : ("no-account" as const) };
  }

  /** With a password that nobody knows: they come in by the provider alone. */
  async function admit(email: string, name: string): Promise<void> {
    const member = { staffId: newId(), email, name: name.slice(0, 80), role: "viewer" as const, active: true };
    const admitted = await store.admit({ ...member, passwordHash: await passwords.hash(newToken()) }, clock());
    if (admitted) await audit(member.staffId, "joined", "by OpenID Connect, as viewer");
  }

  /** Null when the password is the member's. */
  async function checked(account: string, member: Member | null, password: string, { address }: Caller) {
    const retryAfterMs = lockOut.attempt(account, address);
    if (retryAfterMs > 0) return { kind: "locked" as const, retryAfterMs };

    decoy ??= passwords.hash(newToken());
    const matches = await passwords.matches(password, member?.passwordHash ?? (await decoy));
    if (!matches || !member?.active) return { kind: "bad-credentials" as const };
    lockOut.succeeded(account, address);
    return null;
  }

  async function end(
    staffId: string,
    which: Parameters<StaffStore["endSessions"]>[1],
    reason: EndReason = "ended",
  ): Promise<string[]> {
    const ended = await store.endSessions(staffId, which);
    for (const listen of listeners) listen(ended, reason);
    return ended;
  }

  return {
    onSessionsEnded: (listen) => void listeners.push(listen),
    onMemberChanged: (listen) => void changeListeners.push(listen),
    anybody: () => store.anybody(),
    setUpLink: async () => ((await store.anybody()) ? null : (await makeLink("set-up", "owner", "")).token),
    linkRole: (purpose, token) => store.linkRole({ tokenHash: hashOf(token), purpose, now: clock() }),
    setUp: (setUp, caller) => join("set-up", setUp, caller),
    acceptInvite: (invite, caller) => join("invite", invite, caller),
    signIn,
    enterVouched,

    async recognise(token) {
      const now = clock();
      const found = await store.session(hashOf(token), now);
      if (found && now - found.session.lastSeenAt > SEEN_EVERY_MS) {
        await store.touchSession(found.session.sessionId, now);
      }
      return found;
    },

    members: () => store.members(),
    sessions: (staffId) => store.sessionsOf(staffId, clock()),
    async endSession(staffId, sessionId) {
      const ended = await end(staffId, { sessionId });
      if (ended.length > 0) await audit(staffId, "session-ended");
      return ended.length > 0;
    },
    async changePassword({ member, session }, { current, next }, caller) {
      const shut = await checked(member.email, member, current, caller);
      if (shut) return shut;

      await store.changePassword(member.staffId, await passwords.hash(next));
      await end(member.staffId, { except: session.sessionId });
      await audit(member.staffId, "password-changed");
      return { kind: "changed" };
    },
    async changeMember(by, staffId, { role, active }) {
      const change = { ...(role !== undefined && { role }), ...(active !== undefined && { active }) };
      const outcome = await store.changeMember(staffId, change);
      if (outcome !== "changed") return outcome;

      // Open sockets know the old role: they come back with the new one, or not at all.
      await end(staffId, { except: null }, active === false ? "access-removed" : "role-changed");
      await audit(by, "member-changed", `${staffId}: ${JSON.stringify(change)}`);
      for (const listen of changeListeners) await listen(by);
      return outcome;
    },

    async invite(by, { role, note = "" }) {
      const made = await makeLink("invite", role, note);
      await audit(by, "invited", `as ${role}`);
      return made;
    },
    audit: (staffId, action, conversationId, detail = "") =>
      store.audit({ at: clock(), staffId, action, conversationId, detail }),
    auditLog: (before, limit) => store.auditLog(before, limit),
    invites: () => store.invites(clock()),
    async withdrawInvite(by, inviteId) {
      const dropped = await store.dropLink(inviteId);
      if (dropped) await audit(by, "invite-withdrawn", inviteId);
      return dropped;
    },
  };
}
