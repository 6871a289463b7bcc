import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { projectRoot } from "../../src/config.ts";
import { memoryConversationStore } from "../../src/conversations/memory-conversation-store.ts";
import type { ServerPorts } from "../../src/server/create-server.ts";
import { visitorTokens } from "../../src/server/visitor-tokens.ts";
import { type ScriptedAnswers, scriptedAnswers } from "../support/scripted-answers.ts";
import { type VisitorServer, visitorServer } from "../support/visitor-server.ts";

/** What a journey plays on: a real server whose answers the test leads, and real browser pages. */
export type Stage = {
  server: VisitorServer;
  script: ScriptedAnswers;
  /** Opens a page in a browser profile of its own. */
  open(url: string, options?: BrowserContextOptions): Promise<Page>;
  /** Opens a page that has the widget; it is the demo page unless another address is given. */
  visit(options?: BrowserContextOptions, url?: string): Promise<Page>;
  /** Stops the server in the middle of things and starts another one on the same port and the same store. */
  restart(): Promise<void>;
  /** A page of another site that embeds the widget under a strict content policy. Returns its address. */
  embed(attributes: string): string;
};

const CHROMIUM = [
  process.env.CHROMIUM_PATH ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
].find((path) => path !== "" && existsSync(path));

/** Shorter than a test may take, so that a failure names what it waited for. */
const PATIENCE_MS = 15_000;

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Journeys need a browser. Without one they are skipped aloud, except in CI, where that is a failure. */
export function journeys(title: string, tell: (stage: () => Stage) => void): void {
  if (!CHROMIUM && process.env.CI !== "true") {
    process.stderr.write(`SKIPPED: ${title}: no Chromium was found; name one in CHROMIUM_PATH.\n`);
    describe.skip(title, () => tell(noStage));
    return;
  }
  describe(title, () => {
    let browser: Browser;
    let stage: OpenStage;

    beforeAll(async () => {
      expect(CHROMIUM ?? "no Chromium was found; name one in CHROMIUM_PATH").toMatch(/^\//);
      browser = await chromium.launch({ executablePath: CHROMIUM!, args: FLAGS });
    });
    beforeEach(async () => {
      stage = await openStage(browser);
    });
    afterEach(async () => {
      await stage.close();
      // A content policy that is broken shows in the console only.
      expect(stage.complaints).toEqual([]);
    });
    afterAll(() => browser?.close());

    tell(() => stage);
  });
}

function noStage(): Stage {
  throw new Error("There is no browser.");
}

type OpenStage = Stage & { complaints: string[]; close(): Promise<void> };

async function openStage(browser: Browser): Promise<OpenStage> {
  const script = scriptedAnswers();
  const site = await hostSite();
  const complaints: string[] = [];
  const pages: Page[] = [];
  const lasting = {
    answerQuestion: script.answerQuestion,
    store: memoryConversationStore(),
    tokens: visitorTokens({ secret: randomBytes(32), lifetimeDays: 30, clock: Date.now }),
  };
  let server = await startServer(lasting, 0, site.origin);

  async function open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    pages.push(page);
    listenForComplaints(page, complaints);
    await page.goto(url);
    return page;
  }

  return {
    script,
    complaints,
    get server() {
      return server;
    },
    open,
    async visit(options = {}, url = server.url) {
      const page = await open(url, options);
      await page.locator("switchboard-chat .launcher").waitFor({ state: "attached" });
      return page;
    },
    async restart() {
      const { port } = new URL(server.url);
      await server.close();
      server = await startServer(lasting, Number(port), site.origin);
    },
    embed(attributes) {
      site.show(server.url, attributes);
      return site.origin;
    },
    async close() {
      await Promise.all(pages.map((page) => page.context().close()));
      site.close();
      await server.close();
    },
  };
}

function startServer(ports: Partial<ServerPorts>, port: number, allowedOrigin: string): Promise<VisitorServer> {
  const clientDir = join(projectRoot(), "dist/client");
  return visitorServer(ports, { port, allowedOrigins: [allowedOrigin], clientDir, drainMs: 10 });
}

/** Lost connections are part of many a journey, and browsers complain about each; everything else counts. */
function listenForComplaints(page: Page, complaints: string[]): void {
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    const expected = /ERR_|WebSocket connection to|Failed to load resource/.test(message.text());
    if (message.type() === "error" && !expected) complaints.push(message.text());
  });
}

type HostSite = { origin: string; show(widgetServer: string, attributes: string): void; close(): void };

async function hostSite(): Promise<HostSite> {
  let policy = "";
  let html = "";
  const site = createServer((_request, response) => {
    response.setHeader("Content-Security-Policy", policy);
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(html);
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));

  return {
    origin: `http://127.0.0.1:${(site.address() as AddressInfo).port}`,
    show(server, attributes) {
      policy = `default-src 'none'; script-src ${server}; connect-src ${server} ${server.replace("http", "ws")}`;
      html = `<!doctype html><html lang="en"><head><title>A shop</title>
        <script src="${server}/widget.js" ${attributes}></script></head><body><main><h1>A shop</h1></main></body></html>`;
    },
    close: () => void site.close(),
  };
}

export { expect, it };
