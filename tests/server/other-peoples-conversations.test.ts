import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { mayUse, ROLES, type Verb } from "../../src/protocol/roles.ts";
import type { AnswerEnd } from "../../src/protocol/visitor.ts";
import { PASSWORD, type StaffServer, staffServer } from "../support/staff-server.ts";
import type { Visitor } from "../support/visitor.ts";

let now: number;
let server: StaffServer;
beforeEach(async () => {
  now = Date.UTC(2026, 0, 1);
  server = await staffServer({}, () => now);
});
afterEach(() => server.close());

async function asked(text: string): Promise<{ visitor: Visitor; answer: AnswerEnd; conversationId: string }> {
  const visitor = await server.visit();
  await visitor.ask(text);
  const answer = await visitor.next("answer-end");
  return { visitor, answer, conversationId: visitor.session().conversationId };
}

describe("the ids of somebody else's conversation", () => {
  /** What a customer could send with everything that they might have learnt of another conversation. */
  const attempts: [
    event: string,
    payload: (victim: Awaited<ReturnType<typeof asked>>) => object,
    code: string | null,
  ][] = [
    ["ask", ({ conversationId }) => ({ conversationId, clientMessageId: "c-1", text: "Mine" }), null],
    [
      "rate",
      ({ answer, conversationId }) => ({ conversationId, messageId: answer.messageId, verdict: "down" }),
      "not-found",
    ],
    ["stop", ({ answer, conversationId }) => ({ conversationId, messageId: answer.messageId }), "not-found"],
    ["stop", ({ answer, conversationId }) => ({ conversationId, messageId: answer.replyTo }), "not-found"],
    ["request-human", ({ conversationId }) => ({ conversationId, reason: "Let me in" }), null],
  ];

  it.each(attempts)("[W16] '%s' reaches the conversation of the token and no other", async (event, payload, code) => {
    const ana = await server.hire("owner", "Ana");
    const victim = await asked("Where is my parcel?");
    const read = async () => (await ana.call("GET", `/conversations/${victim.conversationId}`)).body;
    const before = await read();
    const stranger = await server.visit();
    const ack = await stranger.send(event, payload(victim));

    expect(ack.ok ? null : ack.error.code).toBe(code);
    expect(await read()).toEqual(before);
    const told = JSON.stringify(stranger.heard);
    expect([told.includes("parcel"), told.includes(victim.conversationId)]).toEqual([false, false]);
  });

  it("[W16] a handshake that names a conversation, or carries another's session id, opens a new one", async () => {
    const victim = await asked("Where is my parcel?");
    const { conversationId } = victim;
    const curious = await server.visit({ auth: { protocol: 1, conversationId, cursor: 0 } });
    const forged = server.knock({ token: conversationId });

    expect(curious.session().conversationId).not.toBe(conversationId);
    expect((await forged.refused()).data).toEqual({ code: "bad-token" });
    expect(JSON.stringify(curious.heard)).not.toContain("parcel");
  });

  it("[W16] what is said in one conversation is told to its own customer alone", async () => {
    const ben = await server.hire("owner", "Ben");
    const victim = await asked("Where is my parcel?");
    const stranger = await asked("When do you open?");
    const known = stranger.visitor.heard.length;
    await ben.send("take-over", { conversationId: victim.conversationId });
    await ben.send("reply", { conversationId: victim.conversationId, clientMessageId: "r", text: "At the depot." });
    await victim.visitor.next("message");
    // An answer of the stranger's own follows whatever else could have been sent to them.
    await stranger.visitor.send("rate", { messageId: stranger.answer.messageId, verdict: "up" });

    expect(stranger.visitor.heard.slice(known)).toEqual([]);
  });
});

