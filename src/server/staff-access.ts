import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { mayUse, type Role, type Verb } from "../protocol/roles.ts";
import { allowedOrigin } from "./allowed-origin.ts";
import { clientAddress, isLoopback } from "./client-address.ts";

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

/** `Secure` wherever TLS leads to us, ended here or by a proxy on this machine. An empty token takes the cookie back. */
export function sessionCookie(request: IncomingMessage, token: string, maxAgeSeconds: number): string {
  const encrypted = "encrypted" in request.socket;
  const proxied =
    isLoopback(request.socket.remoteAddress ?? "") &&
    [request.headers["x-forwarded-proto"]].flat().at(-1)?.split(",").at(-1)?.trim() === "https";
  const secure = encrypted || proxied ? "; Secure" : "";
  return `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}${secure}`;
}

export function callerOf(request: IncomingMessage): { address: string; userAgent: string } {
  const address = clientAddress(request.socket.remoteAddress ?? "", request.headers);
  return { address, userAgent: request.headers["user-agent"] ?? "" };
}
