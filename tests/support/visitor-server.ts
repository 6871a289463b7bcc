import { randomBytes } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Router } from "express";
import { languageOf } from "../../src/answer/spoken-language.ts";
import { ANSWER_LIMITS } from "../../src/conversations/conversation-desk.ts";
import { memoryConversationStore } from "../../src/conversations/memory-conversation-store.ts";
import { systemTimers } from "../../src/conversations/timers.ts";
import {
  createServer,
  HTTP_PATIENCE,
  type Server,
  type ServerPorts,
  type ServerSettings,
} from "../../src/server/create-server.ts";
import { createLogger } from "../../src/server/logger.ts";
import { visitorTokens } from "../../src/server/visitor-tokens.ts";
import { echoAnswers } from "./scripted-answers.ts";
import { openVisitor, type Visitor, type VisitorOptions } from "./visitor.ts";

export type VisitorServer = {
  url: string;
  server: Server;
  ports: ServerPorts;
  visit(options?: VisitorOptions): Promise<Visitor>;
  /** Opens a socket without waiting for its session. */
  knock(options?: VisitorOptions): Visitor;
  close(): Promise<void>;
};

export const newId = () => randomBytes(16).toString("base64url");
export const CONTACT_TEXT = "Write to help@example.com.";

/** A real server on a free port. Answers echo the question and nothing is kept, unless the test brings its own ports. */
export async function visitorServer(
  ports: Partial<ServerPorts> = {},
  settings: Partial<ServerSettings> = {},
): Promise<VisitorServer> {
  const all: ServerPorts = {
    store: memoryConversationStore(),
    answerQuestion: echoAnswers,
    tokens: visitorTokens({ secret: randomBytes(32), lifetimeDays: 30, clock: Date.now }),
    limiter: null,
    clock: Date.now,
    timers: systemTimers,
    newId,
    logger: createLogger("silent", (text) => text),
    docs: Router(),
    checks: {},
    staff: null,
    identity: null,
    erasures: null,
    retention: null,
    metrics: null,
    ...ports,
  };
  const server = createServer(all, {
    host: "127.0.0.1",
    port: 0,
    allowedOrigins: [],
    allowedHosts: [],
    trustedProxies: ["loopback"],
    floodLimits: null,
    patience: HTTP_PATIENCE,
    clientDir: clientFolder(),
    contactText: CONTACT_TEXT,
    openingHours: null,
    languageOf,
    drainMs: 0,
    limits: ANSWER_LIMITS,
    ...settings,
  });
  const { url } = await server.listen();
  const visitors: Visitor[] = [];

  function knock(options: VisitorOptions = {}): Visitor {
    const visitor = openVisitor(url, options);
    visitors.push(visitor);
    return visitor;
  }

  return {
    url,
    server,
    ports: all,
    knock,
    async visit(options) {
      const visitor = knock(options);
      await visitor.next("session");
      return visitor;
    },
    async close() {
      for (const visitor of visitors) visitor.leave();
      await server.close();
    },
  };
}

function clientFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "switchboard-client-"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>Demo</title>");
  writeFileSync(join(folder, "widget.js"), "/* widget */");
  return folder;
}
