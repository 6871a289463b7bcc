import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import type { ChatMessage } from "../../src/models/chat-model.ts";
import { type Clock, systemClock } from "../../src/models/clock.ts";
import { openChatModel } from "../../src/models/open-chat-model.ts";
import { manualClock } from "../support/manual-clock.ts";
import * as server from "../support/openai/behaviours.ts";
import { type OpenaiServer, openaiServer } from "../support/openai-server.ts";

const HELLO: ChatMessage[] = [
  { role: "system", content: "You answer briefly." },
  { role: "user", content: "Where is the switch?" },
];
const ANSWER = "Under the saddle, on the left.";

let openai: OpenaiServer;
beforeAll(async () => {
  openai = await openaiServer();
});
afterAll(() => openai.close());
afterEach(() => {
  expect(openai.violations).toEqual([]);
  openai.reset();
});

type Asked = {
  apiKey?: string;
  baseUrl?: string;
  model?: string;
  signal?: AbortSignal;
  clock?: Clock;
  random?: number;
};

async function ask({ signal, clock = systemClock, random = 0, ...settings }: Asked = {}) {
  const log: string[] = [];
  const model = await openChatModel(
    {
      baseUrl: openai.url,
      apiKey: openai.key,
      model: "small-model",
      timeoutSeconds: 120,
      promptTokens: 4_000,
      ...settings,
    },
    { clock, random: () => random, report: (failure) => log.push(failure.failure) },
  );
  const heard: string[] = [];
  const reply = await model!.chat(HELLO, {
    signal: signal ?? new AbortController().signal,
    onDelta: (text) => heard.push(text),
    onRestart: () => {
      heard.length = 0;
    },
  });
  return { reply, heard: heard.join(""), calls: openai.requests.length, log };
}

describe("a chat model behind an OpenAI-compatible server", () => {
  it("[M1] streams a reply with its finish reason and token counts", async () => {
    openai.next(server.says(ANSWER));

    const { reply, heard, calls } = await ask();

    expect(reply).toEqual({ text: ANSWER, finish: "stop", usage: { promptTokens: 11, completionTokens: 7 } });
    expect(heard).toBe(ANSWER);
    expect(calls).toBe(1);
  });

  it("[M1] sends what was composed, and asks for a stream with its usage", async () => {
    openai.next(server.says(ANSWER));

    await ask();

    expect(openai.requests[0]).toMatchObject({ model: "small-model", messages: HELLO, temperature: 0 });
    expect(openai.requests[0]).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  });

  it("[M1] gives a reasoning model no temperature, which it would refuse", async () => {
    openai.next(server.says(ANSWER));

    await ask({ model: "o4-mini" });

    expect(openai.requests[0]).not.toHaveProperty("temperature");
    expect(openai.requests[0]).not.toHaveProperty("max_completion_tokens");
  });

  it("[M2] does not read reasoning that comes in a field of its own", async () => {
    openai.next(server.reasons("The customer is rude.", ANSWER));

    expect(await ask()).toMatchObject({ reply: { text: ANSWER }, heard: ANSWER });
  });
});

