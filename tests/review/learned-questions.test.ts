import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import { type Database, openDatabase } from "../../src/conversations/database.ts";
import { learnedQuestions } from "../../src/review/learned-questions.ts";
import { reviewDesk } from "../../src/review/review-desk.ts";
import { type Answered, answered } from "../support/answered.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { passage } from "../support/passage.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const returns = passage({ path: "returns.md", anchor: "how-long", text: "You can return a bicycle within 30 days." });
const fees = passage({ path: "returns.md", anchor: "fees", text: "Returning is free." });
const citation = {
  marker: 1,
  path: "returns.md",
  anchor: "how-long",
  title: "Returns",
  heading: "",
  quote: "within 30 days",
  source: "/docs/returns.md",
};
const retrieved = [returns, fees].map(({ id, hash, path, anchor }) => ({
  id,
  hash,
  path,
  anchor,
  heading: "",
  score: 1,
}));
const TURN: Answered = { question: "How long?", citations: [citation], record: { passages: retrieved } };

const folder = temporaryFolder();
const databases: Database[] = [];
afterEach(async () => {
  for (const { db } of databases.splice(0)) await db.destroy();
});

function office() {
  const database = openDatabase(join(folder, `${crypto.randomUUID()}.db`));
  databases.push(database);
  const nothing = () => {};
  let now = 0;
  const desk = reviewDesk({
    database,
    anonymous: (text) => text,
    knowledge: { current: () => fixedKnowledge([returns, fees]) },
    onVerifiedChanged: nothing,
    onApprovedChanged: nothing,
    clock: () => now++,
  });
  const approve = (messageId: string) => desk.review({ messageId, verdict: "approved" }, "ana");
  const learned = async (anonymous = (texts: readonly string[]) => texts) =>
    Object.fromEntries(await learnedQuestions(database.db, anonymous));
  return { database, desk, approve, learned };
}

describe("what is learnt for the search", () => {
  it("[R20] is the question of an approved turn, for the passages that its answer cites", async () => {
    const { database, approve, learned } = office();
    await approve(await answered(database, "c1", TURN));

    expect(await learned()).toEqual({ [returns.id]: ["How long?"] });
  });

  it("[R20] is the question of a correction, for the passages that the correction cites, until it is retired", async () => {
    const { database, desk, learned } = office();
    const id = await answered(database, "c1", TURN);
    await desk.review({ messageId: id, verdict: "corrected", text: "30 days [1]." }, "ana");
    expect(await learned()).toEqual({ [returns.id]: ["How long?"] });

    await desk.retire(id, "ana");
    expect(await learned()).toEqual({});
  });

  it("[R20] is forgotten with the verdict, with its rejection and with the conversation", async () => {
    const { database, desk, approve, learned } = office();
    const undone = await answered(database, "c1", TURN);
    const rejected = await answered(database, "c2", TURN);
    const erased = await answered(database, "c3", TURN);
    for (const id of [undone, rejected, erased]) await approve(id);

    await desk.undo(undone, "ana");
    await desk.review({ messageId: rejected, verdict: "rejected" }, "ana");
    await database.db.deleteFrom("answers").where("id", "=", erased).execute();

    expect(await learned()).toEqual({});
  });

  it("[R20] holds no personal data, and each question once", async () => {
    const { database, approve, learned } = office();
    for (const name of ["c1", "c2"]) await approve(await answered(database, name, { ...TURN, question: "I am Ana" }));

    const anonymous = (texts: readonly string[]) => texts.map((text) => text.replace("Ana", "[NAME_1]"));
    expect(await learned(anonymous)).toEqual({ [returns.id]: ["I am  "] });
  });

  it("[R20] is no follow-up, and of many questions the newest", async () => {
    const { database, approve, learned } = office();
    const understood = { text: "And how long?", topic: "bicycle" };
    await approve(await answered(database, "c0", { ...TURN, record: { passages: retrieved, understood } }));
    expect(await learned()).toEqual({});

    for (let at = 1; at <= 20; at++) {
      await approve(await answered(database, `c${at}`, { ...TURN, question: `Question ${at}` }));
    }
    const questions = (await learned())[returns.id]!;
    expect(questions).toHaveLength(15);
    expect(questions.at(-1)).toBe("Question 20");
  });
});
