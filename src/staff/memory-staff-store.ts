import type { Audited, LinkUse, Member, StaffLink, StaffSession, StaffStore } from "./staff-store.ts";

/** Keeps nothing beyond the process: for tests, and as the plainest statement of what the port means. */
export function memoryStaffStore(): StaffStore {
  const members = new Map<string, Member>();
  const sessions = new Map<string, StaffSession & { tokenHash: string }>();
  const links = new Map<string, StaffLink & { tokenHash: string }>();
  const log: (Audited & { id: number })[] = [];

  const byEmail = (email: string) => [...members.values()].find((member) => member.email === email) ?? null;
  const owners = () => [...members.values()].filter(({ role, active }) => role === "owner" && active);

  function usableLink({ tokenHash, purpose, now }: LinkUse) {
    const link = [...links.values()].find((one) => one.tokenHash === tokenHash && one.purpose === purpose);
    const late = purpose === "set-up" && members.size > 0;
    return link && link.expiresAt > now && !late ? link : null;
  }

  return {
    anybody: async () => members.size > 0,
    members: async () => [...members.values()],
    memberByEmail: async (email) => byEmail(email),

    async keepLink(link, tokenHash) {
      if (link.purpose === "set-up") {
        for (const old of links.values()) if (old.purpose === "set-up") links.delete(old.linkId);
      }
      links.set(link.linkId, { ...link, tokenHash });
    },
    invites: async (now) =>
      [...links.values()]
        .filter(({ purpose, expiresAt }) => purpose === "invite" && expiresAt > now)
        .map(({ tokenHash: _, ...link }) => link)
        .reverse(),
    dropLink: async (linkId) => links.delete(linkId),

    linkRole: async (use) => usableLink(use)?.role ?? null,
    async join(use, member) {
      const link = usableLink(use);
      if (!link) return { kind: "bad-link" };
      if (byEmail(member.email)) return { kind: "email-taken" };

      links.delete(link.linkId);
      const joined = { ...member, role: link.role };
      members.set(joined.staffId, joined);
      return { kind: "joined", member: joined };
    },

    async admit(member) {
      if (byEmail(member.email)) return false;
      members.set(member.staffId, member);
      return true;
    },

    async changeMember(staffId, change) {
      const member = members.get(staffId);
      if (!member) return "not-found";
      const changed = { ...member, ...change };
      if (changed.role === member.role && changed.active === member.active) return "unchanged";
      const losesOwner = member.role === "owner" && member.active && !(changed.role === "owner" && changed.active);
      if (losesOwner && owners().length === 1) return "last-owner";
      members.set(staffId, changed);
      return "changed";
    },
    async changePassword(staffId, passwordHash) {
      const member = members.get(staffId);
      if (member) members.set(staffId, { ...member, passwordHash });
    },

    openSession: async (session, tokenHash) => void sessions.set(session.sessionId, { ...session, tokenHash }),
    async session(tokenHash, now) {
      const found = [...sessions.values()].find((one) => one.tokenHash === tokenHash);
      const member = found && members.get(found.staffId);
      if (!found || !member?.active || found.expiresAt <= now) return null;
      const { tokenHash: _, ...session } = found;
      return { session, member };
    },
    sessionsOf: async (staffId, now) =>
      [...sessions.values()]
        .filter((one) => one.staffId === staffId && one.expiresAt > now)
        .map(({ tokenHash: _, ...session }) => session)
        .reverse(),
    async touchSession(sessionId, now) {
      const session = sessions.get(sessionId);
      if (session) session.lastSeenAt = now;
    },
    async endSessions(staffId, which) {
      const ended = [...sessions.values()]
        .filter((one) => one.staffId === staffId)
        .map(({ sessionId }) => sessionId)
        .filter((id) => ("sessionId" in which ? id === which.sessionId : id !== which.except));
      for (const id of ended) sessions.delete(id);
      return ended;
    },

    audit: async (entry) => void log.push({ ...entry, id: log.length + 1 }),
    auditLog: async (before, limit) =>
      log
        .filter(({ id }) => before === null || id < before)
        .slice(-limit)
        .reverse(),
  };
}
