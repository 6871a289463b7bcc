import { afterEach, describe, expect, it } from "@jest/globals";
import { memoryConversationStore } from "../../src/conversations/memory-conversation-store.ts";
import { rateLimiter } from "../../src/server/rate-limit.ts";
import { type VisitorServer, visitorServer } from "../support/visitor-server.ts";

let server: VisitorServer;
afterEach(() => server.close());

const refusedWith = (code: string) => ({ ok: false, error: { code, message: expect.any(String) } });

describe("what the wire refuses", () => {
  it("[W14] takes texts of 1 to 8,000 characters with tabs and newlines", async () => {
    server = await visitorServer();
    const visitor = await server.visit();

    for (const text of ["?", "a\tb\nc", "🙂".repeat(4_000), "é\u200d\u202e", "x".repeat(8_000)]) {
      expect(await visitor.ask(text)).toMatchObject({ ok: true });
      await visitor.next("answer-end");
    }
  });

  it("[W14] refuses empty and longer texts, other control characters and half characters", async () => {
    server = await visitorServer();
    const visitor = await server.visit();

    for (const text of ["", "a\u0000b", "\u001b[31m", "a\rb", "\u007f", "\u0085", "\ud83d", "\udc00x"]) {
      expect([text, await visitor.ask(text)]).toEqual([text, refusedWith("invalid")]);
    }
    for (const text of ["x".repeat(8_001), "x".repeat(2_000_000), '"'.repeat(2_000_000)]) {
      expect(await visitor.ask(text)).toEqual(refusedWith("too-long"));
    }
    expect(await visitor.ask("Still there?")).toMatchObject({ ok: true });
  });

  it("[W14] refuses texts of white space alone", async () => {
    server = await visitorServer();
    const visitor = await server.visit();

    for (const text of [" ", "\n\t ", "\u00a0\u3000", " ".repeat(8_000)]) {
      expect([text, await visitor.ask(text)]).toEqual([text, refusedWith("invalid")]);
    }
    expect(await visitor.ask(" ? ")).toMatchObject({ ok: true });
  });

  it("[W14] holds comments and reasons to their bounds, too", async () => {
    server = await visitorServer();
    const visitor = await server.visit();
    const long = "x".repeat(2_001);

    expect(await visitor.send("request-human", { reason: long })).toEqual(refusedWith("too-long"));
    expect(await visitor.send("request-human", { reason: "\u0007" })).toEqual(refusedWith("invalid"));
    const rating = { messageId: "m", verdict: "up", comment: long };
    expect(await visitor.send("rate", rating)).toEqual(refusedWith("too-long"));
    expect(await visitor.send("rate", { ...rating, messageId: "m".repeat(65) })).toEqual(refusedWith("invalid"));
  });

  it("[W15] answers wrong types, missing fields and unknown events, and stays usable", async () => {
    server = await visitorServer();
    const visitor = await server.visit();
    const wrong: [string, ...unknown[]][] = [
      ["ask"],
      ["ask", null],
      ["ask", "text"],
      ["ask", []],
      ["ask", { clientMessageId: "1" }],
      ["ask", { clientMessageId: 1, text: "Hello?" }],
      ["ask", { clientMessageId: "", text: "Hello?" }],
      ["ask", { clientMessageId: "x".repeat(65), text: "Hello?" }],
      ["ask", { clientMessageId: "1", text: { toString: "Hello?" } }],
      ["ask", { clientMessageId: "1", text: Buffer.from("Hello?") }],
      ["rate", { messageId: "1", verdict: "sideways" }],
      ["rate", { messageId: "1", verdict: "up", comment: 1 }],
      ["stop", {}],
      ["request-human", { reason: 7 }],
      ["request-human", 7],
      ["answer-end", { text: "forged" }],
      ["__proto__", {}],
      ["constructor", {}],
      ["error", {}],
      ["", {}],
    ];

    for (const [event, ...payload] of wrong) {
      expect([event, payload, await visitor.send(event, ...payload)]).toEqual([event, payload, refusedWith("invalid")]);
    }
    expect(await visitor.ask("Still there?")).toMatchObject({ ok: true, cursor: 1 });
  });

  it("[W15] ignores unknown fields and further arguments", async () => {
    server = await visitorServer();
    const visitor = await server.visit();

    const ask = { clientMessageId: "1", text: "Hello?", conversationId: "other", admin: true };
    expect(await visitor.send("ask", ask, { more: 1 })).toMatchObject({ ok: true });
  });

  it("[W15] tells what went wrong as an `error` event where no acknowledgement was asked for", async () => {
    server = await visitorServer();
    const visitor = await server.visit();

    visitor.socket.emit("ask", { clientMessageId: "1", text: "" });
    visitor.socket.emit("dance", 1);
    visitor.socket.emit("x".repeat(500));
    visitor.socket.emit("ask", { clientMessageId: "2", text: "Hello?" });

    const message = expect.any(String);
    expect(await visitor.next("error")).toEqual({ event: "ask", code: "invalid", message });
    expect(await visitor.next("error")).toEqual({ event: "dance", code: "invalid", message });
    expect(await visitor.next("error")).toEqual({ event: "x".repeat(64), code: "invalid", message });
    expect((await visitor.next("answer-end")).text).toBe("You asked: Hello?");
    expect(visitor.heard.filter(({ event }) => event === "error")).toHaveLength(3);
  });

  it("[W20] limits the events of a conversation and of an address, but never a stop", async () => {
    let now = 0;
    const buckets = {
      conversation: { burst: 2, perSecond: 1 },
      address: { burst: 4, perSecond: 1 },
      customer: { burst: 9, perSecond: 1 },
    };
    server = await visitorServer({ limiter: rateLimiter(buckets, () => now) });
    const [ana, ben, cem] = [await server.visit(), await server.visit(), await server.visit()];

    expect(await ana.ask("One?")).toMatchObject({ ok: true });
    expect(await ana.ask("Two?")).toMatchObject({ ok: true });
    expect(await ana.ask("Three?")).toEqual(refusedWith("rate-limited"));
    expect(await ana.send("request-human")).toEqual(refusedWith("rate-limited"));
    expect(await ben.ask("From the same office?")).toEqual(refusedWith("rate-limited"));
    now += 1_000;
    expect(await cem.ask("Later?")).toMatchObject({ ok: true });
    const { messageId } = await ana.next("answer-end");
    expect(await ana.send("stop", { messageId })).toEqual({ ok: true });
  });

  it("[W22] asks to send again what could not be kept, and keeps it then", async () => {
    const store = memoryConversationStore();
    let full = true;
    const failing = {
      ...store,
      keepQuestion: (question: Parameters<typeof store.keepQuestion>[0]) =>
        full ? Promise.reject(new Error("disk full")) : store.keepQuestion(question),
    };
    server = await visitorServer({ store: failing });
    const visitor = await server.visit();

    expect(await visitor.ask("Hello?", "1")).toEqual(refusedWith("busy"));
    full = false;
    expect(await visitor.ask("Hello?", "1")).toMatchObject({ ok: true, cursor: 1 });
  });
});
