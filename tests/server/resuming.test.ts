import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "@jest/globals";
import { libsqlConversationStore } from "../../src/conversations/libsql-conversation-store.ts";
import { ATTEMPT_LIMIT } from "../../src/conversations/write-answer.ts";
import type { AskAck } from "../../src/protocol/visitor.ts";
import { visitorTokens } from "../../src/server/visitor-tokens.ts";
import { manualTimers } from "../support/manual-timers.ts";
import { scriptedAnswers } from "../support/scripted-answers.ts";
import { type VisitorServer, visitorServer } from "../support/visitor-server.ts";

let server: VisitorServer;
afterEach(() => server.close());

const idOf = (ack: AskAck) => (ack.ok ? ack.messageId : "");

describe("coming back to a conversation", () => {
  it("[W6] replays everything later than the cursor, in order, after the session", async () => {
    server = await visitorServer();
    const first = await server.visit();
    const token = first.session().visitorToken;
    for (const text of ["One?", "Two?"]) {
      await first.ask(text);
      await first.next("answer-end");
    }

    const fresh = await server.visit({ token });
    const behind = await server.visit({ token, cursor: 3 });
    const current = await server.visit({ token, cursor: 4 });

    expect(fresh.session()).toMatchObject({ protocol: 1, cursor: 4, owner: "bot" });
    expect(fresh.session().conversationId).toBe(first.session().conversationId);
    await fresh.next("answer-end");
    await fresh.next("answer-end");
    expect(fresh.heard.slice(1)).toMatchObject([
      { event: "message", payload: { cursor: 1, author: "customer", text: "One?" } },
      { event: "answer-end", payload: { cursor: 2, text: "You asked: One?" } },
      { event: "message", payload: { cursor: 3, author: "customer", text: "Two?" } },
      { event: "answer-end", payload: { cursor: 4, text: "You asked: Two?" } },
    ]);
    await behind.next("answer-end");
    expect(behind.heard.map(({ event }) => event)).toEqual(["session", "answer-end"]);
    await current.send("stop", { messageId: "none" });
    expect(current.heard.map(({ event }) => event)).toEqual(["session"]);
  });

  it("[W6] replays a change of owner", async () => {
    server = await visitorServer();
    const visitor = await server.visit();
    await visitor.ask("Hello?");
    await visitor.next("answer-end");
    await server.ports.store.changeOwner(visitor.session().conversationId, "queued", 0);

    const back = await server.visit({ token: visitor.session().visitorToken, cursor: 2 });

    expect(back.session().owner).toBe("queued");
    expect(await back.next("owner")).toEqual({ cursor: 3, owner: "queued" });
  });

  it("[W7] shows an answer in progress from its start, then live", async () => {
    const [answers, timers] = [scriptedAnswers(), manualTimers()];
    server = await visitorServer({ ...answers, timers });
    const visitor = await server.visit();
    await visitor.ask("Hello?");
    const answer = await answers.next();
    answer.say("One");
    answer.say(" two");

    const back = await server.visit({ token: visitor.session().visitorToken, cursor: 1 });
    answer.say(" three");
    timers.pass(75);
    answer.end();
    await Promise.all([back.next("answer-end"), visitor.next("answer-end")]);

    const start = await visitor.next("answer-start");
    const { messageId } = start;
    expect(back.heard.slice(1, -1)).toEqual([
      { event: "answer-start", payload: start },
      { event: "answer-delta", payload: { messageId, offset: 0, text: "One two" } },
      { event: "answer-delta", payload: { messageId, offset: 7, text: " three" } },
    ]);
    const live = visitor.heard.filter(({ event }) => event === "answer-delta");
    expect(live.map(({ payload }) => "text" in payload && payload.text).join("")).toBe("One two three");
  });
});

describe("after the server went away mid-answer", () => {
  const folder = mkdtempSync(join(tmpdir(), "switchboard-restart-"));
  const tokens = visitorTokens({ secret: Buffer.alloc(32, 7), lifetimeDays: 30, clock: Date.now });
  const restart = async (answers: ReturnType<typeof scriptedAnswers>) => {
    server = await visitorServer({ ...answers, tokens, store: libsqlConversationStore(join(folder, "chat.db")) });
    return server;
  };
  afterAll(() => rmSync(folder, { recursive: true }));

  it("[C3] writes acknowledged questions' answers again, in order, under the same ids", async () => {
    const before = scriptedAnswers();
    await restart(before);
    const visitor = await server.visit();
    const token = visitor.session().visitorToken;
    const [one, two] = [await visitor.ask("One?"), await visitor.ask("Two?")];
    (await before.next()).say("Half an ans");
    const { messageId } = await visitor.next("answer-start");
    await server.close();

    const after = scriptedAnswers();
    await restart(after);
    const back = await server.visit({ token, cursor: 2 });
    for (const text of ["Whole answer.", "Second answer."]) {
      const answer = await after.next();
      answer.say(text);
      answer.end();
    }

    const ends = [await back.next("answer-end"), await back.next("answer-end")];
    expect(ends).toMatchObject([
      { messageId, replyTo: idOf(one), cursor: 3, outcome: "answered", text: "Whole answer." },
      { replyTo: idOf(two), cursor: 4, outcome: "answered", text: "Second answer." },
    ]);
  });

  it("[C3] ends an answer as failed, once, when the server went away during each attempt", async () => {
    const before = scriptedAnswers();
    await restart(before);
    const visitor = await server.visit();
    const ack = await visitor.ask("Poison?");
    for (let attempt = 1; attempt < ATTEMPT_LIMIT; attempt += 1) {
      await before.next();
      await server.close();
      await restart(before);
    }
    await before.next();
    await server.close();

    const after = scriptedAnswers();
    await restart(after);
    const back = await server.visit({ token: visitor.session().visitorToken, cursor: 1 });

    const end = await back.next("answer-end");
    expect(end).toMatchObject({
      replyTo: idOf(ack),
      cursor: 2,
      outcome: "failed",
      text: expect.stringMatching(/^Sorry/),
    });
    expect(after.calls()).toBe(0);
    expect(await server.ports.store.openAnswers()).toEqual([]);
  });

  it("[C9] lets open answers end before it closes, and takes no new questions meanwhile", async () => {
    const answers = scriptedAnswers();
    server = await visitorServer({ ...answers, timers: manualTimers() }, { drainMs: 10_000 });
    const visitor = await server.visit();
    await visitor.ask("Hello?");
    const answer = await answers.next();

    const closed = server.server.close();
    expect(await visitor.ask("Another?")).toMatchObject({ ok: false, error: { code: "busy" } });
    answer.end({ text: "Just in time." });

    expect((await visitor.next("answer-end")).text).toBe("Just in time.");
    await closed;
  });

  it("[C9] gives up an answer that does not end within the bound", async () => {
    const [answers, timers] = [scriptedAnswers(), manualTimers()];
    await restart(answers);
    await server.close();
    server = await visitorServer(
      { ...answers, timers, tokens, store: libsqlConversationStore(join(folder, "chat.db")) },
      { drainMs: 5_000 },
    );
    const visitor = await server.visit();
    await visitor.ask("Endless?");
    const answer = await answers.next();

    const closed = server.server.close();
    timers.pass(5_000);
    await closed;

    expect(answer.signal.aborted).toBe(true);
    const after = scriptedAnswers();
    await restart(after);
    expect((await after.next()).question.text).toBe("Endless?");
  });
});
