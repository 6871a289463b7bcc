import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { type Database, openDatabase } from "../../src/conversations/database.ts";
import type { Considered, SimilarQuestions, VerifiedAnswersView } from "../../src/protocol/review.ts";
import type { StaffReply, StaffRequest, StaffRoute } from "../../src/server/staff-api.ts";
import type { SignedIn } from "../../src/staff/staff-desk.ts";
import { answered } from "../support/answered.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { passage } from "../support/passage.ts";
import { reviewing } from "../support/reviewing.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
let opened = 0;
let database: Database;
let routes: StaffRoute[];
let log: string[][];
let now: number;

type Asked = { as?: string } & Partial<Pick<StaffRequest<null>, "params" | "body">>;
function call(method: string, path: string, { as = "ana", ...asked }: Asked = {}): Promise<StaffReply> {
  const request = { caller: { address: "", userAgent: "" }, params: {}, query: {}, body: {}, baseUrl: "" };
  const who = { member: { staffId: as } } as SignedIn;
  const route = routes.find((one) => one.method === method && one.path === path)!;
  return route.handle({ ...request, cookies: () => null, ...asked, who });
}
const json = async <Value>(said: Promise<StaffReply>) => ((await said) as { json: Value }).json;

const view = async () => (await json<VerifiedAnswersView>(call("get", "/verified-answers"))).answers;
const questionsOf = async (id: string) => (await view()).find((one) => one.id === id)?.questions;
const add = (id: string, body: object) => call("post", "/verified-answers/:id/phrasings", { params: { id }, body });
const remove = (phrasingId: string) => call("delete", "/phrasings/:phrasingId", { params: { phrasingId } });
const tried = (text: string) => json<Considered>(call("post", "/tried-questions", { body: { text } }));

async function corrected(name: string, question: string, text: string, as = "ana"): Promise<string> {
  const messageId = await answered(database, name, { question, at: ++now });
  await call("post", "/reviews", { as, body: { messageId, verdict: "corrected", text } });
  return messageId;
}

beforeEach(() => {
  now = 0;
  log = [];
  database = openDatabase(join(folder, `${++opened}.db`));
  routes = reviewing(database, fixedKnowledge([]), () => ++now, log);
});
afterEach(() => database.db.destroy());

describe("the first phrasing of a verified answer", () => {
  it("[J28] is kept without the customer's personal data, also when the answer is corrected again", async () => {
    const written = "Who pays for my suitcase? My email is rosa@example.com";
    const id = await corrected("c1", written, "We do.");
    expect(await questionsOf(id)).toEqual([{ text: "Who pays for my suitcase?", phrasingId: null }]);
    expect(await tried("Who pays for my suitcase?")).toMatchObject({ served: true, answerId: id, verbatim: true });

    // As an earlier version kept it.
    await database.db.updateTable("verified_answers").set({ question: written }).execute();
    await call("post", "/reviews", { as: "ana", body: { messageId: id, verdict: "corrected", text: "We do, all." } });
    const kept = await database.db.selectFrom("verified_answers").select("question").execute();
    expect(kept).toEqual([{ question: "Who pays for my suitcase?" }]);
  });
});

