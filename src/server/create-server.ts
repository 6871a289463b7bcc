import { createServer as createHttpServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Express, Router } from "express";
import type { Namespace, Server as SocketServer } from "socket.io";
import {
  type ConversationDesk,
  conversationDesk,
  type DeskPorts,
  type DeskSettings,
} from "../conversations/conversation-desk.ts";
import type { Retention } from "../customers/retention.ts";
import { hostCheck } from "./allowed-host.ts";
import { clientAddress, trustedProxies } from "./client-address.ts";
import type { ReadIdentity } from "./customer-identity.ts";
import { type ErasureWatch, type ErasureWatchPorts, erasureWatch } from "./erasure-watch.ts";
import { type FloodLimits, floodGate } from "./flood-gate.ts";
import { type HttpAppPorts, httpApp } from "./http-app.ts";
import { logFault } from "./logger.ts";
import { type SocketServerPorts, socketServer } from "./socket-server.ts";
import { bothAudiences, type StaffPorts, type StaffServer, staffServer } from "./staff-server.ts";
import { admitVisit, VisitRefused } from "./visitor-handshake.ts";
import { serveVisitor, type VisitorSocketPorts, visitorAudience } from "./visitor-socket.ts";

export type ServerPorts = Omit<DeskPorts, "audience" | "onFault" | "reception" | "nameOf" | "onDraft"> &
  Omit<VisitorSocketPorts, "desk" | "replied" | "onTyping"> &
  Pick<HttpAppPorts, "docs" | "startPage" | "checks" | "metrics"> & {
    /** Null: no secret is shared with the host's server, so nobody can be known. */
    identity: ReadIdentity | null;
    /** Null: a server for customers alone. */
    staff: StaffPorts | null;
    /** What was erased, by whomever; null: nothing is. */
    erasures: Pick<ErasureWatchPorts, "erasures" | "onErased"> | null;
    /** Null: everything is kept for ever. */
    retention: Retention | null;
  };

export type ServerSettings = DeskSettings & {
  host: string;
  /** 0 picks a free one. */
  port: number;
  /** Origins, besides the server's own, whose pages may open the chat. */
  allowedOrigins: readonly string[];
  /** Names by which the server may be addressed, in lower case; empty: see `hostCheck`. */
  allowedHosts: readonly string[];
  /** Addresses and ranges of proxies whose word about the customer's address counts. */
  trustedProxies: readonly string[];
  /** Null: no limits. */
  floodLimits: FloodLimits | null;
  patience: HttpPatience;
  /** Folder of the built widget and demo page. */
  clientDir: string;
  /** How long `close` waits for open answers. */
  drainMs: number;
};

/** How long the server waits for somebody who is slow, in milliseconds. */
export type HttpPatience = {
  /** For the headers of a request, and for the whole of it. */
  headersMs: number;
  requestMs: number;
  /** For a sign of life on a connection. */
  idleMs: number;
  /** How often it is looked at. */
  everyMs: number;
};

/** A slow phone sends what our pages send within these; "slowloris" holds connections with less. */
export const HTTP_PATIENCE: HttpPatience = { headersMs: 10_000, requestMs: 30_000, idleMs: 120_000, everyMs: 2_000 };

export type Server = {
  /** Takes up unfinished answers and listens. Throws PortTakenError. */
  listen(): Promise<{ url: string; port: number }>;
  /** Accepts nothing new, lets open answers end within `drainMs`, closes the sockets and the store. */
  close(): Promise<void>;
};

export class PortTakenError extends Error {
  constructor(
    readonly host: string,
    readonly port: number,
  ) {
    super(`Port ${port} on ${host} is taken. Stop what uses it, or set PORT to another number.`);
    this.name = "PortTakenError";
  }
}

