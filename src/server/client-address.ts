import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import proxyAddress from "proxy-addr";

/** Whether a proxy at this address is believed. */
export type TrustedProxies = (address: string, hop: number) => boolean;

/** From addresses, ranges such as `10.0.0.0/8`, and the names `loopback`, `linklocal` and `uniquelocal`. Throws TypeError. */
export function trustedProxies(ranges: readonly string[]): TrustedProxies {
  return proxyAddress.compile([...ranges]);
}

/**
 * Where a request comes from: of `X-Forwarded-For`, read from its end, the first address that is no proxy of ours. What
 * stands before it, and the header from anywhere else, is what a client may claim. Without it all customers behind a
 * proxy would share one limit.
 */
export function clientAddress(request: IncomingMessage, trusts: TrustedProxies): string {
  const peer = request.socket.remoteAddress ?? "";
  // A connection that is gone already has no address.
  const told = isIP(peer) ? proxyAddress(request, trusts) : "";
  return isIP(told) ? told : peer;
}

/** Whether a proxy of ours has sent this request on. */
export function isForwarded({ socket, headers }: IncomingMessage, trusts: TrustedProxies): boolean {
  return headers["x-forwarded-for"] !== undefined && trusts(socket.remoteAddress ?? "", 0);
}

/**
 * What limits count by: an IPv4 address, or the first 64 bits of an IPv6 one, of which whoever has one has as many as
 * they like.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  const network = parsed.parts.slice(0, 4).map((part) => part.toString(16));
  return `${network.join(":")}::/64`;
}
