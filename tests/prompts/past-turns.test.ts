import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { answerDesk } from "../../src/answer/answer-question.ts";
import { projectRoot } from "../../src/config.ts";
import { type Database, openDatabase } from "../../src/conversations/database.ts";
import { estimateTokens } from "../../src/models/count-tokens.ts";
import { approvedHead, readApprovedTurns } from "../../src/prompts/approved-turns.ts";
import { composeTurn } from "../../src/prompts/compose-turn.ts";
import { readPastQuestions } from "../../src/prompts/past-questions.ts";
import { candidatesOf, pickExamples } from "../../src/prompts/pick-examples.ts";
import { servedPrompts } from "../../src/prompts/serve-prompts.ts";
import { reviewDesk } from "../../src/review/review-desk.ts";
import { defaultEmbedder } from "../../src/search/static-embedder.ts";
import { answered } from "../support/answered.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { passage } from "../support/passage.ts";
import { promptSet, promptVersion, shipped } from "../support/prompt-set.ts";
import { scriptedChatModel } from "../support/scripted-chat-model.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const settings = { caution: 50, promptTokens: 4_000, productName: "Lumo" };
const plan = { settings, intentOf: async () => null, pick: async () => null };
const charging = passage({ path: "care.md", anchor: "charging", text: "Charge with any USB-C cable." });
const mounting = passage({ path: "care.md", anchor: "mounting", text: "Fits bars of 22 to 35 mm." });

describe("the exact messages of a past turn", () => {
  it("[M68] are those that were sent, under its own version; another version shows what would have been sent", async () => {
    const knowledge = fixedKnowledge([charging, mounting]);
    const model = scriptedChatModel(["<customer-answer>With any USB-C cable [1].</customer-answer>"]);
    const serving = async () => ({ live: shipped.version, previous: null, canary: null });
    const served = servedPrompts({
      ...plan,
      serving,
      read: async () => shipped,
      shipped,
      openModel: async () => model,
    });
    const ask = answerDesk({
      knowledge: { current: () => knowledge },
      writer: null,
      prompts: served,
      ...settings,
      contactText: "",
      now: () => 0,
      pace: async () => {},
    });
    const question = "How do I charge it?";
    const history = [{ author: "customer" as const, text: "Does it fit my bar?" }];
    const options = { signal: new AbortController().signal, onDelta: () => {}, onRestart: () => {} };
    const { record } = await ask({ text: question, history }, options);
    const ports = { ...plan, knowledge, countTokens: estimateTokens };

    const own = await composeTurn({ question, record }, shipped, ports);
    expect(own).toMatchObject({ messages: model.calls[0], recorded: { version: shipped.version, same: true } });
    const sent = own!.messages.reduce((sum, { content }) => sum + estimateTokens(content) + 4, 3);
    const counted = Object.values(own!.tokens).reduce((sum, tokens) => sum + tokens, 0);
    expect(Math.abs(counted - sent)).toBeLessThanOrEqual(20);

    const content = promptSet();
    content.sections.tone = "Brisk.";
    content.retrieval.passages = 1;
    const other = await composeTurn({ question, record }, promptVersion({ content }), ports);
    expect(other?.recorded.same).toBe(false);
    expect(other?.messages[0]?.content).toContain("Brisk.");
    expect(other?.messages.at(-1)?.content).not.toContain("22 to 35");

    const later = fixedKnowledge([{ ...charging, text: "Charge with USB-A.", hash: "other" }]);
    const now = await composeTurn({ question, record }, shipped, { ...ports, knowledge: later });
    expect(now).toMatchObject({ passages: { changed: 1, gone: 1 }, recorded: { same: false } });
    expect(now?.messages.at(-1)?.content).toContain("USB-A");
  });
});

describe("finding a past question", () => {
  const folder = temporaryFolder();
  let database: Database;
  beforeAll(async () => {
    database = openDatabase(join(folder, "questions.db"));
    const asked = ["Where is the switch?", "How do I charge it?", "where is the switch? ", "Hello"];
    for (const [at, question] of asked.entries()) {
      const route = question === "Hello" ? "small-talk" : "documentation";
      await answered(database, `q${at}`, { question, route, at, text: "The switch is under the saddle." });
    }
  });
  afterAll(() => database.db.destroy());

  const found = async (text: string) => (await readPastQuestions(database.db, text)).map(({ answerId }) => answerId);

  it("[M74] lists what the documentation was asked, newest first, each wording once", async () => {
    expect(await found("")).toEqual(["q2-answer", "q1-answer"]);
  });

  it("[M74] searches the questions, not the answers, for all words; signs alone find nothing", async () => {
    expect(await found("switch where")).toEqual(["q2-answer"]);
    expect(await found("saddle")).toEqual([]);
    expect(await found("charge switch")).toEqual([]);
    expect(await found('"* ; --')).toEqual([]);
  });
});

