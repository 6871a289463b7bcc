import { afterEach, describe, expect, it } from "@jest/globals";
import { scriptedAnswers } from "../support/scripted-answers.ts";
import { type VisitorServer, visitorServer } from "../support/visitor-server.ts";

let server: VisitorServer;
afterEach(() => server.close());

describe("asking a question", () => {
  it("[W1] streams the answer and ends it with the authoritative text", async () => {
    const answers = scriptedAnswers();
    server = await visitorServer(answers);
    const visitor = await server.visit();

    const ack = await visitor.ask("How do I install it?");
    const answer = await answers.next();
    answer.say("Run ");
    answer.say("npm start.");
    answer.end({ text: "Run npm start. [1]" });

    expect(ack).toEqual({ ok: true, messageId: expect.any(String), cursor: 1 });
    const question = ack.ok ? ack.messageId : "";
    const start = await visitor.next("answer-start");
    expect(start).toEqual({ messageId: expect.any(String), replyTo: question });
    expect(await visitor.next("answer-delta")).toEqual({ messageId: start.messageId, offset: 0, text: "Run " });
    expect(await visitor.next("answer-end")).toEqual({
      cursor: 2,
      messageId: start.messageId,
      replyTo: question,
      outcome: "answered",
      route: "documentation",
      text: "Run npm start. [1]",
      citations: [],
    });
  });
});
