import { afterEach, describe, expect, it } from "@jest/globals";
import type { AnswerEnd, AskAck } from "../../src/protocol/visitor.ts";
import { manualTimers } from "../support/manual-timers.ts";
import { scriptedAnswers } from "../support/scripted-answers.ts";
import { type VisitorServer, visitorServer } from "../support/visitor-server.ts";

let server: VisitorServer;
afterEach(() => server.close());

const idOf = (ack: AskAck) => (ack.ok ? ack.messageId : "");

describe("asking a question", () => {
  it("[W1] acknowledges the customer's message before anything that follows from it is told", async () => {
    server = await visitorServer();
    const visitor = await server.visit();
    let heardBefore = -1;
    const acknowledged = new Promise<AskAck>((resolve) => {
      visitor.socket.emit("ask", { clientMessageId: "1", text: "Hello?" }, (ack: AskAck) => {
        heardBefore = visitor.heard.length;
        resolve(ack);
      });
    });

    expect(await acknowledged).toEqual({ ok: true, messageId: expect.any(String), cursor: 1 });
    await visitor.next("answer-end");
    expect(heardBefore).toBe(1);
    expect(visitor.heard[0]?.event).toBe("session");
  });

  it("[W2] streams the answer under an id of its own and ends it with the authoritative text", async () => {
    const answers = scriptedAnswers();
    server = await visitorServer(answers);
    const visitor = await server.visit();

    const ack = await visitor.ask("How do I install it?");
    const answer = await answers.next();
    answer.say("Run npm start.");
    answer.end({ text: "Run npm start. [1]" });

    const start = await visitor.next("answer-start");
    expect(start).toEqual({ messageId: expect.any(String), replyTo: idOf(ack) });
    expect(start.messageId).not.toBe(idOf(ack));
    expect(await visitor.next("answer-delta")).toEqual({
      messageId: start.messageId,
      offset: 0,
      text: "Run npm start.",
    });
    expect(await visitor.next("answer-end")).toEqual({
      cursor: 2,
      messageId: start.messageId,
      replyTo: idOf(ack),
      outcome: "answered",
      route: "documentation",
      text: "Run npm start. [1]",
      citations: [],
    });
  });

  it("[W3] gives the same acknowledgement and no second answer for the same clientMessageId and text", async () => {
    const answers = scriptedAnswers();
    server = await visitorServer(answers);
    const visitor = await server.visit();

    const first = await visitor.ask("Hello?", "one");
    const again = await visitor.ask("Hello?", "one");
    const other = await visitor.ask("Goodbye?", "one");
    (await answers.next()).end();
    await visitor.next("answer-end");
    await visitor.ask("Last?", "two");
    (await answers.next()).end();
    await visitor.next("answer-end");

    expect(again).toEqual(first);
    expect(other).toMatchObject({ ok: false, error: { code: "conflict" } });
    expect(answers.calls()).toBe(2);
  });

  it("[W4] answers the questions of one conversation in order and knows the earlier turns", async () => {
    const answers = scriptedAnswers();
    server = await visitorServer(answers);
    const visitor = await server.visit();
    const acks = await Promise.all([visitor.ask("One?"), visitor.ask("Two?")]);

    const one = await answers.next();
    expect(answers.calls()).toBe(1);
    one.say("First.");
    one.end();
    const two = await answers.next();
    two.end({ text: "Second." });

    expect(two.question).toEqual({
      conversationId: expect.any(String),
      staffed: expect.any(Function),
      text: "Two?",
      history: [
        { author: "customer", text: "One?" },
        { author: "bot", text: "First." },
      ],
    });
    const ends = [await visitor.next("answer-end"), await visitor.next("answer-end")];
    expect(ends.map(({ replyTo, cursor }) => [replyTo, cursor])).toEqual([
      [idOf(acks[0]), 3],
      [idOf(acks[1]), 4],
    ]);
  });

  it("[W4] answers different conversations at once", async () => {
    const answers = scriptedAnswers();
    server = await visitorServer(answers);
    const [ana, ben] = [await server.visit(), await server.visit()];
    await ana.ask("Slow?");
    await answers.next();

    await ben.ask("Quick?");
    (await answers.next()).end({ text: "Yes." });

    expect((await ben.next("answer-end")).text).toBe("Yes.");
  });

  it("[W5] is busy past the unfinished answers of a conversation, and of the server", async () => {
    const answers = scriptedAnswers();
    server = await visitorServer(answers, { limits: { concurrency: 1, open: 3, openPerConversation: 2 } });
    const [ana, ben] = [await server.visit(), await server.visit()];
    await ana.ask("One?", "1");
    await ana.ask("Two?", "2");

    expect(await ana.ask("Three?", "3")).toMatchObject({ ok: false, error: { code: "busy" } });
    expect(await ana.ask("Two?", "2")).toMatchObject({ ok: true });
    expect(await ben.ask("One?")).toMatchObject({ ok: true });
    expect(await ben.ask("Two?")).toMatchObject({ ok: false, error: { code: "busy" } });

    (await answers.next()).end();
    await ana.next("answer-end");
    expect(await ana.ask("Three?", "3")).toMatchObject({ ok: true });
  });

  it("[W8] echoes the message to the other sockets of the conversation, not to the asking one", async () => {
    server = await visitorServer();
    const phone = await server.visit();
    const laptop = await server.visit({ token: phone.session().visitorToken });
    const stranger = await server.visit();

    const ack = await phone.ask("Hello?");

    expect(await laptop.next("message")).toEqual({
      cursor: 1,
      messageId: idOf(ack),
      author: "customer",
      text: "Hello?",
    });
    expect((await laptop.next("answer-end")).text).toBe("You asked: Hello?");
    await phone.next("answer-end");
    expect(phone.heard.map(({ event }) => event)).not.toContain("message");
    expect(stranger.heard.map(({ event }) => event)).toEqual(["session"]);
  });

  it("[W9] sends the first piece at once and then one delta every 75 ms", async () => {
    const [answers, timers] = [scriptedAnswers(), manualTimers()];
    server = await visitorServer({ ...answers, timers });
    const visitor = await server.visit();
    await visitor.ask("Hello?");
    const answer = await answers.next();

    answer.say("🙂");
    answer.say(" one");
    answer.say(" two");
    timers.pass(74);
    answer.say(" three");
    timers.pass(1);
    timers.pass(75);
    answer.say(" four");
    answer.end();

    await visitor.next("answer-end");
    const deltas = visitor.heard.filter(({ event }) => event === "answer-delta").map(({ payload }) => payload);
    expect(deltas).toMatchObject([
      { offset: 0, text: "🙂" },
      { offset: 2, text: " one two three" },
      { offset: 16, text: " four" },
    ]);
  });

  it("[W10] starts the answer anew when what was streamed is void", async () => {
    const answers = scriptedAnswers();
    server = await visitorServer(answers);
    const visitor = await server.visit();
    await visitor.ask("Hello?");
    const answer = await answers.next();

    answer.say("Wrong");
    answer.restart();
    answer.say("Right");
    answer.end();

    expect(await visitor.next("answer-end")).toMatchObject({ text: "Right" });
    expect(visitor.heard.slice(1).map(({ event, payload }) => [event, "offset" in payload && payload.offset])).toEqual([
      ["answer-start", false],
      ["answer-delta", 0],
      ["answer-start", false],
      ["answer-delta", 0],
      ["answer-end", false],
    ]);
  });

  it("fails politely, once, when the answer path breaks", async () => {
    const answers = scriptedAnswers();
    server = await visitorServer(answers);
    const visitor = await server.visit();
    await visitor.ask("Hello?");

    (await answers.next()).fail(new Error("secret detail"));

    const end = await visitor.next("answer-end");
    expect(end).toMatchObject({ outcome: "failed", text: expect.stringMatching(/^Sorry/) });
    expect(end.text).not.toContain("secret");
  });
});

