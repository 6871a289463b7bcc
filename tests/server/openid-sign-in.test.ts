import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openIdSignIn } from "../../src/staff/openid-sign-in.ts";
import { CLIENT, type LocalProvider, openIdProvider, type Person } from "../support/openid-provider.ts";
import { type StaffServer, staffServer } from "../support/staff-server.ts";
import { newId } from "../support/visitor-server.ts";

const ANA: Person = { email: "Ana@Example.com", email_verified: true, name: "Ana" };

let provider: LocalProvider;
let server: StaffServer;
beforeEach(async () => {
  provider = await openIdProvider();
  const { issuer } = provider;
  const signIn = openIdSignIn({ issuer, ...CLIENT, onFault: () => {} });
  server = await staffServer({}, Date.now, {}, () => [], [], {
    openId: { signIn, name: "Example Login", domains: ["example.org"] },
  });
  provider.register(`${server.url}/api/openid/callback`);
});
afterEach(async () => {
  await server.close();
  await provider.close();
});

/** A browser that follows redirects by hand and keeps each site's cookies. */
function browser() {
  const jars = new Map<string, Map<string, string>>();
  const set: string[] = [];

  async function visit(url: string): Promise<{ url: string; to: string | null }> {
    const { origin } = new URL(url);
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { redirect: "manual", headers: { cookie } });
    await response.text();
    for (const line of response.headers.getSetCookie()) {
      if (origin === server.url) set.push(line);
      const [name, value] = line.split(";")[0]!.split(/=(.*)/s) as [string, string];
      jar.set(name, value);
    }
    const to = response.headers.get("location");
    return { url, to: to && new URL(to, url).href };
  }

  /** Until an address that fits, which is not opened, or until a page leads nowhere. */
  async function follow(from: string, fits: (url: string) => boolean): Promise<string> {
    let next = from;
    while (!fits(next)) {
      const { to } = await visit(next);
      if (!to) return next;
      next = to;
    }
    return next;
  }

  return {
    set,
    visit,
    signIn: () => follow(`${server.url}/api/openid/start`, atConsole),
    /** Stops before the answer of the provider reaches the server. */
    answer: () => follow(`${server.url}/api/openid/start`, (url) => url.includes("/api/openid/callback")),
    session: () => jars.get(server.url)?.get("switchboard_session"),
  };
}

const atConsole = (url: string) => new URL(url).pathname === "/console/";
const problemIn = (url: string) => new URL(url.replace("#/", "")).searchParams.get("problem");
const actions = async () => (await server.staff.accounts.auditLog(null, 10)).map(({ action }) => action);

describe("signing in at an OpenID Connect provider", () => {
  it("[T13] brings in a colleague by their verified address, with a session like any other", async () => {
    const ana = await server.hire("agent", "ana");
    provider.person = ANA;
    const tab = browser();
    expect(await tab.signIn()).toBe(`${server.url}/console/`);

    const cookie = `switchboard_session=${tab.session()}`;
    expect((await server.call("GET", "/session", undefined, { cookie })).body).toMatchObject({
      staffId: ana.me.staffId,
      role: "owner",
    });
    const [attempt, session, spent] = tab.set as [string, string, string];
    expect(attempt).toMatch(/^switchboard_openid=[\w-]+; Path=\/api\/openid; HttpOnly; SameSite=Lax; Max-Age=600$/);
    expect(session).toMatch(/^switchboard_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict;/);
    expect(spent).toMatch(/^switchboard_openid=; .+Max-Age=0$/);
    expect((await actions())[0]).toBe("signed-in");
    expect((await server.call("GET", "/setup")).body).toEqual({ needed: false, openId: "Example Login" });
  });

  it("[T14] makes a viewer of somebody from a welcome domain, and of nobody else", async () => {
    await server.hire("owner", "boss");
    provider.person = { email: "new@example.org", email_verified: true, name: "<b>New</b>" };
    const tab = browser();
    await tab.signIn();
    const cookie = `switchboard_session=${tab.session()}`;
    expect((await server.call("GET", "/session", undefined, { cookie })).body).toMatchObject({
      name: "<b>New</b>",
      email: "new@example.org",
      role: "viewer",
    });
    expect((await actions()).slice(0, 2)).toEqual(["signed-in", "joined"]);

    for (const email of ["new@sub.example.org", "new@example.org.evil.net", "new@notexample.org"]) {
      provider.person = { email, email_verified: true };
      const stranger = browser();
      expect(problemIn(await stranger.signIn())).toBe("no-account");
      expect(stranger.session()).toBeUndefined();
    }
    expect((await actions())[0]).toBe("sign-in-failed");
  });

  it("[T14] lets in nobody whose address is not verified, who was removed or declined, or before there is an owner", async () => {
    provider.person = { ...ANA, email: "ana@example.org" };
    expect(problemIn(await browser().signIn())).toBe("nobody-yet");
    const boss = await server.hire("owner", "boss");
    const ana = await server.hire("agent", "ana");
    for (const person of [{ ...ANA, email_verified: false }, { email: "ana@example.com" }, { name: "Ana" }]) {
      provider.person = person;
      expect(problemIn(await browser().signIn())).toBe("unverified");
    }
    provider.person = null;
    expect(problemIn(await browser().signIn())).toBe("refused");
    provider.person = ANA;
    await boss.call("PATCH", `/staff/${ana.me.staffId}`, { active: false });
    expect(problemIn(await browser().signIn())).toBe("removed");
  });

  it("[T13] takes an answer from the browser that asked, once, and none that was tampered with", async () => {
    await server.hire("owner", "ana");
    provider.person = ANA;
    const [victim, attacker] = [browser(), browser()];
    const planted = await attacker.answer();

    // Another's answer would sign the victim in as somebody else.
    expect(problemIn((await victim.visit(planted)).to!)).toBe("expired");
    await victim.answer();
    expect(problemIn((await victim.visit(planted)).to!)).toBe("refused");
    expect(victim.session()).toBeUndefined();

    const tab = browser();
    const answer = await tab.answer();
    for (const part of ["state", "code", "iss"]) {
      const changed = new URL(answer);
      changed.searchParams.set(part, `x${newId()}`);
      expect([part, problemIn((await tab.visit(changed.href)).to!)]).toEqual([part, "refused"]);
    }
    expect((await tab.visit(answer)).to).toBe(`${server.url}/console/`);
    expect(problemIn((await tab.visit(answer)).to!)).toBe("expired");
  });

  it("[T13] says so when the provider cannot be reached, and tries again the next time", async () => {
    await server.hire("owner", "ana");
    provider.person = ANA;
    const gone = await openIdProvider();
    await gone.close();
    const faults: unknown[] = [];
    const signIn = openIdSignIn({ issuer: gone.issuer, ...CLIENT, onFault: (fault) => faults.push(fault) });

    expect(await signIn.begin("http://127.0.0.1/back")).toBeNull();
    expect(await signIn.begin("http://127.0.0.1/back")).toBeNull();
    expect(faults).toHaveLength(2);
  });
});
