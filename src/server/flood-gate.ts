import type { Server as HttpServer } from "node:http";
import type { Socket } from "node:net";
import type { TrustedProxies } from "./client-address.ts";
import { networkOf } from "./client-address.ts";
import { type Bucket, tokenBuckets } from "./rate-limit.ts";

export type FloodLimits = {
  /** Connections of the whole server. */
  connections: number;
  /** Connections of one address, and chats that are open from it. */
  connectionsFromOne: number;
  /** Chats begun, by address. */
  handshakes: Bucket;
  /** HTTP requests, by address. */
  requests: Bucket;
  /** Bytes that sockets send, by address. */
  bytes: Bucket;
};

const MEGABYTE = 1_024 * 1_024;

/** Far above what an office of two hundred people behind one address does; below what hurts the server. */
export const FLOOD_LIMITS: FloodLimits = {
  connections: 20_000,
  connectionsFromOne: 500,
  handshakes: { burst: 200, perSecond: 5 },
  requests: { burst: 1_000, perSecond: 50 },
  bytes: { burst: 32 * MEGABYTE, perSecond: MEGABYTE / 2 },
};

/** What stands before everything that is parsed. Each question is answered with false when it is too much. */
export type FloodGate = {
  request(address: string): boolean;
  /** A new chat. Once it is there, `opened` counts it until the function that it returns is called. */
  handshake(address: string): boolean;
  opened(address: string): () => void;
  /** So many bytes have come in one packet. */
  packet(address: string, bytes: number): boolean;
  /** Turns connections away at the door. */
  guard(http: HttpServer): void;
};

/** An empty packet costs something, too. */
const LEAST_BYTES = 256;

/** `clock` gives milliseconds. Connections of a trusted proxy are many customers': their number is the proxy's business. */
export function floodGate(limits: FloodLimits, trusts: TrustedProxies, clock: () => number): FloodGate {
  const requests = tokenBuckets(limits.requests, clock);
  const handshakes = tokenBuckets(limits.handshakes, clock);
  const bytes = tokenBuckets(limits.bytes, clock);
  const chats = presence();
  const connections = presence();

  function admit(socket: Socket): void {
    const peer = socket.remoteAddress ?? "";
    if (trusts(peer, 0)) return;
    const from = networkOf(peer);
    if (connections.of(from) >= limits.connectionsFromOne) return void socket.destroy();
    socket.once("close", connections.enter(from));
  }

  return {
    request: (address) => requests(networkOf(address), 1),
    handshake: (address) =>
      chats.of(networkOf(address)) < limits.connectionsFromOne && handshakes(networkOf(address), 1),
    opened: (address) => chats.enter(networkOf(address)),
    packet: (address, length) => bytes(networkOf(address), Math.max(LEAST_BYTES, length)),
    guard(http) {
      http.maxConnections = limits.connections;
      http.on("connection", admit);
    },
  };
}

/** How many of each are here. */
function presence() {
  const here = new Map<string, number>();
  return {
    of: (key: string) => here.get(key) ?? 0,
    enter(key: string): () => void {
      here.set(key, (here.get(key) ?? 0) + 1);
      let left = false;
      return () => {
        if (left) return;
        left = true;
        const rest = (here.get(key) ?? 1) - 1;
        if (rest > 0) here.set(key, rest);
        else here.delete(key);
      };
    },
  };
}
