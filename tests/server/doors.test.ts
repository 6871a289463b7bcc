import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import WebSocket from "ws";
import { HTTP_PATIENCE } from "../../src/server/create-server.ts";
import { FLOOD_LIMITS, type FloodLimits } from "../../src/server/flood-gate.ts";
import { staffServer } from "../support/staff-server.ts";
import { type VisitorServer, visitorServer } from "../support/visitor-server.ts";

let server: VisitorServer;
const open: (Socket | WebSocket)[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) "destroy" in one ? one.destroy() : one.terminate();
  await server.close();
});

type Reply = { status: number; headers: NodeJS.Dict<string | string[]>; text: string };

/** Not `fetch`, which lets nobody choose the Host. */
function get(path: string, headers: Record<string, string> = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(`${server.url}${path}`, { headers, agent: false }, async (reply) => {
      let text = "";
      for await (const piece of reply.setEncoding("utf8")) text += piece;
      resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text });
    });
    asked.on("error", reject).end();
  });
}

const POLL = "/socket.io/?EIO=4&transport=polling";
const statusOf = async (path: string, headers?: Record<string, string>) => (await get(path, headers)).status;

function dial(): Socket {
  const { port, hostname } = new URL(server.url);
  const socket = connect(Number(port), hostname).on("error", () => {});
  open.push(socket);
  return socket;
}

