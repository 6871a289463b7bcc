import type { IncomingHttpHeaders } from "node:http";

export function isLoopback(peer: string): boolean {
  return LOOPBACK.test(peer);
}

const LOOPBACK = /^(::ffff:)?127\.|^::1$/;

/**
 * Where a connection comes from. A proxy on this machine is believed, and only what it wrote itself: the last entry of
 * `X-Forwarded-For`. Otherwise all customers behind it would share one limit. Earlier entries, and the header from
 * anywhere else, are what a client may claim.
 */
export function clientAddress(peer: string, headers: IncomingHttpHeaders): string {
  if (!isLoopback(peer)) return peer;

  const written = [headers["x-forwarded-for"]].flat().join(",").split(",").at(-1)?.trim();
  return written || peer;
}