describe("further phrasings of a verified answer", () => {
  it("[J19] serve from the next question on, and no more once they are removed", async () => {
    const refund = await corrected("c1", "How long does a refund take?", "Five days.");
    const other = "Where are my euros, please?";
    expect(await tried(other)).toMatchObject({ served: false });

    expect(await add(refund, { text: `  ${other} ` })).toEqual({ json: { ok: true, text: other } });
    expect(await tried("where are my EUROS please")).toMatchObject({ served: true, answerId: refund, verbatim: true });

    const [own, added] = (await questionsOf(refund))!;
    expect(own).toEqual({ text: "How long does a refund take?", phrasingId: null });
    expect(await remove(added!.phrasingId!)).toEqual({ json: { ok: true } });
    expect(await tried(other)).toMatchObject({ served: false });
    expect(await remove(added!.phrasingId!)).toMatchObject({ refused: "not-found" });
    expect(log).toEqual([
      ["ana", "add-phrasing", refund, ""],
      ["ana", "remove-phrasing", refund, ""],
    ]);
  });

  it("[J19] hold no personal data", async () => {
    const refund = await corrected("c1", "How long does a refund take?", "Five days.");
    const asked = await answered(database, "c2", { question: "Was zoe@example.org paid back?" });

    await add(refund, { text: "I am otto@example.org, where is my money?" });
    await add(refund, { questionId: asked.replace("answer", "question") });

    expect((await questionsOf(refund))!.map(({ text }) => text)).toEqual([
      "How long does a refund take?",
      "I am [EMAIL_1] where is my money?",
      "Was [EMAIL_1] paid back?",
    ]);
  });

  it("[J19] are added once; words of another answer, no words and what is not there are refused", async () => {
    const refund = await corrected("c1", "How long does a refund take?", "Five days.");
    const address = await corrected("c2", "Can I change the address?", "Until it is packed.");
    await add(refund, { text: "Money back when?" });
    await add(refund, { text: "money back, when" });
    await Promise.all([add(refund, { text: "Paid back by?" }), add(refund, { text: "Paid back by?" })]);
    await add(refund, { text: "how long does a refund take" });

    expect(await questionsOf(refund)).toHaveLength(3);
    expect(await add(refund, { text: "can i change the address" })).toMatchObject({ refused: "conflict" });
    expect(await add(address, { text: "MONEY BACK WHEN" })).toMatchObject({ refused: "conflict" });
    expect(await add(refund, { text: "?!" })).toMatchObject({ refused: "invalid" });
    expect(await add(refund, { text: " " })).toMatchObject({ refused: "invalid" });
    expect(await add(refund, { text: "a\u0000b" })).toMatchObject({ refused: "invalid" });
    expect(await add(refund, { text: "x".repeat(1_001) })).toMatchObject({ refused: "invalid" });
    expect(await add(refund, {})).toMatchObject({ refused: "invalid" });
    expect(await add("none", { text: "Anything?" })).toMatchObject({ refused: "not-found" });
    expect(await add(refund, { questionId: "none" })).toMatchObject({ refused: "not-found" });
    expect(log.map(([, action]) => action)).toEqual(["add-phrasing", "add-phrasing"]);
  });

  it("[J19] at most a hundred are kept of an answer", async () => {
    const refund = await corrected("c1", "How long does a refund take?", "Five days.");
    const row = { answer_id: refund, question_id: null, added_at: 1 };
    const rows = Array.from({ length: 99 }, (_, at) => ({ ...row, id: `p${at}`, text: `Wording number ${at}` }));
    await database.db.insertInto("verified_phrasings").values(rows).execute();

    expect(await add(refund, { text: "One too many?" })).toMatchObject({ refused: "invalid" });
  });

  it("[J19] outlive a changed correction and a disagreement, and go with the answer", async () => {
    const refund = await corrected("c1", "How long does a refund take?", "Five days.");
    await add(refund, { text: "Money back when?" });
    const verdict = (as: string, more: object) =>
      call("post", "/reviews", { as, body: { messageId: refund, ...more } });

    await verdict("ana", { verdict: "corrected", text: "Six days." });
    expect(await view()).toMatchObject([{ text: "Six days.", questions: [{}, { text: "Money back when?" }] }]);

    await verdict("ben", { verdict: "approved" });
    expect(await view()).toEqual([]);
    const word = { params: { answerId: refund }, body: { verdict: "corrected", text: "A week." }, as: "olga" };
    await call("put", "/reviews/:answerId", word);
    expect(await view()).toMatchObject([{ text: "A week.", questions: [{}, { text: "Money back when?" }] }]);

    await call("put", "/reviews/:answerId", { ...word, body: { verdict: "approved" } });
    expect(await database.db.selectFrom("verified_phrasings").selectAll().execute()).toEqual([]);
  });
});

describe("a question that is tried against the verified answers", () => {
  it("[J20] says whether it would be served, by what lead, and which answer competes", async () => {
    const refund = await corrected("c1", "How long does a refund take?", "Five days.");
    const address = await corrected("c2", "How long does a change of address take?", "A day.");

    const near = await tried("How long does a refund or a change of address take?");
    expect(near).toMatchObject({ answerId: refund, rival: address, threshold: 0.45, stale: false, verbatim: false });
    expect(near).toMatchObject({ served: false });
    expect(await tried("What is the capital of France?")).toMatchObject({ served: false, rival: null });
    expect(await tried("How long does a change take?")).toMatchObject({
      served: false,
      answerId: address,
      rival: null,
    });
    expect(await tried("Hello!")).toMatchObject({ served: false, courtesy: true, answerId: null });
    expect(await call("post", "/tried-questions", { body: { text: "" } })).toMatchObject({ refused: "invalid" });
  });

  it("[J20] says that an answer is stale", async () => {
    const cited = JSON.stringify([{ passageId: "gone", hash: "" }]);
    const refund = await corrected("c1", "How long does a refund take?", "Five days.");
    await database.db.updateTable("verified_answers").set({ cited }).execute();
    routes = reviewing(database, fixedKnowledge([]), () => ++now);

    expect(await tried("How long does a refund take?")).toMatchObject({ served: false, stale: true, answerId: refund });
  });
});