export function createServer(ports: ServerPorts, settings: ServerSettings): Server {
  let closing: Promise<void> | null = null;
  const checks = {
    ...ports.checks,
    store: () => ports.store.check(),
    accepting: async () => refuseWhile(closing !== null),
  };
  const api = Router();
  const doors = doorsOf(settings, ports);
  const http = httpServer(
    httpApp({ ...ports, ...doors, checks, clientDir: settings.clientDir, api }),
    settings.patience,
  );
  doors.gate?.guard(http);
  const sockets = socketServer(http, doors, settings.allowedOrigins);
  const namespaces = { staff: sockets.of("/staff"), visitors: sockets.of("/visitor") };
  const staff = ports.staff && staffServer(ports.staff, namespaces, ports);
  const desk = admitVisitors(namespaces.visitors, staff, { ...ports, ...doors }, settings);
  if (staff) {
    api.use(staff.api);
    staff.serve(desk);
  }
  const watch = ports.erasures && watchErasures(ports.erasures, Object.values(namespaces), desk, ports);

  return {
    async listen() {
      // Before the first customer comes, whose own question would be taken up a second time.
      const left = [await ports.store.openAnswers(), await ports.store.undrafted()] as const;
      await listening(http, settings);
      desk.takeUp(...left);
      await staff?.freeStranded();
      await watch?.start();
      ports.retention?.start();
      const { port } = http.address() as AddressInfo;
      return { port, url: `http://${urlHost(settings.host)}:${port}` };
    },
    close() {
      staff?.stop();
      watch?.stop();
      closing ??= drainAndClose({ http, sockets, desk }, ports, settings);
      return closing;
    },
  };
}

function refuseWhile(closing: boolean): void {
  if (closing) throw new Error("The server is closing.");
}

/** Who gets in at all, on every way. */
function doorsOf(settings: ServerSettings, { logger, clock }: ServerPorts): SocketServerPorts {
  const trusts = trustedProxies(settings.trustedProxies);
  const admitsHost = hostCheck({ names: settings.allowedHosts, listensOn: settings.host, trusts });
  const gate = settings.floodLimits && floodGate(settings.floodLimits, trusts, clock);
  return { trusts, admitsHost, gate, logger, clock };
}

function httpServer(app: Express, { headersMs, requestMs, idleMs, everyMs }: HttpPatience): HttpServer {
  const options = { headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval: everyMs };
  const http = createHttpServer(options, app);
  http.setTimeout(idleMs);
  return http;
}

function admitVisitors(
  visitors: Namespace,
  staff: StaffServer | null,
  ports: ServerPorts & Pick<SocketServerPorts, "trusts">,
  settings: ServerSettings,
): ConversationDesk {
  const onFault = (fault: unknown, answerId: string) =>
    logFault(ports.logger, { err: fault, answerId }, "an answer failed");
  const customers = visitorAudience(visitors);
  const everybody = staff ? bothAudiences(customers, staff.rooms.audience) : customers;
  const book = ports.metrics?.book;
  const audience = book?.timed(everybody) ?? everybody;
  const desk = conversationDesk({ ...ports, ...(staff ?? NOBODY), audience, onFault }, settings);

  book?.watch({ sockets: () => visitors.sockets.size, openAnswers: desk.openAnswers });
  const allowed = settings.allowedOrigins;
  visitors.use((socket, next) => {
    const { origin, host } = socket.handshake.headers;
    const whence = { address: clientAddress(socket.request, ports.trusts), origin, host, allowed };
    admitVisit(socket.handshake.auth, whence, ports).then((visit) => {
      if (visit instanceof VisitRefused) return next(visit);
      socket.data = visit;
      next();
    }, next);
  });
  visitors.on("connection", (socket) =>
    serveVisitor(socket, socket.data, {
      ...ports,
      replied: book?.replied ?? (() => {}),
      onTyping: staff?.rooms.customerTyping ?? (() => {}),
      desk,
    }),
  );
  return desk;
}

function watchErasures(
  erased: NonNullable<ServerPorts["erasures"]>,
  namespaces: readonly Namespace[],
  { forget }: ConversationDesk,
  { timers, logger }: ServerPorts,
): ErasureWatch {
  const onFault = (fault: unknown) => logger.error({ err: fault }, "it could not be seen what was erased");
  return erasureWatch({ ...erased, namespaces, forget, timers, onFault });
}

const NOBODY = {
  reception: async () => "unstaffed" as const,
  nameOf: async () => "A colleague",
  onDraft: null,
};

function listening(http: HttpServer, { host, port }: ServerSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? new PortTakenError(host, port) : error);
    });
    http.listen(port, host, resolve);
  });
}

/** 0.0.0.0 is where the server listens, not where a browser goes. */
function urlHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

async function drainAndClose(
  { http, sockets, desk }: { http: HttpServer; sockets: SocketServer; desk: ConversationDesk },
  { store, staff, retention }: ServerPorts,
  { drainMs }: ServerSettings,
): Promise<void> {
  http.close();
  await Promise.all([desk.drain(drainMs), retention?.stop()]);
  await sockets.close();
  http.closeAllConnections();
  if (staff) await Promise.all([staff.search, ...staff.threads].map((thread) => thread.close()));
  await store.close();
}
