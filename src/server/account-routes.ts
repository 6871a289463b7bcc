import type { LinkRole, Me, SetupState } from "../protocol/staff-http.ts";
import {
  acceptInviteSchema,
  changeMemberSchema,
  changePasswordSchema,
  linkTokenSchema,
  newInviteSchema,
  setUpSchema,
  signInSchema,
} from "../protocol/staff-http.ts";
import type { Entered, Shut, SignedIn, StaffDesk } from "../staff/staff-desk.ts";
import type { LinkPurpose } from "../staff/staff-store.ts";
import { done, missing, type OpenRoute, read, type StaffReply, type StaffRoute } from "./staff-api.ts";

/** How one becomes a member of staff and comes in: the only routes without a session. */
export function entryRoutes(accounts: StaffDesk, openId: string | null): OpenRoute[] {
  return [
    {
      method: "get",
      path: "/setup",
      handle: async () => ({ json: { needed: !(await accounts.anybody()), openId } satisfies SetupState }),
    },
    {
      method: "post",
      path: "/setup",
      async handle({ body, caller }) {
        const sent = read(setUpSchema, body);
        return "reply" in sent ? sent.reply : joined(await accounts.setUp(sent.payload, caller));
      },
    },
    linkRoute("/setup/link", "set-up", accounts),
    linkRoute("/invites/link", "invite", accounts),
    {
      method: "post",
      path: "/invites/accept",
      async handle({ body, caller }) {
        const sent = read(acceptInviteSchema, body);
        return "reply" in sent ? sent.reply : joined(await accounts.acceptInvite(sent.payload, caller));
      },
    },
    {
      method: "post",
      path: "/session",
      async handle({ body, caller }) {
        const sent = read(signInSchema, body);
        if ("reply" in sent) return sent.reply;
        const entered = await accounts.signIn(sent.payload, caller);
        return entered.kind === "entered" ? welcome(entered) : shut(entered);
      },
    },
  ];
}

/** Whoever opens a link that no longer works should not fill in a form first. */
function linkRoute(path: string, purpose: LinkPurpose, accounts: StaffDesk): OpenRoute {
  return {
    method: "post",
    path,
    async handle({ body }) {
      const sent = read(linkTokenSchema, body);
      if ("reply" in sent) return sent.reply;
      const role = await accounts.linkRole(purpose, sent.payload.token);
      return role ? { json: { role } satisfies LinkRole } : badLink;
    },
  };
}

const badLink: StaffReply = { refused: "bad-link", message: "This link was used already or has expired." };

function joined(result: Entered | { kind: "bad-link" | "email-taken" }): StaffReply {
  if (result.kind === "entered") return welcome(result);
  if (result.kind === "bad-link") return badLink;
  return { refused: "conflict", message: "There is an account with this e-mail address." };
}

function welcome(entered: Entered): StaffReply {
  return { json: meOf(entered), signIn: entered.token };
}

function meOf({ member, session }: SignedIn): Me {
  const { staffId, name, email, role } = member;
  return { staffId, name, email, role, sessionId: session.sessionId };
}

function shut(result: Shut): StaffReply {
  if (result.kind === "bad-credentials") return { refused: "bad-credentials", message: "E-mail or password is wrong." };
  const retryAfterSeconds = Math.ceil(result.retryAfterMs / 1_000);
  return { refused: "locked", message: `Too many attempts. Try again in ${retryAfterSeconds} s.`, retryAfterSeconds };
}

/** What everybody does with their own account. */
export function ownAccountRoutes(accounts: StaffDesk): StaffRoute[] {
  const verb = "manage-own-sessions";
  return [
    { method: "get", path: "/session", verb, handle: async ({ who }) => ({ json: meOf(who) }) },
    {
      method: "delete",
      path: "/session",
      verb,
      async handle({ who: { member, session } }) {
        await accounts.endSession(member.staffId, session.sessionId);
        return { json: { ok: true }, signOut: true };
      },
    },
    {
      method: "get",
      path: "/sessions",
      verb,
      async handle({ who }) {
        const sessions = await accounts.sessions(who.member.staffId);
        const views = sessions.map(({ staffId: _, expiresAt: __, ...session }) => ({
          ...session,
          current: session.sessionId === who.session.sessionId,
        }));
        return { json: { sessions: views } };
      },
    },
    {
      method: "delete",
      path: "/sessions/:sessionId",
      verb,
      handle: async ({ who, params }) =>
        (await accounts.endSession(who.member.staffId, params.sessionId ?? "")) ? done : missing,
    },
    {
      method: "put",
      path: "/password",
      verb,
      async handle({ who, body, caller }) {
        const sent = read(changePasswordSchema, body);
        if ("reply" in sent) return sent.reply;
        const changed = await accounts.changePassword(who, sent.payload, caller);
        return changed.kind === "changed" ? done : shut(changed);
      },
    },
  ];
}

/** What owners do with the accounts of others. */
export function peopleRoutes(accounts: StaffDesk): StaffRoute[] {
  const verb = "manage-staff";
  return [
    {
      method: "get",
      path: "/staff",
      verb: "read-conversations",
      async handle() {
        const members = await accounts.members();
        return { json: { staff: members.map(({ passwordHash: _, ...member }) => member) } };
      },
    },
    {
      method: "patch",
      path: "/staff/:staffId",
      verb,
      async handle({ who, params, body }) {
        const sent = read(changeMemberSchema, body);
        if ("reply" in sent) return sent.reply;
        const outcome = await accounts.changeMember(who.member.staffId, params.staffId ?? "", sent.payload);
        if (outcome === "not-found") return missing;
        return outcome !== "last-owner" ? done : { refused: "conflict", message: "Somebody has to remain the owner." };
      },
    },
    {
      method: "get",
      path: "/invites",
      verb,
      async handle() {
        const links = await accounts.invites();
        return { json: { invites: links.map(({ linkId, purpose: _, ...link }) => ({ inviteId: linkId, ...link })) } };
      },
    },
    {
      method: "post",
      path: "/invites",
      verb,
      async handle({ who, body, baseUrl }) {
        const sent = read(newInviteSchema, body);
        if ("reply" in sent) return sent.reply;
        const { link, token } = await accounts.invite(who.member.staffId, sent.payload);
        const url = `${baseUrl}/console/#/invite?token=${token}`;
        return { json: { inviteId: link.linkId, url, expiresAt: link.expiresAt } };
      },
    },
    {
      method: "delete",
      path: "/invites/:inviteId",
      verb,
      handle: async ({ who, params }) =>
        (await accounts.withdrawInvite(who.member.staffId, params.inviteId ?? "")) ? done : missing,
    },
    {
      method: "get",
      path: "/audit",
      verb: "read-audit",
      async handle({ query }) {
        const before = Number((query as { before?: string }).before);
        const entries = await accounts.auditLog(before > 0 ? before : null, AUDIT_PAGE);
        const names = new Map((await accounts.members()).map(({ staffId, name }) => [staffId, name]));
        const items = entries.map(({ id: _, staffId, ...entry }) => ({
          ...entry,
          who: staffId ? { staffId, name: names.get(staffId) ?? "" } : null,
        }));
        const last = entries.at(-1);
        return { json: { items, next: entries.length === AUDIT_PAGE && last ? String(last.id) : null } };
      },
    },
  ];
}

const AUDIT_PAGE = 100;