describe("a server that fails", () => {
  const transient: [string, server.Behaviour, string][] = [
    ["is busy (429)", server.fails(429), "rate-limited"],
    ["breaks down (500)", server.fails(500), "unavailable"],
    ["is overloaded (529)", server.fails(529), "unavailable"],
    ["ends the stream without a word", server.endsEmpty, "empty"],
    ["sends a reply without text", server.says(""), "empty"],
    ["drops the connection in mid-stream", server.cutsAfter(300, ANSWER), "cut-off"],
    ["ends the stream without a finish reason", server.endsAfter(300, ANSWER), "cut-off"],
    ["sends a chunk that is no JSON", server.sendsMalformed('{"choices": [{"del'), "malformed"],
    ["sends a chunk of another shape", server.sendsMalformed("null"), "malformed"],
    ["reports an error in mid-stream", server.failsMidStream, "unavailable"],
    ["sends a web page", server.sendsType("text/html", "<h1>Log in</h1>"), "malformed"],
    ["sends no stream", server.sendsType("application/json", '{"choices": []}'), "malformed"],
  ];

  it.each(transient)("[M3] that %s is called three times, then named", async (_, behaviour, failure) => {
    openai.next(behaviour);

    const { reply, heard, calls, log } = await ask();

    expect(reply).toMatchObject({ failure });
    expect(heard).toBe("");
    expect(calls).toBe(3);
    expect(log).toEqual([failure, failure, failure]);
  });

  it.each(transient)("[M3] that %s and recovers costs the customer nothing but time", async (_, behaviour) => {
    openai.next(behaviour, server.says(ANSWER));

    const { reply, heard, calls } = await ask();

    expect(reply).toMatchObject({ text: ANSWER, finish: "stop" });
    expect(heard).toBe(ANSWER);
    expect(calls).toBe(2);
  });

  const final: [string, server.Behaviour, string][] = [
    ["forbids (403)", server.fails(403), "bad-key"],
    ["does not know the model (404)", server.fails(404, "model_not_found"), "rejected"],
    ["finds the prompt too long (400)", server.fails(400, "context_length_exceeded"), "rejected"],
    ["has no quota left (429)", server.fails(429, "insufficient_quota"), "rate-limited"],
    ["does not stop writing", server.floods(10, endlessText), "too-long"],
    ["sends ten megabytes of hidden reasoning", server.floods(10, endlessReasoning), "too-long"],
    ["sends ten megabytes without a line end", server.floods(10, () => "x".repeat(100_000)), "too-long"],
  ];

  it.each(final)("[M4] that %s is called once", async (_, behaviour, failure) => {
    openai.next(behaviour);

    const { reply, heard, calls } = await ask();

    expect(reply).toMatchObject({ failure });
    expect(heard).toBe("");
    expect(calls).toBe(1);
  });

  it("[M4] that takes another key is called once, and the key stays out of the log", async () => {
    const { reply, calls } = await ask({ apiKey: "sk-mistyped-0123456789" });

    expect(reply).toMatchObject({ failure: "bad-key" });
    expect(JSON.stringify(reply)).not.toContain("0123456789");
    expect(calls).toBe(1);
  });

  it("[M78] that redirects to another server takes nobody's words there", async () => {
    const other: string[] = [];
    const elsewhere = createServer((request, response) => {
      other.push(request.url ?? "");
      response.end();
    });
    await new Promise<void>((resolve) => void elsewhere.listen(0, "127.0.0.1", resolve));
    const { port } = elsewhere.address() as AddressInfo;
    const moved = createServer((request, response) => {
      response.writeHead(307, { Location: `http://127.0.0.1:${port}${request.url}` }).end();
    });
    await new Promise<void>((resolve) => void moved.listen(0, "127.0.0.1", resolve));
    const baseUrl = `http://127.0.0.1:${(moved.address() as AddressInfo).port}/v1`;

    const { reply, log } = await ask({ baseUrl });
    expect(reply).toMatchObject({ failure: "rejected", detail: expect.stringContaining("307") });
    expect([log, other]).toEqual([["rejected"], []]);
    await Promise.all([moved, elsewhere].map((closing) => new Promise((resolve) => closing.close(resolve))));
  });

  it("[M3] that is not there is named unavailable", async () => {
    const gone = await openaiServer();
    await gone.close();

    expect(await ask({ baseUrl: gone.url })).toMatchObject({ reply: { failure: "unavailable" } });
    expect(await ask({ baseUrl: "http://no-such-host.invalid/v1" })).toMatchObject({
      reply: { failure: "unavailable" },
    });
  });

  it.each([
    ["in a field of its own", server.refuses("I cannot help with that.")],
    ["by its content filter, in mid-answer", server.says("I will", "content_filter")],
    ["by its content filter, before the answer", server.fails(400, "content_filter")],
  ])("[M5] that refuses %s is taken at its word", async (_, behaviour) => {
    openai.next(behaviour);

    const { reply, calls } = await ask();

    expect(reply).toMatchObject({ finish: "filtered" });
    expect(calls).toBe(1);
  });

  it("[M5] that reaches the token limit says so", async () => {
    openai.next(server.says("Under the", "length"));

    expect(await ask()).toMatchObject({ reply: { text: "Under the", finish: "length" } });
  });
});

