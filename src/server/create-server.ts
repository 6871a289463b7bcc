import { createServer as createHttpServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Router } from "express";
import { type Namespace, Server as SocketServer } from "socket.io";
import {
  type ConversationDesk,
  conversationDesk,
  type DeskPorts,
  type DeskSettings,
} from "../conversations/conversation-desk.ts";
import { allowedOrigin, normalOrigins, refusedOrigins } from "./allowed-origin.ts";
import { clientAddress } from "./client-address.ts";
import type { ReadIdentity } from "./customer-identity.ts";
import { type HttpAppPorts, httpApp } from "./http-app.ts";
import { boundReader, type Connection } from "./slow-reader.ts";
import { bothAudiences, type StaffPorts, type StaffServer, staffServer } from "./staff-server.ts";
import { admitVisit, VisitRefused } from "./visitor-handshake.ts";
import { serveVisitor, type VisitorSocketPorts, visitorAudience } from "./visitor-socket.ts";

export type ServerPorts = Omit<DeskPorts, "audience" | "onFault" | "reception" | "nameOf" | "onDraft"> &
  Omit<VisitorSocketPorts, "desk" | "replied" | "onTyping"> &
  Pick<HttpAppPorts, "docs" | "checks" | "metrics"> & {
    /** Null: no secret is shared with the host's server, so nobody can be known. */
    identity: ReadIdentity | null;
    /** Null: a server for customers alone. */
    staff: StaffPorts | null;
  };

export type ServerSettings = DeskSettings & {
  host: string;
  /** 0 picks a free one. */
  port: number;
  /** Origins, besides the server's own, whose pages may open the chat. */
  allowedOrigins: readonly string[];
  /** Folder of the built widget and demo page. */
  clientDir: string;
  /** How long `close` waits for open answers. */
  drainMs: number;
};

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

/** Twice the 2 MB up to which a text is answered `too-long`: JSON may write a character as two. */
const MAX_PACKET_BYTES = 4 * 1_024 * 1_024 + 4_096;

export function createServer(ports: ServerPorts, settings: ServerSettings): Server {
  let closing: Promise<void> | null = null;
  const checks = {
    ...ports.checks,
    store: () => ports.store.check(),
    accepting: async () => refuseWhile(closing !== null),
  };
  const api = Router();
  const http = createHttpServer(httpApp({ ...ports, checks, clientDir: settings.clientDir, api }));
  const sockets = socketServer(http, ports, settings);
  const namespaces = { staff: sockets.of("/staff"), visitors: sockets.of("/visitor") };
  const staff = ports.staff && staffServer(ports.staff, namespaces, ports);
  const desk = admitVisitors(namespaces.visitors, staff, ports, settings);
  if (staff) {
    api.use(staff.api);
    staff.serve(desk);
  }

  return {
    async listen() {
      // Before the first customer comes, whose own question would be taken up a second time.
      const unfinished = await ports.store.openAnswers();
      await listening(http, settings);
      desk.takeUp(unfinished);
      const { port } = http.address() as AddressInfo;
      return { port, url: `http://${urlHost(settings.host)}:${port}` };
    },
    close() {
      staff?.stop();
      closing ??= drainAndClose({ http, sockets, desk }, ports, settings);
      return closing;
    },
  };
}

function refuseWhile(closing: boolean): void {
  if (closing) throw new Error("The server is closing.");
}

function socketServer(
  http: HttpServer,
  { logger, clock }: ServerPorts,
  { allowedOrigins }: ServerSettings,
): SocketServer {
  const allowed = normalOrigins(allowedOrigins);
  const nameRefused = refusedOrigins((fields, line) => logger.warn(fields, line));
  const sockets = new SocketServer(http, {
    serveClient: false,
    maxHttpBufferSize: MAX_PACKET_BYTES,
    // WebSockets know no CORS, so the origin is checked on every transport; CORS only lets allowed pages read replies.
    allowRequest: ({ headers: { origin, host } }, decide) => {
      const admitted = allowedOrigin(origin, host, allowed);
      if (!admitted) nameRefused(origin);
      decide(null, admitted);
    },
    cors: { origin: allowed },
  });
  sockets.engine.on("connection", (connection: Connection) =>
    boundReader(connection, clock, () => logger.warn("somebody who does not read what is sent was cut off")),
  );
  return sockets;
}

function admitVisitors(
  visitors: Namespace,
  staff: StaffServer | null,
  ports: ServerPorts,
  settings: ServerSettings,
): ConversationDesk {
  const onFault = (fault: unknown, answerId: string) =>
    ports.logger.error({ err: fault, answerId }, "an answer failed");
  const customers = visitorAudience(visitors);
  const everybody = staff ? bothAudiences(customers, staff.rooms.audience) : customers;
  const book = ports.metrics?.book;
  const audience = book?.timed(everybody) ?? everybody;
  const desk = conversationDesk({ ...ports, ...(staff ?? NOBODY), audience, onFault }, settings);

  book?.watch({ sockets: () => visitors.sockets.size, openAnswers: desk.openAnswers });
  visitors.use((socket, next) => {
    const { auth, address, headers } = socket.handshake;
    const visit = admitVisit(auth, clientAddress(address, headers), ports);
    if (visit instanceof VisitRefused) return next(visit);
    socket.data = visit;
    next();
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
  { store, staff }: ServerPorts,
  { drainMs }: ServerSettings,
): Promise<void> {
  http.close();
  await desk.drain(drainMs);
  await sockets.close();
  http.closeAllConnections();
  if (staff) await Promise.all([staff.search, ...staff.threads].map((thread) => thread.close()));
  await store.close();
}