describe("stopping an answer", () => {
  it("[W11] ends it as stopped, with the text so far", async () => {
    const answers = scriptedAnswers();
    server = await visitorServer(answers);
    const visitor = await server.visit();
    await visitor.ask("Hello?");
    (await answers.next()).say("It is");
    const { messageId } = await visitor.next("answer-start");

    expect(await visitor.send("stop", { messageId })).toEqual({ ok: true });
    expect(await visitor.next("answer-end")).toMatchObject({ messageId, outcome: "stopped", text: "It is" });
  });

  it("[W11] works before the answer has started, by the question's id, and keeps the order", async () => {
    const answers = scriptedAnswers();
    server = await visitorServer(answers);
    const visitor = await server.visit();
    const first = await visitor.ask("One?");
    const second = await visitor.ask("Two?");

    expect(await visitor.send("stop", { messageId: idOf(second) })).toEqual({ ok: true });
    (await answers.next()).end({ text: "First." });

    const ends: AnswerEnd[] = [await visitor.next("answer-end"), await visitor.next("answer-end")];
    expect(ends).toMatchObject([
      { replyTo: idOf(first), outcome: "answered" },
      { replyTo: idOf(second), outcome: "stopped", text: "" },
    ]);
    expect(answers.calls()).toBe(1);
  });

  it("[W11] leaves a finished answer as it is, and knows no answer of another conversation", async () => {
    server = await visitorServer();
    const [ana, ben] = [await server.visit(), await server.visit()];
    await ana.ask("Hello?");
    const { messageId } = await ana.next("answer-end");

    expect(await ana.send("stop", { messageId })).toEqual({ ok: true });
    expect(await ben.send("stop", { messageId })).toMatchObject({ ok: false, error: { code: "not-found" } });
  });

  it("[W11] does not wait for an answer path that ignores it", async () => {
    const [timers, pieces] = [manualTimers(), scriptedAnswers()];
    let saidSomething = () => {};
    const said = new Promise<void>((resolve) => {
      saidSomething = resolve;
    });
    server = await visitorServer({
      ...pieces,
      timers,
      answerQuestion: (_question, { onDelta }) => {
        onDelta("Deaf");
        saidSomething();
        return new Promise(() => {});
      },
    });
    const visitor = await server.visit();
    await visitor.ask("Hello?");
    await said;
    const { messageId } = await visitor.next("answer-start");

    await visitor.send("stop", { messageId });
    timers.pass(2_000);

    expect(await visitor.next("answer-end")).toMatchObject({ outcome: "stopped", text: "Deaf" });
  });
});

