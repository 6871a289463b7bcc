import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { io } from "socket.io-client";
import { LEAST_ROLE, mayUse, ROLES, type Role, type Verb } from "../../src/protocol/roles.ts";
import { entryRoutes, ownAccountRoutes, peopleRoutes } from "../../src/server/account-routes.ts";
import { inboxRoutes } from "../../src/server/inbox-routes.ts";
import { searchRoutes } from "../../src/server/search-routes.ts";
import { PASSWORD, type StaffMember, type StaffServer, staffServer } from "../support/staff-server.ts";

const DAY = 24 * 60 * 60 * 1_000;

let now: number;
let server: StaffServer;
beforeEach(async () => {
  now = Date.UTC(2026, 0, 1);
  server = await staffServer({}, () => now);
});
afterEach(() => server.close());

const account = (token: string, name = "Ana") => ({ token, name, email: `${name}@Example.com `, password: PASSWORD });
const signIn = (password = PASSWORD, email = "ana@example.com", headers = {}) =>
  server.call("POST", "/session", { email, password }, headers);

describe("coming in", () => {
  it("[T1] the set-up link makes the owner, once, and no password exists before", async () => {
    const token = (await server.staff.accounts.setUpLink())!;
    expect((await server.call("GET", "/setup")).body).toEqual({ needed: true, openId: null });
    const twice = await Promise.all([
      server.call("POST", "/setup", account(token)),
      server.call("POST", "/setup", account(token, "Eve")),
    ]);

    expect(twice.map(({ status }) => status).sort()).toEqual([200, 410]);
    expect((await server.call("POST", "/setup", account(token, "Eve"))).status).toBe(410);
    expect((await server.call("GET", "/setup")).body).toEqual({ needed: false, openId: null });
    expect(await server.staff.accounts.setUpLink()).toBeNull();
  });

  it("[T1] a link says whether it still works and what it gives, without being used up", async () => {
    const token = (await server.staff.accounts.setUpLink())!;
    const asked = (path: string, link: string) => server.call("POST", path, { token: link });
    expect((await asked("/setup/link", token)).body).toEqual({ role: "owner" });
    expect((await asked("/setup/link", "none")).status).toBe(410);
    expect((await asked("/invites/link", token)).status).toBe(410);

    await server.call("POST", "/setup", account(token));
    expect((await asked("/setup/link", token)).status).toBe(410);
    const owner = await server.hire("agent");
    expect(owner.me.role).toBe("agent");
  });

  it("[T15] what is wrong with a request is said in plain words", async () => {
    const owner = await server.hire("owner");
    const refused = async (path: string) =>
      ((await owner.call("GET", path)).body as { error: { message: string } }).error.message;

    expect(await refused("/search?outcome=nice")).toBe(
      "outcome: must be answered, no-answer, handed-off, refused, stopped or failed",
    );
    expect(await refused(`/search?text=${"x".repeat(501)}`)).toBe("text: must be at most 500 characters long");
    expect(await refused("/inbox")).toMatch(/^list: must be waiting, mine, open, closed or unreviewed$/);
    const { body } = await owner.call("POST", "/setup", { token: "t", name: "A", email: "a", password: PASSWORD });
    expect(body).toMatchObject({ error: { message: "email: is no e-mail address" } });
  });

  it("[T1] a set-up link ends after a day, and when another is made", async () => {
    const first = (await server.staff.accounts.setUpLink())!;
    const second = (await server.staff.accounts.setUpLink())!;
    expect((await server.call("POST", "/setup", account(first))).status).toBe(410);
    now += DAY;
    expect((await server.call("POST", "/setup", account(second))).status).toBe(410);
  });

  it("[T2] an invite makes one account with its role, within seven days, unless it is withdrawn", async () => {
    const owner = await server.hire("owner");
    const invite = async () => (await owner.call("POST", "/invites", { role: "agent" })).body as Record<string, string>;
    const [used, withdrawn, old] = [await invite(), await invite(), await invite()];
    const token = ({ url }: Record<string, string>) => url!.split("token=")[1]!;
    await owner.call("DELETE", `/invites/${withdrawn.inviteId}`);

    const joined = await server.call("POST", "/invites/accept", account(token(used)));
    expect(joined.body).toMatchObject({ role: "agent", email: "ana@example.com" });
    expect((await server.call("POST", "/invites/accept", account(token(used), "Eve"))).status).toBe(410);
    expect((await server.call("POST", "/invites/accept", account(token(withdrawn), "Eve"))).status).toBe(410);
    expect((await server.call("POST", "/invites/accept", account(token(old)))).status).toBe(409);
    now += 7 * DAY;
    expect((await server.call("POST", "/invites/accept", account(token(old), "Eve"))).status).toBe(410);
  });

  it("[T3] a session is an HttpOnly, SameSite=Strict cookie, Secure behind TLS, and never one that was there before", async () => {
    await server.hire("owner", "ana");
    const planted = { cookie: "switchboard_session=planted" };
    const plain = (await signIn(PASSWORD, "ana@example.com", planted)).headers.get("set-cookie")!;
    const secure = await signIn(PASSWORD, "ana@example.com", { "x-forwarded-proto": "https" });

    expect(plain).toMatch(/^switchboard_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
    expect(secure.headers.get("set-cookie")).toMatch(/; Secure$/);
    expect((await server.call("GET", "/session", undefined, planted)).status).toBe(401);
    const kept = await server.database.db.selectFrom("staff_sessions").selectAll().execute();
    expect(JSON.stringify(kept)).not.toContain(plain.slice(20, 63));
  });

  it("[T4] wrong password and unknown account look the same", async () => {
    await server.hire("owner", "ana");
    const [wrong, unknown] = [await signIn("wrong"), await signIn("wrong", "eve@example.com")];

    expect(wrong.status).toBe(401);
    expect(unknown.body).toEqual(wrong.body);
  });

  it("[T5] failures lock an account with growing delays, known or not, and the right password waits, too", async () => {
    await server.hire("owner", "ana");
    for (const email of ["ana@example.com", "eve@example.com"]) {
      for (let tries = 0; tries < 5; tries++) expect((await signIn("wrong", email)).status).toBe(401);
      expect(await signIn(PASSWORD, email)).toMatchObject({ status: 429, body: { error: { retryAfterSeconds: 1 } } });
      now += 1_000;
      expect((await signIn("wrong", email)).status).toBe(401);
      expect(await signIn(PASSWORD, email)).toMatchObject({ body: { error: { retryAfterSeconds: 2 } } });
    }
    now += 2_000;
    expect((await signIn()).status).toBe(200);
  });

  it("[T5] attempts at once are counted, and an address is locked over all accounts", async () => {
    await server.hire("owner", "ana");
    const guesses = await Promise.all(Array.from({ length: 20 }, (_, guess) => signIn(`guess ${guess}`)));
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(5);
    for (let other = 0; other < 25; other++) await signIn("wrong", `eve${other}@example.com`);
    expect((await signIn("wrong", "another@example.com")).status).toBe(429);
    expect((await signIn("wrong", "another@example.com", { "x-forwarded-for": "192.0.2.1" })).status).toBe(401);
  });
});

describe("sessions", () => {
  it("[T6] are listed and revoked; a revoked one loses its sockets at once", async () => {
    const ana = await server.hire("owner", "ana");
    const other = (await signIn()).headers.get("set-cookie")!.split(";")[0]!;
    const { sessions } = (await server.call("GET", "/sessions", undefined, { cookie: other })).body as {
      sessions: { sessionId: string; current: boolean }[];
    };
    expect(sessions.map(({ current }) => current)).toEqual([true, false]);
    const gone = new Promise((resolve) => ana.socket.once("disconnect", resolve));
    await server.call("DELETE", `/sessions/${ana.me.sessionId}`, {}, { cookie: other });

    await gone;
    expect(ana.heard.at(-1)?.event).toBe("signed-out");
    expect((await ana.call("GET", "/session")).status).toBe(401);
  });

  it("[T6] end after fourteen days", async () => {
    const ana = await server.hire("owner");
    now += 14 * DAY;
    expect((await ana.call("GET", "/session")).status).toBe(401);
    expect(await closedBy(ana)).toBe("io server disconnect");
  });

  it("[T7] a new password ends every other session", async () => {
    const ana = await server.hire("owner", "ana");
    const other = (await signIn()).headers.get("set-cookie")!.split(";")[0]!;
    const change = { current: PASSWORD, next: "another good one" };

    expect((await ana.call("PUT", "/password", { ...change, current: "wrong" })).status).toBe(401);
    expect((await ana.call("PUT", "/password", { ...change, next: "short" })).status).toBe(400);
    expect((await ana.call("PUT", "/password", change)).status).toBe(200);
    expect((await ana.call("GET", "/session")).status).toBe(200);
    expect((await server.call("GET", "/session", undefined, { cookie: other })).status).toBe(401);
    expect((await signIn()).status).toBe(401);
  });

  it("[T8] a change of role or a dismissal takes effect at once, and somebody remains the owner", async () => {
    const [ana, ben] = [await server.hire("owner"), await server.hire("agent")];
    expect((await ana.call("PATCH", `/staff/${ana.me.staffId}`, { role: "viewer" })).status).toBe(409);
    expect((await ana.call("PATCH", `/staff/${ben.me.staffId}`, { active: false })).status).toBe(200);

    expect((await ben.call("GET", "/session")).status).toBe(401);
    expect((await signIn(PASSWORD, ben.me.email)).status).toBe(401);
  });

  async function closedBy(member: StaffMember): Promise<string> {
    const closed = new Promise<string>((resolve) => member.socket.once("disconnect", resolve));
    member.socket.emit("watch", { conversationId: "any" });
    return closed;
  }
});

describe("requests from elsewhere", () => {
  it("[T9] from another site's page are refused, and so is what is not JSON", async () => {
    const ana = await server.hire("owner");
    const foreign = { origin: "https://evil.example" };
    const own = { origin: server.url };

    expect((await ana.call("DELETE", "/session", {}, foreign)).status).toBe(403);
    expect((await ana.call("PUT", "/canned-replies/hi", { text: "Hi" }, { "content-type": "text/plain" })).status).toBe(
      400,
    );
    expect((await ana.call("PUT", "/canned-replies/hi", { text: "Hi" }, own)).status).toBe(200);
    expect((await ana.call("GET", "/session")).status).toBe(200);
  });

  it("[T10] sockets come in with a session and from the server's own pages only", async () => {
    const ana = await server.hire("owner");
    const knock = (extraHeaders: Record<string, string>) =>
      new Promise((resolve) => {
        const options = { transports: ["websocket"], forceNew: true, reconnection: false, extraHeaders };
        const socket = io(`${server.url}/staff`, options);
        socket.once("connect", () => resolve(socket.disconnect() && "in"));
        socket.once("connect_error", (error: Error & { data?: { code: string } }) =>
          resolve(error.data?.code ?? "out"),
        );
      });

    expect(await knock({})).toBe("signed-out");
    expect(await knock({ cookie: "switchboard_session=forged" })).toBe("signed-out");
    expect(await knock({ cookie: ana.cookie, origin: "https://evil.example" })).toBe("out");
    expect(await knock({ cookie: ana.cookie, origin: server.url })).toBe("in");
  });
});

describe("roles", () => {
  const routes = () => {
    const { accounts, inbox, files, knowledge } = server.staff;
    return [
      ...ownAccountRoutes(accounts),
      ...peopleRoutes(accounts),
      ...inboxRoutes({ inbox, files, knowledge, viewers: () => [] }),
      ...searchRoutes(server.staff, server.ports.store),
      ...server.staff.routes,
    ];
  };
  const events: Verb[] = ["watch", "unwatch", "take-over", "hand-back", "close", "assign", "reply", "note", "label"];
  events.push("typing", "mark-read", "snooze");

  it("[T11] every route and every event with every role: the table decides and nothing else does", async () => {
    await server.hire("owner");
    for (const role of ROLES) {
      for (const { method, path, verb } of routes()) {
        // A session of its own for each, because some of them end it.
        const member = await server.hire(role, `${role}-${method}-${path}`.replace(/\W/g, "-").slice(0, 60));
        const { status } = await member.call(method.toUpperCase(), path.replaceAll(/:\w+/g, "none"));
        expect([role, verb, path, status === 403]).toEqual([role, verb, path, !mayUse(role, verb)]);
        member.socket.disconnect();
      }
      const member = await server.hire(role, `${role}-socket`);
      for (const verb of events) {
        const ack = (await member.send(verb, {})) as { error: { code: string } };
        expect([role, verb, ack.error.code === "forbidden"]).toEqual([role, verb, !mayUse(role, verb)]);
      }
    }
  }, 60_000);

  it("[T11] the open routes are those that lead in", () => {
    expect(entryRoutes(server.staff.accounts, null).map(({ method, path }) => `${method} ${path}`)).toEqual([
      "get /setup",
      "post /setup",
      "post /setup/link",
      "post /invites/link",
      "post /invites/accept",
      "post /session",
    ]);
  });

  it("[T11] each role may do what the ones before it may", () => {
    const verbs = Object.keys(LEAST_ROLE) as Verb[];
    const allowed = (role: Role) => verbs.filter((verb) => mayUse(role, verb));
    for (const [rank, role] of ROLES.entries()) {
      for (const lesser of ROLES.slice(0, rank)) expect(allowed(role)).toEqual(expect.arrayContaining(allowed(lesser)));
    }
    expect(allowed("owner")).toEqual(verbs);
  });
});

describe("the audit log", () => {
  it("[T12] says who did what to which conversation, sign-ins included, and cannot be edited", async () => {
    const ana = await server.hire("owner", "Ana");
    const visitor = await server.visit();
    await visitor.ask("My secret question");
    const { conversationId } = visitor.session();
    await ana.send("take-over", { conversationId });
    await signIn("wrong");
    const { items } = (await ana.call("GET", "/audit")).body as { items: { action: string }[] };

    expect(items.map(({ action }) => action)).toEqual(["sign-in-failed", "take-over", "signed-in", "joined"]);
    expect(items[1]).toMatchObject({ who: { name: "Ana" }, conversationId, at: now });
    expect(JSON.stringify(items)).not.toContain("secret question");
    const { db } = server.database;
    await expect(db.updateTable("audit_log").set({ action: "nothing" }).execute()).rejects.toThrow(/append-only/);
    await expect(db.deleteFrom("audit_log").execute()).rejects.toThrow(/append-only/);
  });
});
