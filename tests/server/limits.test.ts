import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { allowedOrigin, normalOrigins, refusedOrigins } from "../../src/server/allowed-origin.ts";
import { clientAddress, networkOf, trustedProxies } from "../../src/server/client-address.ts";
import { rateLimiter } from "../../src/server/rate-limit.ts";
import { visitorTokens } from "../../src/server/visitor-tokens.ts";

const sender = (conversationId: string, address = "198.51.100.1", subject: string | null = null) => ({
  conversationId,
  subject,
  address,
});
const free = { burst: 1e9, perSecond: 1 };
const endless = { conversation: free, customer: free, address: free };

describe("the limits of a customer", () => {
  it("[W20] never let more through than the burst and what has refilled since", () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }), (waits, burst, perSecond) => {
        let now = 0;
        const free = { burst: 1_000, perSecond: 1_000 };
        const admits = rateLimiter({ conversation: { burst, perSecond }, customer: free, address: free }, () => now);
        const admitted: number[] = [];
        for (const wait of waits) {
          now += wait;
          if (admits(sender("ana", "10.0.0.1"))) admitted.push(now);
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
    const admits = rateLimiter({ ...endless, conversation: bucket }, () => now);
    expect(admits(sender("ana"))).toBe(true);

    now -= 500_000;
    expect(admits(sender("ana"))).toBe(false);
    for (let other = 0; other < 30_000; other += 1) admits(sender(`other ${other}`));
    expect(admits(sender("ana"))).toBe(false);
    now += 1_000;
    expect(admits(sender("ana"))).toBe(true);
  });
});

describe("who is counted together", () => {
  it("[X1] a known customer in all conversations, and a network of IPv6 as one address", () => {
    const byName = rateLimiter({ ...endless, customer: { burst: 1, perSecond: 1 } }, () => 0);
    expect(byName(sender("one", "198.51.100.1", "ana"))).toBe(true);
    expect(byName(sender("two", "198.51.100.2", "ana"))).toBe(false);
    expect(byName(sender("two", "198.51.100.2", "ben"))).toBe(true);
    expect(byName(sender("two", "198.51.100.2"))).toBe(true);

    const byNetwork = rateLimiter({ ...endless, address: { burst: 1, perSecond: 1 } }, () => 0);
    expect(byNetwork(sender("one", "2001:db8:1:2::1"))).toBe(true);
    expect(byNetwork(sender("two", "2001:db8:1:2:ffff::9"))).toBe(false);
    expect(byNetwork(sender("three", "2001:db8:1:3::1"))).toBe(true);
  });

  it("[X1] reads an address whatever is written", () => {
    expect(networkOf("::ffff:198.51.100.1")).toBe("198.51.100.1");
    fc.assert(fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), (text) => void networkOf(text)));
  });
});

describe("a customer's address", () => {
  const from = (peer: string | undefined, forwarded?: string, proxies = ["loopback"]) => {
    const headers = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
    return clientAddress({ socket: { remoteAddress: peer }, headers } as IncomingMessage, trustedProxies(proxies));
  };

  it("[W20] is the peer's, or what a proxy on this machine wrote last", () => {
    expect(from("203.0.113.9")).toBe("203.0.113.9");
    expect(from("203.0.113.9", "198.51.100.1")).toBe("203.0.113.9");
    expect(from("127.0.0.1")).toBe("127.0.0.1");
    expect(from("127.0.0.1", "")).toBe("127.0.0.1");
    for (const proxy of ["127.0.0.1", "::1", "::ffff:127.0.0.1"]) {
      expect(from(proxy, "claimed, 198.51.100.1")).toBe("198.51.100.1");
      expect(from(proxy, "claimed, 2001:db8::7")).toBe("2001:db8::7");
    }
  });

  it("[X2] passes over every proxy of the list, from the end, and believes nobody else", () => {
    const list = ["loopback", "10.0.0.0/8", "2001:db8:5::/48"];
    expect(from("10.1.2.3", "203.0.113.9, 198.51.100.1, 10.9.9.9, 127.0.0.1", list)).toBe("198.51.100.1");
    expect(from("2001:db8:5::1", "198.51.100.1", list)).toBe("198.51.100.1");
    expect(from("11.0.0.1", "198.51.100.1", list)).toBe("11.0.0.1");
    expect(from("127.0.0.1", "198.51.100.1", [])).toBe("127.0.0.1");
  });

  it("[X2] is never something that is no address", () => {
    for (const claimed of ["<script>", "unknown", "198.51.100.1:80 x", " ", "a".repeat(10_000)]) {
      expect(from("127.0.0.1", claimed)).toBe("127.0.0.1");
    }
    expect(from(undefined, "198.51.100.1")).toBe("");
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
