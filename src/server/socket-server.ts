import type { Server as HttpServer, IncomingMessage } from "node:http";
import type { Logger } from "pino";
import { Server as SocketServer } from "socket.io";
import type { HostCheck } from "./allowed-host.ts";
import { allowedOrigin, normalOrigins, refusedOrigins } from "./allowed-origin.ts";
import { clientAddress, type TrustedProxies } from "./client-address.ts";
import type { FloodGate } from "./flood-gate.ts";
import { boundReader, type Connection } from "./slow-reader.ts";

export type SocketServerPorts = {
  trusts: TrustedProxies;
  admitsHost: HostCheck;
  /** Null: no limits. */
  gate: FloodGate | null;
  logger: Logger;
  /** Milliseconds since the epoch. */
  clock: () => number;
};

/** Twice the 2 MB up to which a text is answered `too-long`: JSON may write a character as two. */
const MAX_PACKET_BYTES = 4 * 1_024 * 1_024 + 4_096;

/** Who has a connection and says to no namespace what they want is sent away. */
const GREETING_MS = 10_000;

/** Socket.IO over `http`: who may open a socket is decided before anything that they send is parsed. */
export function socketServer(http: HttpServer, ports: SocketServerPorts, allowedOrigins: readonly string[]) {
  const allowed = normalOrigins(allowedOrigins);
  const { logger, clock } = ports;
  const sockets = new SocketServer(http, {
    serveClient: false,
    maxHttpBufferSize: MAX_PACKET_BYTES,
    connectTimeout: GREETING_MS,
    allowRequest: admission(ports, allowed),
    cors: { origin: allowed },
  });
  sockets.engine.on("connection", (connection: Wire) => {
    boundReader(connection, clock, () => logger.warn("somebody who does not read what is sent was cut off"));
    boundWriter(connection, ports);
  });
  return sockets;
}

/** WebSockets know no CORS, so the origin is checked on every transport; CORS only lets allowed pages read replies. */
function admission({ trusts, admitsHost, gate, logger }: SocketServerPorts, allowed: readonly string[]) {
  const nameRefused = refusedOrigins((fields, line) => logger.warn(fields, line));

  return (request: IncomingMessage, decide: (error: null, admitted: boolean) => void) => {
    const { origin, host } = request.headers;
    if (!admitsHost(request)) return decide(null, false);
    if (!allowedOrigin(origin, host, allowed)) {
      nameRefused(origin);
      return decide(null, false);
    }
    decide(null, gate?.handshake(clientAddress(request, trusts)) ?? true);
  };
}

/** The part of Engine.IO's socket that is needed. */
type Wire = Connection & {
  request: IncomingMessage;
  on(event: "packet", run: (packet: { data?: unknown }) => void): unknown;
  once(event: "close", run: () => void): unknown;
};

/** Counts the chat while it is there, and cuts off whoever sends more bytes than any customer does. */
function boundWriter(connection: Wire, { trusts, gate, logger }: SocketServerPorts): void {
  if (!gate) return;
  const address = clientAddress(connection.request, trusts);
  connection.once("close", gate.opened(address));
  connection.on("packet", ({ data }) => {
    const bytes = typeof data === "string" || Buffer.isBuffer(data) ? data.length : 0;
    if (gate.packet(address, bytes)) return;
    logger.debug("somebody who sends too much was cut off");
    connection.close(true);
  });
}