describe("time", () => {
  it.each([
    ["before the first header", server.hangsBeforeHeaders],
    ["in mid-stream", server.hangsAfter("Under ")],
  ])("[M6] a server that hangs %s is left at the deadline, with its connection closed", async (_, behaviour) => {
    const clock = manualClock();
    openai.next(behaviour);

    const asked = ask({ clock });
    await openai.received(1);
    clock.advance(120_000);

    expect(await asked).toMatchObject({ reply: { failure: "timeout" }, heard: "", calls: 1 });
    await openai.abandoned();
    expect(clock.waiting()).toBe(0);
  });

  it("[M6] a reply that falls silent is left before the deadline", async () => {
    const clock = manualClock();
    openai.next(server.hangsAfter("Under "));

    const asked = ask({ clock });
    await clock.awaited(10_000);
    clock.advance(10_000);

    expect(await asked).toMatchObject({ reply: { failure: "timeout" }, heard: "" });
  });

  it.each([
    ["seconds", { "retry-after": "3" }],
    ["milliseconds", { "retry-after-ms": "3000" }],
    ["a date", { "retry-after": "Wed, 21 Oct 2026 07:28:03 GMT", date: "Wed, 21 Oct 2026 07:28:00 GMT" }],
  ])("[M7] waits as long as Retry-After asks, given in %s", async (_, headers) => {
    const clock = manualClock();
    openai.next(server.fails(429, null, headers), server.says(ANSWER));

    const asked = ask({ clock });
    await clock.awaited(3_000);
    expect(openai.requests).toHaveLength(1);
    clock.advance(3_000);

    expect(await asked).toMatchObject({ reply: { text: ANSWER }, calls: 2 });
  });

  it("[M7] does not wait for a Retry-After that ends behind the deadline", async () => {
    openai.next(server.fails(503, null, { "retry-after": "121" }));

    expect(await ask()).toMatchObject({ reply: { failure: "unavailable" }, calls: 1 });
  });

  it("[M7] draws its pauses at random, longer each time", async () => {
    const clock = manualClock();
    openai.next(server.fails(500));

    const asked = ask({ clock, random: 0.5 });
    await clock.awaited(250);
    clock.advance(250);
    await clock.awaited(500);
    clock.advance(500);

    expect(await asked).toMatchObject({ reply: { failure: "unavailable" }, calls: 3 });
  });

  it("[M8] a stopped answer closes the connection and is not called again", async () => {
    const customer = new AbortController();
    openai.next(server.hangsAfter("Under "));

    const asked = ask({ signal: customer.signal });
    await openai.received(1);
    customer.abort();

    expect(await asked).toMatchObject({ reply: { failure: "stopped" }, calls: 1 });
    await openai.abandoned();
  });

  it("[M8] a stop during a pause ends the pause", async () => {
    const clock = manualClock();
    const customer = new AbortController();
    openai.next(server.fails(429, null, { "retry-after": "5" }));

    const asked = ask({ clock, signal: customer.signal });
    await clock.awaited(5_000);
    customer.abort();

    expect(await asked).toMatchObject({ reply: { failure: "stopped" }, calls: 1 });
    expect(clock.waiting()).toBe(0);
  });
});

function endlessText(request: server.ChatRequest): string {
  return `data: ${JSON.stringify(server.chunk(request, { content: "more ".repeat(20) }))}\n\n`;
}

function endlessReasoning(request: server.ChatRequest): string {
  return `data: ${JSON.stringify(server.chunk(request, { reasoning_content: "hm ".repeat(20) }))}\n\n`;
}
