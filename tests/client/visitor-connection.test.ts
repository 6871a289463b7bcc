import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { io, type Socket } from "socket.io-client";
import { retryDelay } from "../../client/shared/lasting-connection.ts";
import { connectVisitor } from "../../client/shared/socket-connection.ts";
import type { ConnectionOptions, ConnectVisitor, VisitorEvent } from "../../client/shared/visitor-connection.ts";
import { PROTOCOL_VERSION } from "../../src/protocol/version.ts";
import type { Ask, AskAck } from "../../src/protocol/visitor.ts";
import { seededRandom } from "../../src/score/seeded-random.ts";
import { type ScriptedAnswers, scriptedAnswers } from "../support/scripted-answers.ts";
import { type VisitorServer, visitorServer } from "../support/visitor-server.ts";

/** Node gained WebSocket after version 20; the package is the one that Socket.IO itself uses. */
const { WebSocket: NodeWebSocket } = await import("ws");

/** The port's contract, over our small client and over socket.io-client, the reference that it must behave like. */
describe.each([
  ["by WebSocket", connectVisitor("de"), NodeWebSocket],
  ["by polling", connectVisitor("de"), unreachable()],
  ["as socket.io-client", referenceClient, NodeWebSocket],
])("a visitor's connection %s", (_name, connect, webSocket) => {
  let server: VisitorServer;
  let script: ScriptedAnswers;
  let listener: Listener;

  beforeEach(async () => {
    globalThis.WebSocket = webSocket as unknown as typeof WebSocket;
    script = scriptedAnswers();
    server = await visitorServer({ answerQuestion: script.answerQuestion });
  });

  afterEach(async () => {
    listener.connection.disconnect();
    await server.close();
  });

  it("[U14] brings the session, acknowledgements and a streamed answer", async () => {
    listener = listen(connect, server.url);
    listener.connection.connect();
    expect(await listener.next("session")).toMatchObject({ protocol: 1, owner: "bot" });

    const ack = await listener.connection.ask({ clientMessageId: "one", text: 'Zwölf Boxkämpfer 🥊, "ja"?' });
    expect(ack).toMatchObject({ ok: true, cursor: 1 });
    const answer = await script.next();
    expect(answer.question.text).toBe('Zwölf Boxkämpfer 🥊, "ja"?');

    answer.say("Eine 🥊 Antwort");
    expect(await listener.next("answer-delta")).toMatchObject({ offset: 0, text: "Eine 🥊 Antwort" });
    answer.end();
    expect(await listener.next("answer-end")).toMatchObject({ outcome: "answered", text: "Eine 🥊 Antwort" });
  });

  it("[U14] returns refusals as they are", async () => {
    listener = listen(connect, server.url);
    listener.connection.connect();
    await listener.next("session");

    expect(await listener.connection.ask({ clientMessageId: "one", text: "" })).toMatchObject({
      ok: false,
      error: { code: "invalid" },
    });
    expect(await listener.connection.stop({ messageId: "nothing" })).toMatchObject({ error: { code: "not-found" } });
  });

  it("[U12] says that a token was refused, and tries again only when told", async () => {
    let visitorToken: string | undefined = "forged";
    listener = listen(connect, server.url, () => (visitorToken ? { visitorToken } : {}));
    listener.connection.connect();
    expect(await listener.refused).toBe("bad-token");

    visitorToken = undefined;
    listener.connection.connect();
    expect(await listener.next("session")).toMatchObject({ owner: "bot" });
  });

  it("[U14] resolves to null what is asked while there is no connection", async () => {
    listener = listen(connect, server.url);

    expect(await listener.connection.ask({ clientMessageId: "one", text: "Anyone?" })).toBeNull();
  });

  it("[U14] comes back by itself when the server restarts, and gives up what was under way", async () => {
    listener = listen(connect, server.url);
    listener.connection.connect();
    await listener.next("session");
    const { port } = new URL(server.url);
    await server.server.close();
    await listener.lost;
    expect(await listener.connection.requestHuman({})).toBeNull();

    server = await visitorServer({ answerQuestion: script.answerQuestion }, { port: Number(port) });
    expect(await listener.next("session")).toMatchObject({ owner: "bot" });
  });
});

