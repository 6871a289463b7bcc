import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { isForwarded, type TrustedProxies } from "./client-address.ts";

export type HostRules = {
  /** Names, in lower case, by which the server may be addressed; none: see `hostCheck`. */
  names: readonly string[];
  /** Where the server listens. */
  listensOn: string;
  trusts: TrustedProxies;
};

/** Whether a request is addressed to this server. */
export type HostCheck = (request: IncomingMessage) => boolean;

/**
 * A page of another site may point its own name at this machine ("DNS rebinding") and would then count as a page of the
 * server. Addresses and `localhost` cannot be pointed elsewhere. With a list only its names do besides; without one, a
 * server on a loopback address takes names from its proxy only, and one on the network, which hides nothing from
 * those who can reach it, takes any.
 */
export function hostCheck({ names, listensOn, trusts }: HostRules): HostCheck {
  return (request) => {
    const name = nameIn(request.headers.host);
    // What sends no host is no browser.
    if (name === null || isIP(name) !== 0 || name === "localhost" || name.endsWith(".localhost")) return true;
    if (names.length > 0) return names.includes(name);
    return !isLoopback(listensOn) || isForwarded(request, trusts);
  };
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

function nameIn(host: string | undefined): string | null {
  if (!host) return null;
  const name = host.toLowerCase().replace(/:\d+$/, "").replace(/\.$/, "");
  return name.startsWith("[") ? name.slice(1, -1) : name;
}
