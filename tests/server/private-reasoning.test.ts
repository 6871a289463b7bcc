import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { answerDesk } from "../../src/answer/answer-question.ts";
import { readPrompt } from "../../src/answer/prompt-file.ts";
import { projectRoot } from "../../src/config.ts";
import { openChatModel } from "../../src/models/open-chat-model.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import * as model from "../support/openai/behaviours.ts";
import { type OpenaiServer, openaiServer } from "../support/openai-server.ts";
import { passage } from "../support/passage.ts";
import { type VisitorServer, visitorServer } from "../support/visitor-server.ts";

const SECRET = "PLANTED-THOUGHT";
const ANSWER = "It is under the saddle [1].";
const thought = (words = "the customer wants the switch") => `${SECRET} ${words} ${SECRET}`;

let openai: OpenaiServer;
let server: VisitorServer;
beforeAll(async () => {
  openai = await openaiServer();
  const settings = { baseUrl: openai.url, apiKey: openai.key, model: "small", timeoutSeconds: 30, promptTokens: 4_000 };
  const opened = (await openChatModel(settings, { report() {}, random: () => 0 }))!;
  const knowledge = fixedKnowledge([passage({ text: "The power switch is under the saddle." })]);
  const prompt = readPrompt(join(projectRoot(), "src/answer/prompts"), "answer");
  server = await visitorServer({
    answerQuestion: answerDesk({
      knowledge: { current: () => knowledge },
      writer: { model: opened, prompt, promptTokens: 4_000 },
      productName: "Lumo",
      contactText: "",
      caution: 50,
      now: () => 0,
      pace: async () => {},
    }),
  });
});
afterAll(async () => {
  await server.close();
  await openai.close();
});

const tagged = `<customer-answer>${ANSWER}</customer-answer>`;
const places: [string, model.Behaviour, string][] = [
  ["in a field of its own", model.reasons(thought(), tagged), ANSWER],
  ["in <think> inside the content", model.says(`<think>${thought()}</think>${tagged}`), ANSWER],
  [
    "in <think> inside the answer",
    model.says(`<customer-answer>It is under <think>${thought()}</think>the saddle [1].</customer-answer>`),
    "It is under the saddle [1].",
  ],
  ["in notes behind the answer", model.says(`${tagged}<private-notes>${thought()}</private-notes>`), ANSWER],
  [
    "in notes inside the answer",
    model.says(`<customer-answer><private-notes>${thought()}</private-notes>${ANSWER}</customer-answer>`),
    ANSWER,
  ],
  ["in notes that never end", model.says(`<private-notes>${thought()}`), "The power switch is under the saddle."],
  [
    "in a field, in <think> and in notes at once",
    model.reasons(thought(), `<think>${thought()}</think><private-notes>${thought()}</private-notes>${tagged}`),
    ANSWER,
  ],
];

describe("reasoning on the wire", () => {
  it.each(places)("[M40] a model server that reasons %s: no socket ever hears of it", async (_, behaviour, shown) => {
    openai.reset();
    openai.next(behaviour);
    const visitor = await server.visit();

    await visitor.ask("Where is the power switch?");
    const end = await visitor.next("answer-end");

    expect(end.outcome).toBe("answered");
    expect(end.text).toContain(shown);
    expect(JSON.stringify(visitor.heard)).not.toContain(SECRET);
    const later = await server.visit({ token: visitor.session().visitorToken, cursor: 0 });
    expect(JSON.stringify(later.heard)).not.toContain(SECRET);
  });
});
