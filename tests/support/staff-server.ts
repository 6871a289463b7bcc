import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { io, type Socket } from "socket.io-client";
import { projectRoot } from "../../src/config.ts";
import { caseFile } from "../../src/conversations/case-file.ts";
import { conversationSearch } from "../../src/conversations/conversation-search.ts";
import { type Database, openDatabase } from "../../src/conversations/database.ts";
import { inbox } from "../../src/conversations/inbox.ts";
import { conversationsIn } from "../../src/conversations/libsql-conversation-store.ts";
import { savedViews } from "../../src/conversations/saved-views.ts";
import { snoozes } from "../../src/conversations/snoozes.ts";
import { insights } from "../../src/insights/insights.ts";
import type { Role } from "../../src/protocol/roles.ts";
import type { Colleague } from "../../src/protocol/staff.ts";
import type { Me } from "../../src/protocol/staff-http.ts";
import type { Passage } from "../../src/search/passage.ts";
import type { ServerPorts, ServerSettings } from "../../src/server/create-server.ts";
import { insightsRoutes } from "../../src/server/insights-routes.ts";
import type { StaffRoute } from "../../src/server/staff-api.ts";
import type { StaffPorts } from "../../src/server/staff-server.ts";
import { viewRoutes } from "../../src/server/view-routes.ts";
import { libsqlStaffStore } from "../../src/staff/libsql-staff-store.ts";
import { lockOut } from "../../src/staff/lock-out.ts";
import { type StaffDesk, staffDesk } from "../../src/staff/staff-desk.ts";
import { fixedKnowledge } from "./fixed-knowledge.ts";
import { plainPasswords } from "./plain-passwords.ts";
import { newId, type VisitorServer, visitorServer } from "./visitor-server.ts";

/** What came over the wire: the test says what it expects of it. */
export type Told = Record<string, unknown>;

export type Answered = { status: number; body: Told; headers: Headers };

/** One signed-in person: HTTP with their cookie, and a socket. */
export type StaffMember = {
  me: Me;
  who: Colleague;
  cookie: string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>;
  socket: Socket;
  heard: { event: string; payload: Told }[];
  send(event: string, payload: unknown): Promise<Told>;
  /** The first event of this name, past or to come, that `fits`. */
  next(event: string, fits?: (payload: Told) => boolean): Promise<Told>;
};

export type StaffServer = VisitorServer & {
  database: Database;
  staff: StaffPorts;
  call: StaffMember["call"];
  /** A member with this role, who has come in by an invite. The first is the owner. */
  hire(role: Role, name?: string): Promise<StaffMember>;
};

export const PASSWORD = "correct horse battery";

/** A real server over a real database, with staff. Passwords are kept as they are: hashing has a test of its own. */
export async function staffServer(
  ports: Partial<ServerPorts> = {},
  clock = Date.now,
  settings: Partial<ServerSettings> = {},
  routes: (database: Database, accounts: StaffDesk) => readonly StaffRoute[] = () => [],
  passages: Passage[] = [],
  changes: Partial<StaffPorts> = {},
): Promise<StaffServer> {
  const folder = mkdtempSync(join(tmpdir(), "switchboard-staff-"));
  const database = openDatabase(join(folder, "switchboard.db"));
  const accounts = staffDesk({
    store: libsqlStaffStore(database),
    passwords: plainPasswords,
    lockOut: lockOut(clock),
    newId,
    newToken: () => randomBytes(32).toString("base64url"),
    clock,
  });
  const prices = { currency: "USD", perMillion: new Map() };
  const figures = insights({ file: database.file, root: projectRoot(), prices, clock });
  const staff: StaffPorts = {
    accounts,
    inbox: inbox(database),
    files: caseFile(database),
    snoozes: snoozes(database),
    openId: null,
    knowledge: { current: () => fixedKnowledge(passages) },
    search: conversationSearch(database.file, clock),
    redact: (texts) => texts.map((text) => text.replaceAll("ana@example.com", "[EMAIL_1]")),
    prices,
    review: null,
    routes: [
      ...viewRoutes({ views: savedViews(database), newId, clock }),
      ...insightsRoutes(figures),
      ...routes(database, accounts),
    ],
    threads: [figures],
    ...ports.staff,
    ...changes,
  };
  const server = await visitorServer({ store: conversationsIn(database), clock, ...ports, staff }, settings);
  const sockets: Socket[] = [];

  async function enlist(role: Role, name: string): Promise<{ me: Me; cookie: string }> {
    const owner = await accounts.setUpLink();
    const token = owner ?? (await accounts.invite("test", { role })).token;
    const account = { token, email: `${name.replace(/\W/g, "")}@example.com`, name, password: PASSWORD };
    const { body, headers } = await call(server.url, "POST", owner ? "/setup" : "/invites/accept", account);
    return { me: body as unknown as Me, cookie: headers.get("set-cookie")!.split(";")[0]! };
  }

  return {
    ...server,
    database,
    staff,
    call: (...asked) => call(server.url, ...asked),
    async hire(role, name = `${role}-${sockets.length}`) {
      const { me, cookie } = await enlist(role, name);
      const socket = io(`${server.url}/staff`, {
        transports: ["websocket"],
        forceNew: true,
        reconnection: false,
        extraHeaders: { cookie },
      });
      sockets.push(socket);
      const member = memberOn(socket, server.url, me, cookie);
      await member.next("welcome");
      return member;
    },
    async close() {
      for (const socket of sockets) socket.disconnect();
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function memberOn(socket: Socket, url: string, me: Me, cookie: string): StaffMember {
  const heard: StaffMember["heard"] = [];
  const listeners = new Set<() => void>();
  socket.onAny((event: string, payload: Told) => {
    heard.push({ event, payload });
    for (const listen of listeners) listen();
  });

  return {
    me,
    who: { staffId: me.staffId, name: me.name },
    cookie,
    socket,
    heard,
    call: (method, path, body, headers) => call(url, method, path, body, { cookie, ...headers }),
    send: (event, payload) => socket.emitWithAck(event, payload) as Promise<Told>,
    next: (event, fits = () => true) =>
      new Promise((resolve) => {
        const look = () => {
          const found = heard.find((one) => one.event === event && fits(one.payload));
          if (!found) return;
          listeners.delete(look);
          resolve(found.payload);
        };
        listeners.add(look);
        look();
      }),
  };
}

async function call(url: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/api${path}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(method !== "GET" && { body: JSON.stringify(body ?? {}) }),
  });
  const text = await response.text();
  const json = response.headers.get("content-type")?.startsWith("application/json");
  return {
    status: response.status,
    headers: response.headers,
    body: (json ? JSON.parse(text) : text) as Told,
  };
}
