import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

export type CustomerIdentity = { subject: string; attributes: Record<string, string> };

/** Who a signed identity speaks of; null when it is forged, expired, or good for longer than an hour. */
export type ReadIdentity = (token: string) => CustomerIdentity | null;

const HOUR_SECONDS = 60 * 60;
const ATTRIBUTE_LIMIT = 20;
const ATTRIBUTE_LENGTH = 200;

const headerSchema = z.object({ alg: z.literal("HS256") });
const claimsSchema = z.looseObject({ sub: z.string().min(1).max(ATTRIBUTE_LENGTH), exp: z.number() });
/** Claims that are about the token and not about the customer (RFC 7519, 4.1). */
const OF_THE_TOKEN = new Set(["sub", "exp", "iat", "nbf", "iss", "aud", "jti"]);

/**
 * A JSON Web Token that the host's server signed with the shared secret (RFC 7515, HS256; no other algorithm, "none"
 * above all, is looked at). `clock` gives milliseconds.
 */
export function identityReader(secret: string, clock: () => number): ReadIdentity {
  return (token) => {
    const [, signed, header, payload, signature] = /^(([\w-]+)\.([\w-]+))\.([\w-]{43})$/.exec(token) ?? [];
    if (!signed || !header || !payload || !signature) return null;
    const expected = createHmac("sha256", secret).update(signed).digest("base64url");
    if (!timingSafeEqual(Buffer.from(expected), Buffer.from(signature))) return null;

    const claims = claimsSchema.safeParse(parsed(payload)).data;
    if (!headerSchema.safeParse(parsed(header)).success || !claims) return null;
    const left = claims.exp - clock() / 1_000;
    return left > 0 && left <= HOUR_SECONDS ? { subject: claims.sub, attributes: attributesOf(claims) } : null;
  };
}

function parsed(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}

function attributesOf(claims: Record<string, unknown>): Record<string, string> {
  const told = Object.entries(claims).filter(
    (claim): claim is [string, string | number | boolean] =>
      !OF_THE_TOKEN.has(claim[0]) && ["string", "number", "boolean"].includes(typeof claim[1]),
  );
  const bounded = told.slice(0, ATTRIBUTE_LIMIT);
  return Object.fromEntries(
    bounded.map(([name, value]) => [name.slice(0, ATTRIBUTE_LENGTH), String(value).slice(0, ATTRIBUTE_LENGTH)]),
  );
}