describe("questions that a verified answer may be meant for, too", () => {
  const similar = (id: string) =>
    json<SimilarQuestions>(call("get", "/verified-answers/:id/similar-questions", { params: { id } }));

  it("[J21] are what customers asked and are not given it yet, nearest first, without personal data", async () => {
    const asked = [
      "Refund to grandma zoe@example.org, when?",
      "refund to grandma zoe@example.org when",
      "What is the capital of France?",
    ];
    for (const [at, question] of asked.entries()) await answered(database, `a${at}`, { question, at: ++now });
    const refund = await corrected("c1", "When will I get my refund?", "Five days.");

    expect((await similar(refund)).questions).toEqual([
      { questionId: "a1-question", text: "refund to grandma [EMAIL_1] when" },
    ]);
    await add(refund, { questionId: "a1-question" });
    expect(await similar(refund)).toEqual({ questions: [] });
    expect(await similar("none")).toEqual({ questions: [] });
  });

  it('[J21] leaves out what another topic of the documentation, a count of time or a "not" makes another question', async () => {
    const texts = ["A kayak costs £9.", "The deposit is £50.", "A tent is light.", "Dogs are welcome."];
    const passages = texts.map((text, at) => passage({ path: `${at}.md`, text }));
    routes = reviewing(database, fixedKnowledge(passages), () => ++now, log);
    const asked = [
      "How much is the deposit for a kayak for a day?",
      "How much is a kayak for a week?",
      "How much is a kayak for a day if I do not paddle?",
      "How much would grandma pay for a kayak for a day?",
    ];
    for (const [at, question] of asked.entries()) await answered(database, `a${at}`, { question, at: ++now });
    const kayak = await corrected("c1", "How much is a kayak for a day?", "Nine pounds.");

    expect((await similar(kayak)).questions.map(({ text }) => text)).toEqual([asked[3]]);
  });
});

describe("a question that staff said a verified answer is not for", () => {
  const question = "How long does a refund take?";
  const rejects = (messageId: string, verdict = "rejected", more = {}) =>
    call("post", "/reviews", { body: { messageId, verdict, ...more } });
  async function served(asked: string) {
    const refund = await corrected("c1", question, "Five days.");
    const verified = { answerId: refund, lead: 1, threshold: 0.45 };
    return { refund, turn: await answered(database, "s", { question: asked, at: ++now, record: { verified } }) };
  }

  it("[J23] is not given it any more, nor what is nearer to it, until the verdict is taken back", async () => {
    const asked = "How long will the refunds take?";
    const { refund, turn } = await served(asked);
    expect(await tried(asked)).toMatchObject({ served: true });

    await rejects(turn);
    expect(await tried(asked)).toMatchObject({ served: false, excluded: true });
    expect(await tried("how long will the REFUNDS take, please")).toMatchObject({ served: false, excluded: true });
    expect(await tried(question)).toMatchObject({ served: true });
    expect((await view())[0]!.excluded).toEqual([{ id: turn, text: asked }]);
    expect(await add(refund, { text: asked.toLowerCase() })).toMatchObject({ refused: "conflict" });

    await call("delete", "/reviews/:answerId", { params: { answerId: turn } });
    expect(await tried(asked)).toMatchObject({ served: true, excluded: false });
  });

  it("[J23] also in the words of a phrasing; staff take it back, as the log says; another correction serves", async () => {
    const { refund, turn } = await served(question);
    await rejects(turn);
    expect(await tried(question)).toMatchObject({ served: false, verbatim: true, excluded: true });

    const readmit = () => call("delete", "/exclusions/:id", { params: { id: turn } });
    expect(await readmit()).toEqual({ json: { ok: true } });
    expect(await readmit()).toMatchObject({ refused: "not-found" });
    expect(log).toEqual([["ana", "remove-exclusion", refund, ""]]);
    expect(await tried(question)).toMatchObject({ served: true });

    await rejects(turn, "corrected", { text: "A week." });
    expect(await tried(question)).toMatchObject({ served: true, answerId: turn });
  });

  it("[J25] courtesies and requests for a person are refused as phrasings, with the reason", async () => {
    const refund = await corrected("c1", question, "Five days.");
    const greeting = expect.stringContaining("Greetings");
    expect(await add(refund, { text: "Hello!" })).toMatchObject({ refused: "invalid", message: greeting });
    expect(await add(refund, { text: "Can I talk to a human?" })).toMatchObject({ refused: "invalid" });
  });
});