describe("the wait before the next attempt", () => {
  it("[U14] keeps a thousand widgets that lost one server from coming back as one wave", () => {
    const random = seededRandom(20_261_129);
    for (const failures of [0, 1, 2, 5]) {
      const arrivals = Array.from({ length: 1_000 }, () => retryDelay(failures, random()));
      const [first, last] = [Math.min(...arrivals), Math.max(...arrivals)];
      const tenths = arrivals.map((at) => Math.min(9, Math.floor((10 * (at - first)) / (last - first))));
      const most = Math.max(...Array.from({ length: 10 }, (_, tenth) => tenths.filter((one) => one === tenth).length));

      expect(last).toBeGreaterThan(1.9 * first);
      expect(most).toBeLessThan(150);
    }
  });

  it("[U14] doubles up to what a restart is worth, then an outage, and is never the same for all widgets", () => {
    expect([0, 1, 2, 9, 10].map((failures) => retryDelay(failures, 1))).toEqual([500, 1_000, 2_000, 4_000, 15_000]);
    expect([0, 1, 2, 9, 10].map((failures) => retryDelay(failures, 0))).toEqual([250, 500, 1_000, 2_000, 7_500]);
  });
});

type Listener = ReturnType<typeof listen>;

function listen(connect: ConnectVisitor, server: string, credentials: ConnectionOptions["credentials"] = () => ({})) {
  const heard: VisitorEvent[] = [];
  const waiting = new Set<() => void>();
  const taken = new Map<string, number>();
  let noteLost = () => {};
  let noteRefused = (_code: string) => {};
  const lost = new Promise<void>((resolve) => {
    noteLost = resolve;
  });
  const refused = new Promise<string>((resolve) => {
    noteRefused = resolve;
  });
  const connection = connect({
    server,
    credentials,
    onEvent: (event) => {
      heard.push(event);
      for (const look of waiting) look();
    },
    onLost: () => noteLost(),
    onRefused: (code) => noteRefused(code),
  });

  /** The first event of this name that was not taken yet, as soon as it is there. */
  const next = (name: VisitorEvent["name"]) =>
    new Promise((resolve) => {
      const wanted = taken.get(name) ?? 0;
      taken.set(name, wanted + 1);
      const look = () => {
        const found = heard.filter((event) => event.name === name)[wanted];
        if (!found) return;
        waiting.delete(look);
        resolve(found.payload);
      };
      waiting.add(look);
      look();
    });

  return { connection, next, lost, refused };
}

function referenceClient({ server, credentials, onEvent, onLost, onRefused }: ConnectionOptions) {
  const socket: Socket = io(`${server}/visitor`, {
    autoConnect: false,
    forceNew: true,
    reconnectionDelay: 100,
    auth: (use) => use({ protocol: PROTOCOL_VERSION, ...credentials() }),
  });
  socket.onAny((name, payload) => onEvent({ name, payload }));
  socket.on("connect_error", (error) => {
    const { data } = error as { data?: { code: "bad-token" } };
    if (data) onRefused(data.code);
  });
  socket.on("disconnect", (reason) => {
    if (reason === "io client disconnect") return;
    onLost();
    if (!socket.active) socket.connect();
  });
  const emit = (name: string, payload: object) =>
    socket.connected ? socket.timeout(5_000).emitWithAck(name, payload) : Promise.resolve(null);

  return {
    connect: () => void socket.connect(),
    disconnect: () => void socket.disconnect(),
    lose: () => void socket.io.engine.close(),
    ask: (payload: Ask): Promise<AskAck | null> => emit("ask", payload),
    rate: (payload: object) => emit("rate", payload),
    stop: (payload: object) => emit("stop", payload),
    requestHuman: (payload: object) => emit("request-human", payload),
    leaveEmail: (payload: object) => emit("leave-email", payload),
    typing: (payload: object) => emit("typing", payload),
  };
}

/** A network that lets no WebSocket through. */
function unreachable() {
  return class {
    static readonly OPEN = 1;
    readyState = 3;
    onclose: (() => void) | null = null;
    constructor() {
      setImmediate(() => this.onclose?.());
    }
    send() {}
    close() {}
  };
}
