import { afterEach, describe, expect, it } from "@jest/globals";
import { createLogger } from "../../src/server/logger.ts";
import { visitorTokens } from "../../src/server/visitor-tokens.ts";
import { type VisitorServer, visitorServer } from "../support/visitor-server.ts";

let server: VisitorServer;
afterEach(() => server.close());

describe("opening a conversation", () => {
  it("[W18] without a token opens a new one, kept from its first message on", async () => {
    server = await visitorServer();
    const visitor = await server.visit();
    const { conversationId, cursor, owner } = visitor.session();

    expect({ cursor, owner }).toEqual({ cursor: 0, owner: "bot" });
    expect(Buffer.from(conversationId, "base64url").length).toBeGreaterThanOrEqual(16);
    expect(await server.ports.store.changeOwner(conversationId, "queued", 0)).toBeNull();
    await visitor.ask("Hello?");
    expect((await server.ports.store.timeline(conversationId, 0)).cursor).toBeGreaterThan(0);
  });

  it("[W16] lets the token alone decide which conversation is read and written", async () => {
    server = await visitorServer();
    const ana = await server.visit();
    await ana.ask("My secret?");
    await ana.next("answer-end");

    const { conversationId } = ana.session();
    const thief = await server.visit({ auth: { protocol: 1, conversationId, visitorToken: undefined } });
    await thief.ask("Anything?");
    await thief.next("answer-end");

    expect(thief.session().conversationId).not.toBe(conversationId);
    expect(JSON.stringify(thief.heard)).not.toContain("secret");
  });

  it("[W16] refuses a bad, forged or foreign token", async () => {
    server = await visitorServer();
    const { visitorToken, conversationId } = (await server.visit()).session();
    const [, expiry, signature] = visitorToken.split(".");
    const foreign = visitorTokens({ secret: Buffer.alloc(32), lifetimeDays: 30, clock: Date.now });
    const bad: unknown[] = [
      "",
      "x",
      "..",
      null,
      7,
      {},
      "a".repeat(5_000),
      visitorToken.slice(0, -1),
      `${visitorToken}=`,
      `${conversationId}x.${expiry}.${signature}`,
      `${conversationId}.${expiry}0.${signature}`,
      foreign.issue(conversationId),
    ];

    for (const token of bad) {
      const refused = await server.knock({ auth: { protocol: 1, visitorToken: token } }).refused();
      expect([token, refused.data]).toEqual([token, { code: "bad-token" }]);
    }
  });

  it("[W16] refuses an expired token; each session brings a fresh one", async () => {
    let now = 1_700_000_000_000;
    const tokens = visitorTokens({ secret: Buffer.alloc(32, 1), lifetimeDays: 30, clock: () => now });
    server = await visitorServer({ tokens });
    const visitor = await server.visit();
    const token = visitor.session().visitorToken;

    now += 29 * 24 * 3_600_000;
    const renewed = (await server.visit({ token })).session();
    now += 24 * 3_600_000;

    expect(renewed.conversationId).toBe(visitor.session().conversationId);
    expect((await server.knock({ token }).refused()).data).toEqual({ code: "bad-token" });
    expect((await server.visit({ token: renewed.visitorToken })).session().conversationId).toBe(renewed.conversationId);
  });

  it("[W17] refuses another protocol, before it looks at the token", async () => {
    server = await visitorServer();
    const wrong: Record<string, unknown>[] = [
      {},
      { protocol: 2 },
      { protocol: "1" },
      { protocol: null, visitorToken: "bad" },
      { protocol: 1.5 },
    ];

    for (const auth of wrong) {
      expect((await server.knock({ auth }).refused()).data).toEqual({ code: "unsupported-protocol" });
    }
  });

  it("[W6] replays from the start for a cursor that is none", async () => {
    server = await visitorServer();
    const visitor = await server.visit();
    await visitor.ask("Hello?");
    await visitor.next("answer-end");

    for (const cursor of [-1, 1.5, "2", null, {}]) {
      const back = await server.visit({
        auth: { protocol: 1, visitorToken: visitor.session().visitorToken, cursor },
      });
      await back.next("answer-end");
      expect(back.heard.map(({ event }) => event)).toEqual(["session", "message", "answer-end"]);
    }
  });

  it("[W19] admits pages of the server itself and of the allowed origins only", async () => {
    server = await visitorServer({}, { allowedOrigins: ["https://shop.example"] });
    const open = (origin: string) => server.knock({ headers: { origin } });

    expect(await open(server.url).next("session")).toBeDefined();
    expect(await open("https://shop.example").next("session")).toBeDefined();
    for (const origin of ["https://evil.example", "https://shop.example.evil.example", "null", ""]) {
      expect(await open(origin).refused()).toBeInstanceOf(Error);
    }
  });

  it("[W19] names each refused origin once in the log, with what opens the chat to it", async () => {
    const lines: string[] = [];
    const logger = createLogger("warn", (text) => text, { write: (line: string) => void lines.push(line) });
    server = await visitorServer({ logger }, { allowedOrigins: ["https://shop.example"] });
    for (const origin of ["https://www.example", "https://www.example", "null", "https://shop.example"]) {
      await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, { headers: { origin } });
    }

    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        origin: "https://www.example",
        msg: "https://www.example may not open the chat: add it to ALLOWED_ORIGINS",
      },
    ]);
  });

  it("[W19] lets only allowed pages read over long polling", async () => {
    server = await visitorServer({}, { allowedOrigins: ["https://shop.example"] });
    const poll = (origin: string) => fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, { headers: { origin } });

    const allowed = await poll("https://shop.example");
    expect([allowed.status, allowed.headers.get("access-control-allow-origin")]).toEqual([200, "https://shop.example"]);
    const evil = await poll("https://evil.example");
    expect([evil.status, evil.headers.get("access-control-allow-origin")]).toEqual([403, null]);
  });
});