async function chat(headers: Record<string, string> = {}): Promise<WebSocket> {
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`, { headers });
  open.push(socket);
  socket.on("error", () => {});
  await Promise.race([once(socket, "message"), once(socket, "unexpected-response"), once(socket, "close")]);
  return socket;
}

const behindLimits = (changes: Partial<FloodLimits>, clock = Date.now) =>
  visitorServer({ clock }, { floodLimits: { ...FLOOD_LIMITS, ...changes }, trustedProxies: [] });

describe("whom the server takes itself for", () => {
  it("[X3] on this machine answers to its addresses and localhost, and to no name that somebody points at it", async () => {
    server = await visitorServer();

    for (const host of ["127.0.0.1:3000", "localhost", "LOCALHOST:80", "chat.localhost", "[::1]:3000", "192.0.2.1"]) {
      expect([host, await statusOf("/", { host })]).toEqual([host, 200]);
    }
    for (const host of ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:3000", "a b"]) {
      expect([host, await statusOf("/", { host })]).not.toEqual([host, 200]);
      expect([host, await statusOf(POLL, { host })]).not.toEqual([host, 200]);
    }
    expect((await get("/", { host: "evil.example" })).text).toContain("ALLOWED_HOSTS");
  });

  it("[X3] behind a proxy on this machine answers to the names that the proxy passes on", async () => {
    server = await visitorServer();
    const headers = { host: "chat.example.com", "x-forwarded-for": "198.51.100.1" };

    expect(await statusOf("/", headers)).toBe(200);
    expect(await statusOf(POLL, { ...headers, origin: "https://chat.example.com" })).toBe(200);
  });

  it("[X3] with ALLOWED_HOSTS answers to these and its addresses alone, forwarded or not", async () => {
    server = await visitorServer({}, { allowedHosts: ["chat.example.com"] });

    expect(await statusOf("/", { host: "Chat.Example.com:443" })).toBe(200);
    expect(await statusOf("/", { host: "127.0.0.1" })).toBe(200);
    expect(await statusOf("/", { host: "evil.example", "x-forwarded-for": "198.51.100.1" })).toBe(421);
    expect(await statusOf(POLL, { host: "evil.example", "x-forwarded-for": "198.51.100.1" })).toBe(403);
  });

  it("[X4] lets pages of allowed origins read a socket's replies, and nobody read anything of staff", async () => {
    server = await visitorServer({}, { allowedOrigins: ["https://shop.example"] });

    const allowed = await get(POLL, { origin: "https://shop.example" });
    expect([allowed.status, allowed.headers["access-control-allow-origin"]]).toEqual([200, "https://shop.example"]);
    const foreign = await get(POLL, { origin: "https://evil.example" });
    expect([foreign.status, foreign.headers["access-control-allow-origin"]]).toEqual([403, undefined]);
    const api = await get("/api/setup", { origin: "https://shop.example" });
    expect(api.headers["access-control-allow-origin"]).toBeUndefined();
  });
});

describe("who holds on to the server", () => {
  const patience = { ...HTTP_PATIENCE, headersMs: 200, requestMs: 400, everyMs: 50 };

  it.each([
    ["nothing", ""],
    ["half a request line", "GET / HT"],
    ["headers without an end", "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: 1\r\n"],
    ["a body that never comes", "POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n{"],
  ])("[X5] by sending %s is sent away, and others are served meanwhile", async (_, sent) => {
    server = await visitorServer({}, { patience });
    const slow = Array.from({ length: 50 }, dial);
    const closed = Promise.all(slow.map((socket) => once(socket.resume(), "close")));
    for (const socket of slow) socket.write(sent);

    expect(await statusOf("/healthz")).toBe(200);
    await closed;
  });

  it("[X5] by dripping one header after the other is sent away all the same", async () => {
    server = await visitorServer({}, { patience });
    const slow = dial();
    const closed = once(slow.resume(), "close");
    slow.write("GET / HTTP/1.1\r\nHost: localhost\r\n");
    const drip = setInterval(() => slow.write("X-Drip: 1\r\n"), 20);
    await closed;
    clearInterval(drip);
  });

  it("[X5] by headers larger than any of ours is refused before they are read", async () => {
    server = await visitorServer();

    expect(await statusOf("/", { "x-large": "x".repeat(20_000) })).toBe(431);
  });

  it("[X5] by an idle connection is cut off in time, and a chat is not idle", async () => {
    server = await visitorServer({}, { patience: { ...HTTP_PATIENCE, idleMs: 150 } });
    const visitor = await server.visit();
    const idle = dial();
    await once(idle.resume(), "close");

    expect(await visitor.ask("Still there?")).toMatchObject({ ok: true });
  });
});

describe("a flood", () => {
  it("[X6] of connections from one address is turned away at the door, and as many as leave may come", async () => {
    server = await behindLimits({ connectionsFromOne: 3 });
    const held = [dial(), dial(), dial()];
    await Promise.all(held.map((socket) => once(socket, "connect")));
    const fourth = dial();
    await once(fourth.resume(), "close");

    held[0]?.destroy();
    await served();
  });

  it("[X6] of connections ends at what the whole server holds", async () => {
    server = await behindLimits({ connections: 2 });
    await Promise.all([dial(), dial()].map((socket) => once(socket, "connect")));

    await once(dial().resume(), "close");
  });

  it("[X6] does not count a trusted proxy's connections, but its customers' chats", async () => {
    const floodLimits = { ...FLOOD_LIMITS, connectionsFromOne: 2 };
    server = await visitorServer({}, { floodLimits, trustedProxies: ["loopback"] });
    const office = { "x-forwarded-for": "198.51.100.1" };
    const chats = [await chat(office), await chat(office), await chat(office)];

    expect(chats.map(({ readyState }) => readyState === WebSocket.OPEN)).toEqual([true, true, false]);
    expect((await chat({ "x-forwarded-for": "198.51.100.2" })).readyState).toBe(WebSocket.OPEN);
  });

  it("[X7] of chats that are begun is slowed down to what the address may", async () => {
    let now = 0;
    server = await behindLimits({ handshakes: { burst: 2, perSecond: 1 } }, () => now);

    expect([await statusOf(POLL), await statusOf(POLL), await statusOf(POLL)]).toEqual([200, 200, 403]);
    now += 1_000;
    expect(await statusOf(POLL)).toBe(200);
  });

  it("[X7] of requests is told to wait, while the server's health stays known", async () => {
    let now = 0;
    server = await behindLimits({ requests: { burst: 2, perSecond: 1 } }, () => now);

    expect([await statusOf("/"), await statusOf("/docs/"), await statusOf("/")]).toEqual([200, 404, 429]);
    expect((await get("/api/setup")).headers["retry-after"]).toBe("10");
    expect(await statusOf("/healthz")).toBe(200);
    now += 1_000;
    expect(await statusOf("/")).toBe(200);
  });

  it("[X8] of bytes in a socket ends it, however small the packets are", async () => {
    server = await behindLimits({ bytes: { burst: 10_000, perSecond: 1 } }, () => 0);
    const large = await chat();
    large.send(`4${"x".repeat(20_000)}`);
    await once(large, "close");
    const many = await chat();
    for (let sent = 0; sent < 100; sent += 1) many.send("3");
    await once(many, "close");
  });

  it("[X8] larger than any packet of ours is not read at all", async () => {
    server = await visitorServer();
    const socket = await chat();
    socket.send(`4${"x".repeat(5 * 1_024 * 1_024)}`);
    await once(socket, "close");

    expect(await (await server.visit()).ask("Still there?")).toMatchObject({ ok: true });
  });

  it("[X8] of JSON is refused by its size, before it is parsed", async () => {
    server = await staffServer();
    const send = async (body: string) => {
      const headers = { "content-type": "application/json" };
      const sent = await fetch(`${server.url}/api/session`, { method: "POST", body, headers });
      return [sent.status, await sent.json()];
    };
    const saying = (message: string) => ({ ok: false, error: { code: "invalid", message } });

    for (const length of [300_000, 3_000_000])
      expect(await send(JSON.stringify({ email: "x".repeat(length) }))).toEqual([
        413,
        saying("It is larger than 256 kB: send less at a time."),
      ]);
    expect(await send('{"email":')).toEqual([400, saying("It cannot be read as JSON.")]);
  });

  /** The door is told of a closed connection a moment after the client. */
  async function served(): Promise<void> {
    for (;;) {
      const status = await statusOf("/healthz").catch(() => 0);
      if (status === 200) return;
    }
  }
});
