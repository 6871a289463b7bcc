import { type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import { Router } from "express";
import { sql } from "kysely";
import { openDatabase } from "../../src/conversations/database.ts";
import { conversationsIn } from "../../src/conversations/libsql-conversation-store.ts";
import { memoryConversationStore } from "../../src/conversations/memory-conversation-store.ts";
import { PortTakenError } from "../../src/server/create-server.ts";
import { createLogger } from "../../src/server/logger.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { type VisitorServer, visitorServer } from "../support/visitor-server.ts";

const temporary = temporaryFolder();
let server: VisitorServer;
afterEach(() => server.close());

const get = (path: string) => fetch(`${server.url}${path}`);

describe("what the server shows over HTTP", () => {
  it("[H1] serves the demo page and the documentation without inline script", async () => {
    const docs = Router().get("/install.md", (_request, response) => void response.send("Install"));
    server = await visitorServer({ docs });

    const page = await get("/");
    expect(await page.text()).toContain("Demo");
    expect(await (await get("/docs/install.md")).text()).toBe("Install");
    const policy = page.headers.get("content-security-policy");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    expect(page.headers.get("x-powered-by")).toBeNull();
  });

  it("[H2] lets other sites' pages load the widget", async () => {
    server = await visitorServer();
    const widget = await get("/widget.js");

    expect(widget.status).toBe(200);
    expect(widget.headers.get("content-type")).toContain("javascript");
    expect(widget.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    expect((await get("/")).headers.get("content-security-policy")).not.toBeNull();
  });

  it("[H3] is healthy while it runs and ready while everything it needs works", async () => {
    const store = memoryConversationStore();
    let works = true;
    const fails = () => (works ? Promise.resolve() : Promise.reject(new Error("no")));
    server = await visitorServer({ store: { ...store, check: fails }, checks: { knowledge: fails } });

    expect(await (await get("/readyz")).json()).toEqual({ ok: true, failed: [] });
    works = false;
    const unready = await get("/readyz");
    expect([unready.status, await unready.json()]).toEqual([503, { ok: false, failed: ["knowledge", "store"] }]);
    expect((await get("/healthz")).status).toBe(200);
  });

  it("[H3] is not ready while the database takes nothing, and again as soon as it does", async () => {
    const database = openDatabase(join(temporary, "switchboard.db"));
    server = await visitorServer({ store: conversationsIn(database) });
    await sql`PRAGMA query_only = ON`.execute(database.db);
    const unready = await get("/readyz");
    expect([unready.status, await unready.json()]).toEqual([503, { ok: false, failed: ["store"] }]);
    await sql`PRAGMA query_only = OFF`.execute(database.db);

    expect((await get("/readyz")).status).toBe(200);
  });

  it("[X20] never redirects to another site, however the path begins", async () => {
    server = await visitorServer();
    for (const path of ["//evil.example/%2e%2e", "/\\evil.example/%2e%2e", "///evil.example/console", "/\\/console"]) {
      const reply = await new Promise<IncomingMessage>((resolve, reject) =>
        request(`${server.url}`, { path }, resolve).on("error", reject).end(),
      );
      reply.resume();
      expect([path, reply.statusCode, reply.headers.location]).toEqual([path, 404, undefined]);
    }
  });

  it("[H4] refuses paths outside of what it serves", async () => {
    server = await visitorServer();

    for (const path of ["/nothing", "/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/.env", "/%E0%A4%A"]) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
  });

  it("[H4] tells nothing of what went wrong inside", async () => {
    const docs = Router()
      .get("/broken", () => {
        throw new Error("secret detail");
      })
      .get("/:page", (_request, response) => void response.send("A page"));
    server = await visitorServer({ docs });

    const broken = await get("/docs/broken");
    expect([broken.status, await broken.text()]).toEqual([500, "Something went wrong.\n"]);
    const malformed = await get("/docs/%E0%A4%A");
    expect([malformed.status, await malformed.text()]).toEqual([400, "Bad request.\n"]);
  });

  it("[H5] says in one line that the port is taken", async () => {
    server = await visitorServer();
    const port = Number(new URL(server.url).port);

    const second = visitorServer({}, { port });
    await expect(second).rejects.toThrow(PortTakenError);
    await expect(second).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken.`);
  });

  it("[C10] logs events and requests with an id, never a customer's text, token or query", async () => {
    const lines: string[] = [];
    const logger = createLogger("debug", (text) => text, { write: (line: string) => void lines.push(line) });
    server = await visitorServer({
      logger,
      answerQuestion: async ({ text }) => JSON.parse(`{${text}`),
    });
    const visitor = await server.visit();
    await visitor.ask("PLANTED text");
    await visitor.send("rate", { messageId: "PLANTED", verdict: "up", comment: "PLANTED" });
    await visitor.next("answer-end");
    await visitor.send("PLANTED", { text: "PLANTED" });
    await get("/?q=PLANTED");

    const log = lines.join("");
    expect(log).toContain('"event":"ask","code":"ok"');
    expect(log).toContain('"path":"/"');
    expect(log).toContain('"name":"SyntaxError"');
    expect(log).not.toContain("PLANTED");
    expect(log).not.toContain(visitor.session().visitorToken);
    for (const line of lines
      .map((text) => JSON.parse(text))
      .filter(({ event, path }) => (event || path) !== undefined)) {
      expect(line.requestId).toMatch(/^[\w-]{22}$/);
    }
  });
});
