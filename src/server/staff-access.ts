import type { IncomingHttpHeaders } from "node:http";
import type { Request } from "express";
import { mayUse, type Role, type Verb } from "../protocol/roles.ts";
import { allowedOrigin } from "./allowed-origin.ts";
import { clientAddress, type TrustedProxies } from "./client-address.ts";

/** The one place that decides whether a signed-in person may do something: asked for every route and every event. */
export function refusedBy(role: Role, verb: Verb): string | null {
  return mayUse(role, verb) ? null : `Your role, ${role}, does not include this.`;
}

/** Only pages of the server itself: those that may embed the chat have no business with the console. */
export function fromOwnPage({ origin, host }: IncomingHttpHeaders): boolean {
  return allowedOrigin(origin, host, []);
}

const COOKIE = "switchboard_session";

/** The token of a request's cookie. */
export function sessionToken(headers: IncomingHttpHeaders): string | null {
  return readCookie(headers, COOKIE);
}

export function readCookie({ cookie }: IncomingHttpHeaders, wanted: string): string | null {
  for (const part of cookie?.split(";") ?? []) {
    const [name, value] = part.trim().split("=", 2);
    if (name === wanted && value) return value;
  }
  return null;
}

/** `Secure` wherever TLS leads to us, ended here or by a trusted proxy. An empty token takes the cookie back. */
export function sessionCookie({ secure }: Request, token: string, maxAgeSeconds: number): string {
  const overTls = secure ? "; Secure" : "";
  return `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}${overTls}`;
}

export function callerOf(request: Request): { address: string; userAgent: string } {
  return { address: clientAddress(request, trustedBy(request)), userAgent: request.headers["user-agent"] ?? "" };
}

/** Express compiles its setting "trust proxy" to this. */
export function trustedBy({ app }: Request): TrustedProxies {
  return app.get("trust proxy fn") as TrustedProxies;
}
