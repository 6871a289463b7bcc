import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { allowedOrigin, normalOrigins, refusedOrigins } from "../../src/server/allowed-origin.ts";
import { clientAddress } from "../../src/server/client-address.ts";
import { rateLimiter } from "../../src/server/rate-limit.ts";
import { visitorTokens } from "../../src/server/visitor-tokens.ts";

describe("the limits of a customer", () => {
  it("[W20] never let more through than the burst and what has refilled since", () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }), (waits, burst, perSecond) => {
        let now = 0;
        const free = { burst: 1_000, perSecond: 1_000 };
        const admits = rateLimiter({ conversation: { burst, perSecond }, address: free }, () => now);
        const admitted: number[] = [];
        for (const wait of waits) {
          now += wait;
          if (admits("ana", "10.0.0.1")) admitted.push(now);
        }
        for (const [index, from] of admitted.entries()) {
          for (const [later, to] of admitted.slice(index).entries()) {
            expect(later + 1).toBeLessThanOrEqual(burst + ((to - from) / 1_000) * perSecond + 1e-6);
          }
        }
      }),
    );
  });

  it("[W20] survive a clock that is set back, and forget nobody who used them up when many come", () => {
    let now = 1_000_000;
    const bucket = { burst: 1, perSecond: 1 };
    const admits = rateLimiter({ conversation: bucket, address: { burst: 1e9, perSecond: 1 } }, () => now);
    expect(admits("ana", "a")).toBe(true);

    now -= 500_000;
    expect(admits("ana", "a")).toBe(false);
    for (let other = 0; other < 30_000; other += 1) admits(`other ${other}`, "a");
    expect(admits("ana", "a")).toBe(false);
    now += 1_000;
    expect(admits("ana", "a")).toBe(true);
  });
});

describe("a customer's address", () => {
  it("[W20] is the peer's, or what a proxy on this machine wrote last", () => {
    const from = (peer: string, forwarded?: string | string[]) =>
      clientAddress(peer, { ...(forwarded !== undefined && { "x-forwarded-for": forwarded as string }) });

    expect(from("203.0.113.9")).toBe("203.0.113.9");
    expect(from("203.0.113.9", "198.51.100.1")).toBe("203.0.113.9");
    expect(from("127.0.0.1")).toBe("127.0.0.1");
    expect(from("127.0.0.1", "")).toBe("127.0.0.1");
    for (const proxy of ["127.0.0.1", "::1", "::ffff:127.0.0.1"]) {
      expect(from(proxy, "claimed, 198.51.100.1")).toBe("198.51.100.1");
      expect(from(proxy, ["claimed", "2001:db8::7"])).toBe("2001:db8::7");
    }
  });
});

describe("origins", () => {
  it("[W19] compares with the host that was addressed, whatever the scheme", () => {
    expect(allowedOrigin("https://chat.example", "chat.example", [])).toBe(true);
    expect(allowedOrigin("http://chat.example:3000", "chat.example:3000", [])).toBe(true);
    expect(allowedOrigin("http://chat.example:3001", "chat.example:3000", [])).toBe(false);
    expect(allowedOrigin("https://evil.example", "chat.example", ["https://shop.example"])).toBe(false);
    expect(allowedOrigin("null", "chat.example", [])).toBe(false);
    expect(allowedOrigin(undefined, "chat.example", [])).toBe(true);
  });

  it("[W19] are read as people write them", () => {
    expect(normalOrigins(["https://Shop.example/", "http://localhost:80", "https://a.example:8443/path"])).toEqual([
      "https://shop.example",
      "http://localhost",
      "https://a.example:8443",
    ]);
  });
});

describe("refused origins", () => {
  it("[W19] are named a hundred at most, whoever makes them up", () => {
    const lines: string[] = [];
    const name = refusedOrigins((_fields, line) => void lines.push(line));
    for (const origin of [undefined, "null", "not an origin", "https://a.example/path"]) name(origin);
    for (let index = 0; index < 1_000; index += 1) name(`https://${index}.example`);

    expect(lines).toHaveLength(100);
    expect(lines[0]).toBe("https://0.example may not open the chat: add it to ALLOWED_ORIGINS");
  });
});

describe("visitor tokens", () => {
  const tokens = visitorTokens({ secret: Buffer.alloc(32, 1), lifetimeDays: 30, clock: () => 1_700_000_000_000 });

  it("[W16] are read back to the conversation they were issued for", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const conversationId = Buffer.from(bytes).toString("base64url");
        expect(tokens.read(tokens.issue(conversationId))).toBe(conversationId);
      }),
    );
  });

  it("[W16] are refused when one character was changed", () => {
    const token = tokens.issue("AAAAAAAAAAAAAAAAAAAAAA");
    const changes = fc.record({ at: fc.nat(token.length - 1), to: fc.string({ minLength: 1, maxLength: 1 }) });
    fc.assert(
      fc.property(changes, ({ at, to }) => {
        const changed = token.slice(0, at) + to + token.slice(at + 1);
        fc.pre(changed !== token);
        expect(tokens.read(changed)).toBeNull();
      }),
    );
  });

  it("[W16] are refused whatever else is sent", () => {
    fc.assert(fc.property(fc.string(), (text) => expect(tokens.read(text)).toBeNull()));
  });
});