describe("approved turns as examples", () => {
  let database: Database;
  const knowledge = fixedKnowledge([charging, mounting]);
  const cite = (cited: typeof charging, quote: string) => [
    { marker: 1, path: cited.path, anchor: cited.anchor, title: "", heading: "", quote, source: "" },
  ];
  const recordOf = (cited: typeof charging) => ({
    passages: [{ id: cited.id, hash: cited.hash, path: cited.path, anchor: cited.anchor, heading: "", score: 1 }],
  });

  const folder = temporaryFolder();
  beforeAll(async () => {
    database = openDatabase(join(folder, "switchboard.db"));
    const desk = reviewDesk({
      database,
      anonymous: (text) => text,
      knowledge: { current: () => knowledge },
      onVerifiedChanged() {},
      onApprovedChanged() {},
      clock: () => 5,
    });
    const turns: [string, string, string, typeof charging, string][] = [
      ["c1", "charge the lamp with a cable", "With any USB-C cable [1].", charging, "any USB-C cable"],
      ["c2", "does it fit a bar of 30 mm", "It fits bars of 22 to 35 mm [1].", mounting, "22 to 35 mm"],
      ["c3", "was rejected", "No.", mounting, "22 to 35 mm"],
    ];
    for (const [id, question, text, cited, quote] of turns) {
      const answerId = await answered(database, id, {
        question,
        text,
        citations: cite(cited, quote),
        record: recordOf(cited),
      });
      await desk.review({ messageId: answerId, verdict: id === "c3" ? "rejected" : "approved" }, "ana");
    }
  });
  afterAll(() => database.db.destroy());

  const pick = async (question: string, picked: object, now = knowledge) => {
    const embedder = defaultEmbedder(projectRoot());
    const candidates = await candidatesOf(await readApprovedTurns(database.db, now), embedder);
    const [vector] = await embedder.embed([question]);
    const by = { by: "nearest" as const, answerIds: [], most: 1, tokens: 500, ...picked };
    const anonymous = (asked: string) => asked.replaceAll("lamp", "[NAME_1]");
    return pickExamples({ picked: by, question, vector: vector!, candidates, knowledge: now, anonymous });
  };

  it("[M64] [P12] are the nearest to the question, without personal data and with the passages that they cite", async () => {
    expect(await pick("can I charge with this cable", {})).toEqual({
      examples: [
        {
          answerId: "c1-answer",
          question: "charge the [NAME_1] with a cable",
          passages: [charging],
          answer: "With any USB-C cable [1].",
        },
      ],
      tokens: 500,
    });
  });

  it("[M64] are those that are named, in their order, and never the question itself", async () => {
    const named = { by: "fixed", answerIds: ["c2-answer", "c1-answer", "c3-answer"], most: 3 };
    const questions = async (question: string) => (await pick(question, named))?.examples.map((one) => one.question);

    expect(await questions("anything")).toEqual(["does it fit a bar of 30 mm", "charge the [NAME_1] with a cable"]);
    expect(await questions("charge the lamp with a cable")).toEqual(["does it fit a bar of 30 mm"]);
  });

  it("[M64] are left out once a cited passage has changed or gone", async () => {
    const reworded = { ...charging, text: "Charge with any USB-C cable, slowly.", hash: "other" };
    const later = fixedKnowledge([reworded]);

    const turns = await readApprovedTurns(database.db, later);
    expect(turns.map(({ stale }) => stale)).toEqual([true, true]);
    expect(turns.map(approvedHead)).toContainEqual({
      answerId: "c1-answer",
      question: "charge the lamp with a cable",
      answer: "With any USB-C cable [1].",
      intent: null,
      stale: true,
    });
    expect(await pick("charge", { most: 3 }, later)).toBeNull();
  });
});