describe("staff below a role", () => {
  const sent: [Verb, (conversationId: string) => object][] = [
    ["take-over", (conversationId) => ({ conversationId })],
    ["hand-back", (conversationId) => ({ conversationId })],
    ["close", (conversationId) => ({ conversationId })],
    ["assign", (conversationId) => ({ conversationId, staffId: null })],
    ["reply", (conversationId) => ({ conversationId, clientMessageId: "r", text: "Hello" })],
    ["note", (conversationId) => ({ conversationId, text: "Hello" })],
    ["label", (conversationId) => ({ conversationId, labels: ["late"] })],
    ["typing", (conversationId) => ({ conversationId, typing: true })],
  ];

  it("[T11] a complete event that the role does not include changes nothing and is told to nobody", async () => {
    const owner = await server.hire("owner");
    const { conversationId, visitor } = await asked("Where is my parcel?");
    const read = async () => (await owner.call("GET", `/conversations/${conversationId}`)).body;
    const [before, told] = [await read(), visitor.heard.length];
    for (const role of ROLES) {
      const member = await server.hire(role, `${role}-tries`);
      for (const [verb, payload] of sent.filter(([verb]) => !mayUse(role, verb))) {
        expect(await member.send(verb, payload(conversationId))).toMatchObject({ error: { code: "forbidden" } });
      }
    }

    expect(await read()).toEqual(before);
    expect(visitor.heard.slice(told)).toEqual([]);
    expect(JSON.stringify((await owner.call("GET", "/audit")).body)).not.toMatch(/take-over|"note"|"label"/);
  });
});

describe("links that lead in", () => {
  it("[T2] each opens its own door: an invite sets nothing up, a set-up link invites nobody, an expired one is gone", async () => {
    const setUp = (await server.staff.accounts.setUpLink())!;
    const form = { name: "Eve", email: "eve@example.com", password: PASSWORD };
    expect((await server.call("POST", "/invites/accept", { ...form, token: setUp })).status).toBe(410);

    const owner = await server.hire("owner", "Ana");
    const { token } = await server.staff.accounts.invite(owner.me.staffId, { role: "owner" });
    expect((await server.call("POST", "/setup", { ...form, token })).status).toBe(410);
    now += 7 * 24 * 60 * 60 * 1_000;
    const late = await server.call("POST", "/invites/accept", { ...form, token });
    expect(late).toMatchObject({ status: 410, body: { error: { message: expect.stringContaining("expired") } } });
    expect(late.headers.get("set-cookie")).toBeNull();
  });
});

describe("markup that staff write", () => {
  const MARKUP = `<img src=x onerror="alert(1)"><script>alert(2)</script>`;

  it("[T32] in names, labels, notes, canned replies and views is kept as it was written and served as JSON", async () => {
    const ana = await server.hire("owner", `Ana ${MARKUP}`);
    const { conversationId } = await asked(MARKUP);
    await ana.send("note", { conversationId, text: MARKUP });
    await ana.send("label", { conversationId, labels: [MARKUP.slice(0, 40)] });
    await ana.call("PUT", "/canned-replies/hello", { text: MARKUP });
    await ana.call("POST", "/views", { name: MARKUP, filters: { text: MARKUP } });

    const pages = ["/session", `/conversations/${conversationId}`, "/labels", "/canned-replies", "/views"];
    for (const path of pages) {
      const { body, headers } = await ana.call("GET", path);
      expect([path, JSON.stringify(body).includes(JSON.stringify(MARKUP.slice(0, 40)).slice(1, -1))]).toEqual([
        path,
        true,
      ]);
      expect(headers.get("content-type")).toMatch(/^application\/json/);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
  });

  it("[T32] a shortcut that is no word is refused with what it may be", async () => {
    const ana = await server.hire("owner", "Ana");
    const { status, body } = await ana.call("PUT", `/canned-replies/${encodeURIComponent("<b>")}`, { text: "Hi" });

    expect([status, body]).toEqual([
      400,
      { ok: false, error: { code: "invalid", message: expect.stringContaining("letters, digits, - and _ only") } },
    ]);
  });
});
