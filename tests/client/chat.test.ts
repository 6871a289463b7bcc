import { describe, expect, it } from "@jest/globals";
import type { ConnectionOptions, VisitorConnection } from "../../client/shared/visitor-connection.ts";
import { Chat } from "../../client/widget/chat.ts";
import type { ChatState } from "../../client/widget/chat-state.ts";
import { memory } from "../../client/widget/memory.ts";
import type { AskAck, PlainAck } from "../../src/protocol/visitor.ts";
import { manualTimers } from "../support/manual-timers.ts";
import { mapStore } from "../support/map-store.ts";

describe("the chat behind the widget", () => {
  it("[U29] opens no connection for a page view", () => {
    const { wire } = openChat();

    expect(wire.calls).toEqual([]);
  });

  it("[U29] connects when the customer opens it, or has a conversation to come back to", () => {
    const opened = openChat();
    opened.chat.open();
    expect(opened.wire.calls).toEqual(["connect"]);

    const kept = mapStore();
    kept.setItem("token", "earlier");
    const back = openChat({ kept });
    expect(back.wire.calls).toEqual(["connect"]);
    expect(back.wire.options.credentials()).toEqual({ visitorToken: "earlier" });
  });

  it("[U30] hands over the identity that the page has at each connection", () => {
    let signed: string | undefined = "first";
    const { chat, wire } = openChat({ identity: () => signed });
    chat.open();
    expect(wire.options.credentials()).toEqual({ identity: "first" });
    signed = "renewed";
    expect(wire.options.credentials()).toEqual({ identity: "renewed" });
  });

  it("[U7] keeps what is asked while there is no connection, and sends it in order when there is", async () => {
    const { chat, wire } = openChat();
    chat.ask("One?");
    chat.ask("Two?");
    expect(chat.state.unsent.map(({ text }) => text)).toEqual(["One?", "Two?"]);
    expect(wire.asked).toEqual([]);

    wire.welcome();
    await wire.answers({ ok: true, messageId: "q1", cursor: 1 });
    await wire.answers({ ok: true, messageId: "q2", cursor: 2 });

    expect(wire.asked.map(({ text }) => text)).toEqual(["One?", "Two?"]);
    expect(chat.state.unsent).toEqual([]);
    expect(chat.state.conversation.entries).toMatchObject([{ text: "One?" }, { text: "Two?" }]);
  });

  it("[U7] asks again with the same id when the reply was lost, also after a reload", async () => {
    const kept = mapStore();
    const first = openChat({ kept });
    first.chat.ask("One?");
    first.wire.welcome();
    first.wire.options.onLost();
    await first.wire.answers(null);

    const second = openChat({ kept });
    second.wire.welcome();
    await second.wire.answers({ ok: true, messageId: "q1", cursor: 1 });

    expect(second.wire.asked).toEqual(first.wire.asked);
    expect(second.chat.state.unsent).toEqual([]);
  });

  it("[U7] keeps the token before the first reply, so that a reload comes back to this conversation", () => {
    const kept = mapStore();
    const { chat, wire } = openChat({ kept });
    chat.open();
    wire.welcome();
    expect(kept.getItem("token")).toBeNull();

    chat.ask("One?");
    expect(kept.getItem("token")).toBe("token of one");
  });

  it("[U8] shows a refused message with its reason, lets it be edited, and sends the next one", async () => {
    const { chat, wire } = openChat();
    chat.ask("Too long");
    chat.ask("Two?");
    wire.welcome();
    await wire.answers({ ok: false, error: { code: "too-long", message: "" } });
    await wire.answers({ ok: true, messageId: "q2", cursor: 1 });
    expect(chat.state.unsent).toMatchObject([{ text: "Too long", refused: "too-long" }]);

    chat.edit(chat.state.unsent[0]!);
    expect(chat.state).toMatchObject({ draft: "Too long", unsent: [] });
  });

  it("[U8] tries what a stopping server was too busy for again on the next session", async () => {
    const { chat, wire } = openChat();
    chat.ask("One?");
    wire.welcome();
    await wire.answers({ ok: false, error: { code: "busy", message: "" } });

    wire.options.onLost();
    wire.welcome();
    await wire.answers({ ok: true, messageId: "q1", cursor: 1 });
    expect(chat.state.unsent).toEqual([]);
  });

  it("[U10] hands over the cursor of what it has seen when it connects again", () => {
    const { chat, wire } = openChat();
    chat.open();
    wire.welcome();
    wire.says({ name: "message", payload: { cursor: 7, messageId: "m", author: "system", text: "Hello" } });

    expect(wire.options.credentials()).toEqual({ visitorToken: "token of one", cursor: 7 });
  });

  it("[U12] starts anew when its token is refused, and brings the unsent message along", async () => {
    const kept = mapStore();
    kept.setItem("token", "expired");
    const { chat, wire } = openChat({ kept });
    chat.ask("One?");
    wire.options.onRefused("bad-token");

    expect(wire.options.credentials()).toEqual({});
    wire.welcome("two");
    await wire.answers({ ok: true, messageId: "q1", cursor: 1 });
    expect(kept.getItem("token")).toBe("token of two");
  });

  it("[U12] takes the newer token when another tab has already started anew", () => {
    const kept = mapStore();
    kept.setItem("token", "expired");
    const { wire } = openChat({ kept });
    kept.setItem("token", "newer");
    wire.options.onRefused("bad-token");

    expect(wire.options.credentials()).toEqual({ visitorToken: "newer" });
    expect(kept.getItem("token")).toBe("newer");
  });

  it("[U13] asks for a reload when the server no longer speaks its protocol", () => {
    const { chat, wire } = openChat();
    chat.open();
    wire.options.onRefused("unsupported-protocol");

    expect(chat.state.connection).toBe("outdated");
    expect(wire.calls).toEqual(["connect"]);
  });

  it("[U11] joins the conversation that another tab has begun, unless it has one of its own", () => {
    const kept = mapStore();
    const { chat, wire } = openChat({ kept });
    chat.open();
    wire.welcome();
    kept.setItem("token", "token of other");
    chat.keptChanged();
    expect(wire.options.credentials()).toEqual({ visitorToken: "token of other" });

    wire.welcome("other");
    wire.says({ name: "message", payload: { cursor: 1, messageId: "m", author: "customer", text: "Mine" } });
    kept.setItem("token", "token of third");
    chat.keptChanged();
    expect(wire.options.credentials()).toEqual({ visitorToken: "token of other", cursor: 1 });
  });

  it("[U15] counts as read what arrives while the panel is open on a visible page", () => {
    let visible = false;
    const { chat, wire } = openChat({ visible: () => visible });
    chat.open();
    wire.welcome();
    wire.says({ name: "message", payload: { cursor: 3, messageId: "m", author: "staff", text: "Hello" } });
    expect(chat.state.readTo).toBe(0);

    visible = true;
    chat.seen();
    expect(chat.state.readTo).toBe(3);
  });

  it("[U23] takes a verdict back when it did not arrive", async () => {
    const { chat, wire } = openChat();
    chat.open();
    wire.welcome();
    const lost = chat.rate("a1", "up");
    expect(chat.state.verdicts).toEqual({ a1: "up" });
    await wire.replies(null);
    await lost;

    expect(chat.state).toMatchObject({ verdicts: {}, trouble: "lost" });
  });

  it("[U25] asks for a person again once there is a connection, and only then", async () => {
    const { chat, wire } = openChat();
    chat.open();
    void chat.requestHuman();
    await wire.replies(null);
    expect(chat.state.trouble).toBe("lost");

    wire.welcome();
    expect(wire.calls).toEqual(["connect", "request-human", "request-human"]);
    await wire.replies({ ok: true });
    wire.welcome();
    expect(wire.calls).toHaveLength(3);
    expect(chat.state.trouble).toBeNull();
  });

  it("[U25] forgets the wish with the conversation that it was for", async () => {
    const { chat, wire } = openChat();
    chat.open();
    wire.welcome();
    void chat.requestHuman();
    await wire.replies(null);
    chat.startAnew();
    wire.welcome("two");

    expect(wire.calls.filter((call) => call === "request-human")).toHaveLength(1);
  });

  it("[W24] asks for a person once, however often it is clicked, until the server has answered", async () => {
    const { chat, wire } = openChat();
    chat.open();
    wire.welcome();
    void chat.requestHuman();
    void chat.requestHuman();
    expect(wire.calls).toEqual(["connect", "request-human"]);
    await wire.replies({ ok: true });
    void chat.requestHuman();
    expect(wire.calls).toEqual(["connect", "request-human", "request-human"]);
  });

  it("[U24] stops the answer, or the question while no answer has begun", async () => {
    const { chat, wire } = openChat();
    chat.ask("One?");
    wire.welcome();
    await wire.answers({ ok: true, messageId: "q1", cursor: 1 });
    void chat.stop();
    wire.says({ name: "answer-start", payload: { messageId: "a1", replyTo: "q1" } });
    void chat.stop();

    expect(wire.calls).toEqual(["connect", "stop q1", "stop a1"]);
  });

  it("[U33] tells people that the customer writes, once, and that they have stopped; the bot is told nothing", () => {
    const { chat, wire, timers } = openChat();
    chat.open();
    wire.welcome();
    chat.setDraft("Where");
    expect(wire.calls).toEqual(["connect"]);

    wire.says({ name: "owner", payload: { cursor: 1, owner: "human" } });
    chat.setDraft("Where is");
    chat.setDraft("Where is it");
    expect(wire.calls).toEqual(["connect", "typing"]);
    timers.pass(4_000);
    chat.setDraft("Where is it?");
    chat.setDraft("");
    expect(wire.calls).toEqual(["connect", "typing", "typing no more", "typing", "typing no more"]);
  });

  it("[U8] leaves a closed conversation behind and asks in a new one", async () => {
    const { chat, wire } = openChat();
    chat.ask("One?");
    wire.welcome();
    await wire.answers({ ok: false, error: { code: "closed", message: "" } });
    chat.startAnew();
    expect(wire.options.credentials()).toEqual({});

    wire.welcome("two");
    await wire.answers({ ok: true, messageId: "q1", cursor: 1 });
    expect(chat.state.conversation).toMatchObject({ id: "two", entries: [{ text: "One?" }] });
  });
});