describe("rating an answer", () => {
  it("[W12] takes a verdict on a finished answer of the conversation", async () => {
    server = await visitorServer();
    const [ana, ben] = [await server.visit(), await server.visit()];
    const ack = await ana.ask("Hello?");
    const { messageId } = await ana.next("answer-end");

    expect(await ana.send("rate", { messageId, verdict: "up" })).toEqual({ ok: true });
    expect(await ana.send("rate", { messageId, verdict: "down", comment: "Not\nreally." })).toEqual({ ok: true });
    const notFound = { ok: false, error: { code: "not-found" } };
    expect(await ana.send("rate", { messageId: idOf(ack), verdict: "up" })).toMatchObject(notFound);
    expect(await ben.send("rate", { messageId, verdict: "up" })).toMatchObject(notFound);
  });
});

describe("asking for a person", () => {
  it("[W13] shows the contact text to every socket while no staff exist; the owner stays bot", async () => {
    server = await visitorServer();
    const phone = await server.visit();
    const laptop = await server.visit({ token: phone.session().visitorToken });

    expect(await phone.send("request-human", { reason: "please" })).toEqual({ ok: true });

    const notice = { cursor: 1, messageId: expect.any(String), author: "system", text: "Write to help@example.com." };
    expect(await phone.next("message")).toEqual(notice);
    expect(await laptop.next("message")).toEqual(notice);
    const later = await server.visit({ token: phone.session().visitorToken });
    expect(later.session()).toMatchObject({ owner: "bot", cursor: 1 });
  });

  it("[W13] needs no payload", async () => {
    server = await visitorServer();
    const visitor = await server.visit();

    expect(await visitor.send("request-human")).toEqual({ ok: true });
  });
});

describe("a conversation that the bot does not own", () => {
  it("[W21] keeps a question for the person and stays silent; queued is still answered; closed refuses", async () => {
    const answers = scriptedAnswers();
    server = await visitorServer(answers);
    const visitor = await server.visit();
    const { conversationId } = visitor.session();
    await visitor.ask("One?");
    (await answers.next()).end();
    await visitor.next("answer-end");

    await server.ports.store.changeOwner(conversationId, "human", 0);
    expect(await visitor.ask("For Ana?")).toMatchObject({ ok: true });
    await server.ports.store.changeOwner(conversationId, "queued", 0);
    await visitor.ask("While waiting?");
    expect((await answers.next()).question.text).toBe("While waiting?");

    await server.ports.store.changeOwner(conversationId, "closed", 0);
    expect(await visitor.ask("Still there?")).toMatchObject({ ok: false, error: { code: "closed" } });
    expect(await visitor.send("request-human")).toMatchObject({ ok: false, error: { code: "closed" } });
  });
});
