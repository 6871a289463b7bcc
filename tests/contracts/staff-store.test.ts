import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "@jest/globals";
import { openDatabase } from "../../src/conversations/database.ts";
import { libsqlStaffStore } from "../../src/staff/libsql-staff-store.ts";
import { memoryStaffStore } from "../../src/staff/memory-staff-store.ts";
import type { LinkPurpose, StaffStore } from "../../src/staff/staff-store.ts";

const folder = mkdtempSync(join(tmpdir(), "switchboard-staff-store-"));
const opened: { destroy(): Promise<void> }[] = [];
const adapters: [string, () => StaffStore][] = [
  ["memory", memoryStaffStore],
  [
    "libsql",
    () => {
      const database = openDatabase(join(folder, `${randomBytes(6).toString("hex")}.db`));
      opened.push(database.db);
      return libsqlStaffStore(database);
    },
  ],
];
afterAll(async () => {
  for (const db of opened) await db.destroy();
  rmSync(folder, { recursive: true });
});

const NOW = 1_000_000;

describe.each(adapters)("accounts kept by %s", (_name, open) => {
  let store: StaffStore;
  beforeEach(() => {
    store = open();
  });

  const link = (linkId: string, purpose: LinkPurpose = "invite", role: "owner" | "agent" = "agent") =>
    store.keepLink({ linkId, purpose, role, note: "", createdAt: NOW, expiresAt: NOW + 10 }, `hash ${linkId}`);
  const person = (name: string) => ({ staffId: name, email: `${name}@x.y`, name, passwordHash: "-", active: true });
  const enlist = (linkId: string, name: string, purpose: LinkPurpose = "invite", now = NOW) =>
    store.join({ tokenHash: `hash ${linkId}`, purpose, now }, person(name));
  const session = (sessionId: string, staffId = "ana") =>
    store.openSession(
      { sessionId, staffId, address: "::1", userAgent: "", createdAt: NOW, lastSeenAt: NOW, expiresAt: NOW + 10 },
      `hash ${sessionId}`,
    );
  const owner = async () => {
    await link("first", "set-up", "owner");
    return enlist("first", "ana", "set-up");
  };

  it("[T14] admits somebody whom a provider vouches for, unless their address is taken", async () => {
    await owner();
    expect(await store.admit({ ...person("ben"), role: "viewer" }, NOW)).toBe(true);
    expect(await store.memberByEmail("ben@x.y")).toMatchObject({ staffId: "ben", role: "viewer", active: true });
    expect(await store.admit({ ...person("ben"), staffId: "other", role: "viewer" }, NOW)).toBe(false);
  });

  it("[T1] a set-up link makes the first account, once; the last one made is the one that works", async () => {
    await link("lost", "set-up", "owner");
    await link("first", "set-up", "owner");
    expect(await enlist("lost", "eve", "set-up")).toEqual({ kind: "bad-link" });
    expect(await store.anybody()).toBe(false);
    expect(await enlist("first", "ana", "set-up")).toEqual({
      kind: "joined",
      member: { ...person("ana"), role: "owner" },
    });
    expect(await enlist("first", "eve", "set-up")).toEqual({ kind: "bad-link" });
    await link("second", "set-up", "owner");
    expect(await enlist("second", "eve", "set-up")).toEqual({ kind: "bad-link" });
    expect(await store.anybody()).toBe(true);
  });

  it("[T2] an invite works once, for its purpose, until it expires, and not for an address that is taken", async () => {
    await owner();
    await link("one");
    await link("two");
    expect((await store.invites(NOW)).map(({ linkId }) => linkId)).toEqual(["two", "one"]);
    expect(await enlist("one", "ben", "set-up")).toEqual({ kind: "bad-link" });
    expect(await enlist("one", "ben", "invite", NOW + 10)).toEqual({ kind: "bad-link" });
    expect(await enlist("one", "ana")).toEqual({ kind: "email-taken" });
    expect(await enlist("one", "ben")).toMatchObject({ kind: "joined", member: { role: "agent" } });
    expect(await enlist("one", "cid")).toEqual({ kind: "bad-link" });
    expect(await store.dropLink("two")).toBe(true);
    expect(await store.dropLink("two")).toBe(false);
    expect(await store.invites(NOW)).toEqual([]);
  });

  it("[T6] a session speaks for its person until it ends, expires or the person leaves", async () => {
    await owner();
    for (const id of ["1", "2", "3"]) await session(id);
    expect(await store.session("hash 1", NOW)).toMatchObject({ session: { sessionId: "1" }, member: { name: "ana" } });
    expect(await store.session("hash 1", NOW + 10)).toBeNull();
    expect(await store.session("hash x", NOW)).toBeNull();
    expect((await store.sessionsOf("ana", NOW)).map(({ sessionId }) => sessionId)).toEqual(["3", "2", "1"]);
    expect(await store.endSessions("ben", { sessionId: "1" })).toEqual([]);
    expect(await store.endSessions("ana", { sessionId: "1" })).toEqual(["1"]);
    expect(await store.session("hash 1", NOW)).toBeNull();
    expect(await store.endSessions("ana", { except: "3" })).toEqual(["2"]);
    await store.touchSession("3", NOW + 5);
    expect(await store.sessionsOf("ana", NOW)).toMatchObject([{ sessionId: "3", lastSeenAt: NOW + 5 }]);
  });

  it("[T8] a member changes, but the last owner stays one", async () => {
    await owner();
    await link("one");
    await enlist("one", "ben");
    await session("1", "ben");
    expect(await store.changeMember("eve", { role: "agent" })).toBe("not-found");
    expect(await store.changeMember("ana", { role: "agent" })).toBe("last-owner");
    expect(await store.changeMember("ana", { active: false })).toBe("last-owner");
    expect(await store.changeMember("ben", { role: "owner" })).toBe("changed");
    expect(await store.changeMember("ana", { role: "agent" })).toBe("changed");
    await store.changePassword("ana", "new");
    expect(await store.memberByEmail("ana@x.y")).toMatchObject({ role: "agent", passwordHash: "new" });
    expect(await store.changeMember("ben", { active: false })).toBe("last-owner");
    await store.changeMember("ana", { role: "owner" });
    await store.changeMember("ben", { active: false });
    expect(await store.session("hash 1", NOW)).toBeNull();
    expect((await store.members()).map(({ name, active }) => [name, active])).toEqual([
      ["ana", true],
      ["ben", false],
    ]);
  });

  it("[T12] the log is read newest first, page by page", async () => {
    for (const action of ["a", "b", "c"]) {
      await store.audit({ at: NOW, staffId: null, action, conversationId: "1", detail: "" });
    }
    const [c, b] = await store.auditLog(null, 2);
    expect([c?.action, b?.action]).toEqual(["c", "b"]);
    expect(await store.auditLog(b!.id, 2)).toMatchObject([{ action: "a", conversationId: "1" }]);
  });
});
