import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Visitor } from "../support/visitor.ts";
import { type VisitorServer, visitorServer } from "../support/visitor-server.ts";

let server: VisitorServer;
let visitor: Visitor;
beforeAll(async () => {
  server = await visitorServer();
  visitor = await server.visit();
});
afterAll(() => server.close());

/** Names that Socket.IO itself keeps clients from sending. */
const RESERVED = ["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"];
const eventName = fc.oneof(
  fc.constantFrom("ask", "rate", "stop", "request-human"),
  fc.constantFrom("error", "message", "session", "__proto__", "toString"),
  fc.string({ unit: "binary" }).filter((name) => !RESERVED.includes(name)),
);
const nearMiss = fc.record(
  {
    clientMessageId: fc.oneof(fc.string(), fc.jsonValue()),
    messageId: fc.oneof(fc.string(), fc.jsonValue()),
    text: fc.oneof(fc.string({ unit: "binary" }), fc.jsonValue()),
    verdict: fc.oneof(fc.constantFrom("up", "down"), fc.jsonValue()),
    comment: fc.jsonValue(),
    reason: fc.jsonValue(),
  },
  { requiredKeys: [] },
);
const payload = fc.oneof(fc.jsonValue(), nearMiss, fc.uint8Array().map(Buffer.from));

describe("whatever a client sends", () => {
  it("[W15] is acknowledged with ok or one of the codes, and the socket stays usable", async () => {
    const codes = ["invalid", "too-long", "conflict", "busy", "not-found"];
    await fc.assert(
      fc.asyncProperty(eventName, fc.array(payload, { maxLength: 3 }), async (event, payloads) => {
        const ack = await visitor.send(event, ...payloads);
        if (!ack.ok) expect(codes).toContain(ack.error.code);
        else expect(["ask", "rate", "stop", "request-human"]).toContain(event);
      }),
      { numRuns: 300 },
    );

    expect(visitor.socket.connected).toBe(true);
    expect(await visitor.send("request-human", {})).toEqual({ ok: true });
  }, 120_000);

  it("[W17] in a handshake opens a conversation or is refused with a code", async () => {
    const auth = fc.oneof(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.record({ protocol: fc.constantFrom(1, "1", 2, null), visitorToken: fc.jsonValue(), cursor: fc.jsonValue() }),
    );
    await fc.assert(
      fc.asyncProperty(auth, async (sent) => {
        const knocking = server.knock({ auth: sent as Record<string, unknown> });
        const result = await Promise.race([
          knocking.next("session").then(() => "session"),
          knocking.refused().then(({ data }) => data?.code),
        ]);
        knocking.leave();
        expect(["session", "bad-token", "unsupported-protocol"]).toContain(result);
      }),
      { numRuns: 100 },
    );
  });
});