type Overrides = { kept?: ReturnType<typeof mapStore>; visible?: () => boolean; identity?: () => string | undefined };

function openChat({ kept = mapStore(), visible = () => true, identity = () => undefined }: Overrides = {}) {
  const wire = fakeWire();
  const timers = manualTimers();
  let ids = 0;
  const chat = new Chat({
    server: "https://chat.example.com",
    connect: wire.connect,
    identity,
    memory: memory(kept, mapStore()),
    newId: () => `id-${++ids}`,
    now: () => 1_000,
    after: timers.after,
    visible,
    onChange: (_state: ChatState) => {},
  });
  chat.start();
  return { chat, wire, timers };
}

/** A connection led by the test: it opens when told, and replies when told. */
function fakeWire() {
  const calls: string[] = [];
  const asked: { clientMessageId: string; text: string }[] = [];
  const waiting: ((reply: AskAck | null) => void)[] = [];
  const plain: ((reply: PlainAck | null) => void)[] = [];
  let options: ConnectionOptions;
  const later = () => new Promise<PlainAck | null>((resolve) => plain.push(resolve));

  const connection: VisitorConnection = {
    connect: () => void calls.push("connect"),
    disconnect: () => void calls.push("disconnect"),
    lose: () => {},
    ask: (payload) => {
      asked.push(payload);
      return new Promise((resolve) => waiting.push(resolve));
    },
    rate: later,
    stop: ({ messageId }) => {
      calls.push(`stop ${messageId}`);
      return later();
    },
    requestHuman: () => {
      calls.push("request-human");
      return later();
    },
    leaveEmail: later,
    typing: ({ typing }) => {
      calls.push(typing ? "typing" : "typing no more");
      return later();
    },
  };

  return {
    calls,
    asked,
    get options() {
      return options;
    },
    connect: (given: ConnectionOptions) => {
      options = given;
      return connection;
    },
    says: (event: Parameters<ConnectionOptions["onEvent"]>[0]) => options.onEvent(event),
    welcome: (conversationId = "one") =>
      options.onEvent({
        name: "session",
        payload: { protocol: 1, conversationId, visitorToken: `token of ${conversationId}`, cursor: 0, owner: "bot" },
      }),
    answers: (reply: AskAck | null) => settled(() => waiting.shift()!(reply)),
    replies: (reply: PlainAck | null) => settled(() => plain.shift()!(reply)),
  };
}

/** What follows from a reply happens in microtasks; a macrotask comes after all of them. */
function settled(reply: () => void): Promise<void> {
  reply();
  return new Promise((resolve) => setImmediate(resolve));
}
