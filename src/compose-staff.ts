import { randomBytes } from "node:crypto";
import type { OpenIdSettings } from "./config-lists.ts";
import { caseFile } from "./conversations/case-file.ts";
import { conversationSearch } from "./conversations/conversation-search.ts";
import type { Database } from "./conversations/database.ts";
import { inbox } from "./conversations/inbox.ts";
import { savedViews } from "./conversations/saved-views.ts";
import { snoozes } from "./conversations/snoozes.ts";
import type { KnowledgeSource } from "./search/knowledge.ts";
import type { OpenIdDoor } from "./server/openid-routes.ts";
import type { StaffPorts } from "./server/staff-server.ts";
import { viewRoutes } from "./server/view-routes.ts";
import { argon2Passwords } from "./staff/argon2-passwords.ts";
import { libsqlStaffStore } from "./staff/libsql-staff-store.ts";
import { lockOut } from "./staff/lock-out.ts";
import { openIdSignIn } from "./staff/openid-sign-in.ts";
import { staffDesk } from "./staff/staff-desk.ts";

/** 256 bits: a session is guessed by nobody. */
const newToken = () => randomBytes(32).toString("base64url");

/** What staff work with, over the database of the conversations. */
export function composeStaff(
  database: Database,
  knowledge: KnowledgeSource,
  {
    clock,
    newId,
    redact,
    openId,
    prices,
  }: Pick<StaffPorts, "redact" | "openId" | "prices"> & { clock: () => number; newId: () => string },
): StaffPorts {
  return {
    accounts: staffDesk({
      store: libsqlStaffStore(database),
      passwords: argon2Passwords,
      lockOut: lockOut(clock),
      newId,
      newToken,
      clock,
    }),
    inbox: inbox(database),
    files: caseFile(database),
    snoozes: snoozes(database),
    openId,
    knowledge,
    search: conversationSearch(database.file, clock),
    redact,
    prices,
    review: null,
    routes: viewRoutes({ views: savedViews(database), newId, clock }),
    threads: [],
  };
}

/** Null where no provider is configured. */
export function openIdDoor(settings: OpenIdSettings | null, onFault: (fault: unknown) => void): OpenIdDoor | null {
  return settings && { ...settings, signIn: openIdSignIn({ ...settings, onFault }) };
}
