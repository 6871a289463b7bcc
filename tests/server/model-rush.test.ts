import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Answer, answerDesk } from "../../src/answer/answer-question.ts";
import { readPrompt } from "../../src/answer/prompt-file.ts";
import { projectRoot } from "../../src/config.ts";
import { boundedChatModel } from "../../src/models/bounded-chat-model.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { manualClock } from "../support/manual-clock.ts";
import { passage } from "../support/passage.ts";
import { scriptedChatModel } from "../support/scripted-chat-model.ts";
import { type VisitorServer, visitorServer } from "../support/visitor-server.ts";

const AT_ONCE = 2;
const WRITTEN = "Under the saddle [1].";
const QUOTED = "The power switch is under the saddle.";

const records: Answer["record"][] = [];
const ends: (() => void)[] = [];
let most = 0;
let server: VisitorServer;
beforeAll(async () => {
  const scripted = scriptedChatModel([`<customer-answer>${WRITTEN}</customer-answer>`]);
  const slow: typeof scripted = {
    ...scripted,
    async chat(messages, options) {
      await new Promise<void>((resolve) => ends.push(resolve));
      return scripted.chat(messages, options);
    },
  };
  const knowledge = fixedKnowledge([passage({ text: QUOTED })]);
  const prompt = readPrompt(join(projectRoot(), "src/answer/prompts"), "answer");
  const desk = answerDesk({
    knowledge: { current: () => knowledge },
    writer: { model: boundedChatModel(slow, AT_ONCE, manualClock()), prompt, promptTokens: 4_000 },
    productName: "Lumo",
    contactText: "",
    caution: 50,
    now: () => 0,
    pace: async () => {},
  });
  server = await visitorServer({
    async answerQuestion(question, options) {
      const answer = await desk(question, options);
      records.push(answer.record);
      return answer;
    },
  });
});
afterAll(() => server.close());

/** Lets the calls that are made end, until nobody waits for one. */
function endAll(answered: Promise<unknown>): Promise<unknown> {
  const ending = setInterval(() => {
    most = Math.max(most, ends.length);
    ends.shift()?.();
  }, 1);
  return answered.finally(() => clearInterval(ending));
}

describe("more customers than the model can serve", () => {
  it("[M13] everybody is answered once: written where there is room, quoted at once where there is none", async () => {
    const customers = await Promise.all(Array.from({ length: 12 }, () => server.visit()));
    await Promise.all(customers.map((customer) => customer.ask("Where is the power switch?")));
    const told = customers.map((customer) => customer.next("answer-end"));
    // Two are written and two wait; nobody else has to wait for these.
    const early = await Promise.all(told.map((end) => Promise.race([end, quotedEight(customers)])));
    expect(early.filter((end) => end !== null)).toHaveLength(8);

    const all = (await endAll(Promise.all(told))) as { text: string; outcome: string }[];
    const texts = all.map(({ text }) => (text === WRITTEN ? "written" : text.includes(QUOTED) ? "quoted" : text));
    expect(texts.toSorted()).toEqual([...Array(8).fill("quoted"), ...Array(4).fill("written")]);
    expect(new Set(all.map(({ outcome }) => outcome))).toEqual(new Set(["answered"]));
    expect(records.filter(({ fallbacks }) => fallbacks.includes("model-busy"))).toHaveLength(8);
    expect(most).toBeLessThanOrEqual(AT_ONCE);
    for (const { heard } of customers) expect(heard.filter(({ event }) => event === "answer-end")).toHaveLength(1);
  });

  it("[M13] a customer who asks ten things takes one place, and leaves the other to others", async () => {
    const [greedy, other] = [await server.visit(), await server.visit()];
    const questions = Array.from({ length: 10 }, (_, number) => `Where is the power switch, question ${number}?`);
    await Promise.all(questions.map((question) => greedy.ask(question)));
    await other.ask("Where is the power switch?");

    const answer = (await endAll(other.next("answer-end"))) as { text: string };
    expect(answer.text).toBe(WRITTEN);
    await endAll(Promise.all(questions.map(() => greedy.next("answer-end"))));
  });
});

/** Null as soon as eight have their answer. */
async function quotedEight(customers: { heard: { event: string }[] }[]): Promise<null> {
  const answered = () => customers.filter(({ heard }) => heard.some(({ event }) => event === "answer-end")).length;
  while (answered() < 8) await new Promise(setImmediate);
  return null;
}
