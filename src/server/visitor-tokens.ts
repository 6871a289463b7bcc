import { createHmac, timingSafeEqual } from "node:crypto";

/** Whoever holds a token reads and writes its conversation, and no other. */
export type VisitorTokens = {
  issue(conversationId: string): string;
  /** The conversation of a token that is ours and has not expired, else null. */
  read(token: string): string | null;
};

export type VisitorTokenOptions = {
  /** At least 32 random bytes. */
  secret: Buffer;
  lifetimeDays: number;
  /** Milliseconds since the epoch. */
  clock: () => number;
};

const DAY_MS = 24 * 60 * 60 * 1_000;

/** `conversationId.expiry.signature`: HMAC-SHA256 over the first two, in base64url; the expiry is in ms, base 36. */
export function visitorTokens({ secret, lifetimeDays, clock }: VisitorTokenOptions): VisitorTokens {
  const sign = (signed: string) => createHmac("sha256", secret).update(`visitor.${signed}`).digest("base64url");

  return {
    issue(conversationId) {
      const signed = `${conversationId}.${(clock() + lifetimeDays * DAY_MS).toString(36)}`;
      return `${signed}.${sign(signed)}`;
    },

    read(token) {
      const [, signed, conversationId, expiry, signature] = /^(([\w-]+)\.([0-9a-z]+))\.([\w-]{43})$/.exec(token) ?? [];
      if (!signed || !conversationId || !expiry || !signature) return null;
      // Compared as written: base64url spells the same bytes in more than one way.
      if (!timingSafeEqual(Buffer.from(sign(signed)), Buffer.from(signature))) return null;
      return Number.parseInt(expiry, 36) > clock() ? conversationId : null;
    },
  };
}
