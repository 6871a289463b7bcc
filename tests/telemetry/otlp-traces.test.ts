import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { otlpExporter, type SpanSink } from "../../src/telemetry/otlp-exporter.ts";
import { tracedAnswers } from "../../src/telemetry/traced-answers.ts";
import { type ManualTimers, manualTimers } from "../support/manual-timers.ts";
import { answerOf } from "../support/scripted-answers.ts";

type Received = { url: string; key: string | undefined; spans: Record<string, unknown>[]; text: string };

let received: Received[];
let status: number;
let announced: string[];
let timers: ManualTimers;
let sink: SpanSink;
let close: () => Promise<unknown>;

beforeEach(async () => {
  [received, announced, status, timers] = [[], [], 200, manualTimers()];
  const collector = createServer(async (request, response) => {
    let text = "";
    for await (const piece of request) text += piece;
    const spans = JSON.parse(text).resourceSpans[0].scopeSpans[0].spans;
    received.push({ url: request.url!, key: request.headers["x-key"] as string, spans, text });
    response.writeHead(status).end("{}");
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => collector.once("listening", resolve));
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/`;
  const announce = (line: string) => void announced.push(line);
  sink = otlpExporter({ endpoint, headers: { "x-key": "abc" }, fetch, timers, announce });
  close = () => new Promise((resolve) => collector.close(resolve).closeAllConnections());
});
afterEach(() => close());

const traced = (answer = async () => answerOf("It is secret.", { text: "", history: [] })) => {
  let ids = 0;
  const randomHex = (bytes: number) => String(++ids).padStart(bytes * 2, "0");
  let now = 1_700_000_000_000;
  return tracedAnswers(answer, { sink, randomHex, clock: () => (now += 250) });
};
const options = { signal: new AbortController().signal, onDelta() {}, onRestart() {} };
const ask = (answers = traced()) => answers({ text: "My secret?", history: [], conversationId: "c-secret" }, options);

describe("traces", () => {
  it("[Q3] are one for each answer, with its stages, and hold no text and no id of a conversation", async () => {
    const answer = answerOf("It is secret.", { text: "secret", history: [{ author: "customer", text: "secret" }] });
    answer.record.timings = { retrieve: 5, generate: 20 };
    await ask(traced(async () => answer));
    await sink.close();
    const [{ url, key, spans, text }] = received as [Received];

    expect([url, key]).toEqual(["/v1/traces", "abc"]);
    expect(spans.map(({ name }) => name)).toEqual(["answer", "retrieve", "generate"]);
    expect(spans[0]).toMatchObject({
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
      startTimeUnixNano: "1700000000250000000",
      endTimeUnixNano: "1700000000500000000",
      attributes: expect.arrayContaining([{ key: "switchboard.outcome", value: { stringValue: "answered" } }]),
    });
    expect(spans[1]).toMatchObject({ parentSpanId: spans[0]!.spanId, endTimeUnixNano: "1700000000255000000" });
    expect(text).not.toContain("secret");
  });

  it("[Q3] go out in batches, and what is left goes out at the end", async () => {
    const answers = traced();
    await ask(answers);
    await ask(answers);
    expect(received).toEqual([]);
    timers.pass(5_000);
    await sink.close();
    await ask(answers);
    await sink.close();

    expect(received.map(({ spans }) => spans.length).sort()).toEqual([1, 2]);
  });

  it("[Q3] are dropped, and that is said once, while nobody takes them", async () => {
    status = 503;
    await ask();
    await sink.close();
    await ask();
    await sink.close();
    expect(announced).toEqual([expect.stringContaining("HTTP 503")]);
    await close();
    await ask();
    await sink.close();
    expect(announced).toHaveLength(1);
  });

  it("[Q3] mark an answer that failed, which fails as it would without", async () => {
    await expect(ask(traced(() => Promise.reject(new Error("secret"))))).rejects.toThrow("secret");
    await sink.close();

    expect(received[0]!.spans).toMatchObject([{ name: "answer", status: { code: 2 } }]);
    expect(received[0]!.text).not.toContain("secret");
  });
});
