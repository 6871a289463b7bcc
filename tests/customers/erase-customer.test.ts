import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { build, collectStore, split } from "../../finetune/loop.ts";
import { discover } from "../../finetune/new-intents.ts";
import { erase } from "../../finetune/take-back.ts";
import { liveKnowledge } from "../../src/compose-answers.ts";
import { erasurePorts } from "../../src/compose-customers.ts";
import { learn } from "../../src/compose-learned.ts";
import { type Config, projectRoot, readConfig } from "../../src/config.ts";
import { caseFile } from "../../src/conversations/case-file.ts";
import { type Database, openDatabase } from "../../src/conversations/database.ts";
import { conversationsIn } from "../../src/conversations/libsql-conversation-store.ts";
import { savedViews } from "../../src/conversations/saved-views.ts";
import { CUSTOMER_PLACES, OTHER_TABLES } from "../../src/customers/customer-places.ts";
import { type CustomerErasure, eraseCustomer } from "../../src/customers/erase-customer.ts";
import { type CustomerExport, exportCustomer } from "../../src/customers/export-customer.ts";
import { findCustomer } from "../../src/customers/find-customer.ts";
import { ingest } from "../../src/ingest/ingest.ts";
import { liveAnswers } from "../../src/review/libsql-reviews.ts";
import { reviewDesk } from "../../src/review/review-desk.ts";
import { answered } from "../support/answered.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
/** A word of the customer's own that no redaction takes for personal data, and that stands nowhere else. */
const RARE = "zanzibarquilt";
const EMAIL = "zoe.quill@example.org";
const SUBJECT = "customer-4711-quill";
/** Places of which the customer's own part of the export tells. */
const TOLD = ["conversations", "messages", "answers", "ratings", "human_requests", "owner_changes"];
const ANSWER_OF_ANOTHER = "other-answer";
const PLANTED = [RARE, EMAIL, SUBJECT];

let config: Config;
let database: Database;
let exported: CustomerExport;
let erasure: CustomerErasure;
let exclusionsBefore: number;
let before: Record<string, string[]>;

/** Every file of the data folder that holds it, as bytes. */
function filesWith(text: string): string[] {
  return readdirSync(config.dataDir, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(config.dataDir, name)).isFile())
    .filter((name) => readFileSync(join(config.dataDir, name), "latin1").includes(text));
}

const conversation = async (name: string, word: string) => {
  const page = (await liveKnowledge(config)).current();
  const passage = page.page("returns.md")[0]!;
  const { id, hash, path, anchor } = passage;
  const citation = { marker: 1, path, anchor, title: passage.title, heading: "", quote: "60 days", source: "/docs/x" };
  const record = {
    history: [{ author: "customer" as const, text: `Earlier ${word}` }],
    passages: [{ id, hash, path, anchor, heading: "", score: 1 }],
    messages: [{ role: "user" as const, content: `Prompt with ${word}` }],
  };
  // Another customer's verified answer was given, and the third time staff say that it is not for this question.
  const verified = { answerId: ANSWER_OF_ANOTHER, lead: 1, threshold: 0.45 };
  const facts = { citations: [citation], record: { ...record, verified } };
  for (const [turn, question] of [`How long for a ${word}?`, `And a used ${word}?`, `Why no ${word}?`].entries()) {
    await answered(database, name, {
      question,
      text: `A ${word}: 60 days [1].`,
      turn: turn + 1,
      at: turn + 1,
      ...facts,
    });
  }
};

async function everythingAbout(name: string, word: string, email: string, subject: string): Promise<void> {
  await conversation(name, word);
  const store = conversationsIn(database);
  const files = caseFile(database);
  const notice = { messageId: `${name}-notice`, text: "Nobody is here.", offersEmail: true };
  await store.rateAnswer(name, { messageId: `${name}-answer`, verdict: "down", comment: `No ${word}` }, 9);
  await store.keepHumanRequest({ conversationId: name, reason: `About a ${word}`, at: 9, notice, queue: true });
  await store.keepEmail({
    conversationId: name,
    email,
    at: 9,
    notice: { messageId: `${name}-thanks`, text: "Thanks." },
  });
  const customer = { page: `https://shop.example/${word}`, locale: "en", subject, attributes: { plan: word } };
  await store.keepCustomer(name, customer);
  await files.addNote({ noteId: `${name}-note`, conversationId: name, staffId: "ana", text: `Wants ${word}`, at: 9 });
  await files.setLabels(name, [word]);
  await database.db
    .insertInto("shadow_drafts")
    .values({
      id: `${name}-draft`,
      conversation_id: name,
      question_id: `${name}-question`,
      outcome: "answered",
      text: `Draft ${word}`,
      citations: "[]",
      record: JSON.stringify(await store.answerRecord(`${name}-answer`)),
      created_at: 9,
    })
    .execute();

  const knowledge = await liveKnowledge(config);
  const nothing = () => {};
  const desk = reviewDesk({
    database,
    anonymous: (text) => text,
    knowledge,
    onVerifiedChanged: nothing,
    onApprovedChanged: nothing,
    clock: () => 9,
  });
  await desk.review({ messageId: `${name}-answer`, verdict: "approved" }, "ana");
  const corrected = { verdict: "corrected" as const, text: `A ${word} may come back [1].` };
  await desk.review({ messageId: `${name}-answer-2`, ...corrected }, "ana");
  await desk.review({ messageId: `${name}-answer-3`, verdict: "rejected", reason: "not-in-docs" }, "ana");
  const phrasing = { text: `Until when may a ${word} come back?`, question_id: `${name}-question`, added_at: 9 };
  await database.db
    .insertInto("verified_phrasings")
    .values({ id: `${name}-phrasing`, answer_id: ANSWER_OF_ANOTHER, ...phrasing })
    .execute();
  await database.db
    .insertInto("prompt_replay_questions")
    .values({
      replay_id: "r",
      place: name.length,
      answer_id: `${name}-answer`,
      question: `"${word}"`,
      result: `"${word}"`,
    })
    .execute();
}

beforeAll(async () => {
  mkdirSync(join(folder, "docs"));
  writeFileSync(join(folder, "docs", "returns.md"), "# Returns\n\nYou can return a kettle within 60 days.\n");
  config = readConfig({ DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: join(folder, "docs") }, projectRoot());
  await ingest({ knowledgeDir: config.KNOWLEDGE_DIR, dataDir: config.dataDir, serve: true });
  database = openDatabase(join(config.dataDir, "switchboard.db"));
  const replay = { id: "r", candidate: "a", baseline: "b", source: "last", author: "ana", judged: 0, started_at: 1 };
  await database.db
    .insertInto("prompt_replays")
    .values({ ...replay, cancelled_at: null })
    .execute();

  const others = { question: "How long at all?", text: "Sixty days.", cited: "[]", verified_at: 1, retired_at: null };
  await database.db
    .insertInto("verified_answers")
    .values({ id: ANSWER_OF_ANOTHER, ...others })
    .execute();
  await everythingAbout("gone", RARE, EMAIL, SUBJECT);
  await everythingAbout("stays", "kettledrum", "otto@example.org", "customer-1");
  await answered(database, "other", {
    question: "Shown an example?",
    record: { examples: ["gone-answer"], messages: [{ role: "system", content: `Example: how long for a ${RARE}?` }] },
  });
  await database.db
    .insertInto("staff")
    .values({ id: "ana", email: "ana@x.org", name: "Ana", role: "owner", password_hash: "", active: 1, created_at: 1 })
    .execute();
  const filters = { text: EMAIL.toUpperCase() };
  await savedViews(database).save({ viewId: "v", staffId: "ana", name: "Hers", filters, at: 1 });
  await collectStore(config);
  await build(config);
  await split(config).catch(() => null);
  await discover(config, 1).catch(() => null);
  await learn(config);
  await database.db
    .insertInto("verified_exclusions")
    .values({ id: "other-answer", answer_id: "gone-answer-2" })
    .execute();
  exclusionsBefore = (await database.db.selectFrom("verified_exclusions").selectAll().execute()).length;
  before = Object.fromEntries(PLANTED.map((word) => [word, filesWith(word)]));

  const found = await findCustomer(database.db, { conversations: [], subject: null, email: EMAIL });
  const ids = found.map(({ conversationId }) => conversationId);
  exported = await exportCustomer(database.db, config.dataDir, ids);
  // Beside the connection that a server would have open.
  const beside = openDatabase(database.file);
  const forgetLearnt = async (all: readonly string[]) => (await erase(config, all, true)).intents;
  erasure = await eraseCustomer(ids, { ...erasurePorts(config, beside, () => {}), forgetLearnt });
  await beside.db.destroy();
}, 120_000);
afterAll(() => database.db.destroy());

describe("the data of one customer", () => {
  it("[P13] is found by an e-mail address, a signed identity or a conversation, whatever the case", async () => {
    const find = async (name: object) => {
      const all = { conversations: [], subject: null, email: null, ...name };
      return (await findCustomer(database.db, all)).map(({ conversationId }) => conversationId);
    };

    expect(erasure.conversations).toEqual(["gone"]);
    expect(erasure.verifiedAnswers).toEqual([
      { conversationId: "gone", question: `And a used ${RARE}?`, text: `A ${RARE} may come back [1].`, phrasings: 0 },
    ]);
    expect(await find({ email: "OTTO@example.org" })).toEqual(["stays"]);
    expect(await find({ subject: "customer-1" })).toEqual(["stays"]);
    expect(await find({ conversations: ["other", "stays"], email: "nobody%" })).toEqual(["other", "stays"]);
    expect(await find({ email: "%" })).toEqual([]);
  });

  it("[P15] is exported from every place that holds it", () => {
    const [internal] = exported.internal.conversations;

    expect(Object.keys(internal!)).toHaveLength(1 + Object.keys(CUSTOMER_PLACES).length - TOLD.length);
    expect(internal).toMatchObject({
      notesOfTheTeam: [{ text: `Wants ${RARE}` }],
      howAnswersWereMade: expect.arrayContaining([
        { answerId: "gone-answer", record: expect.objectContaining({ messages: [expect.anything()] }) },
      ]),
      phrasingsOfVerifiedAnswers: [{ text: `Until when may a ${RARE} come back?` }],
    });
    expect(exported.learnt.map(({ file }) => file)).toContain("collected/000000-store.jsonl");
    expect(JSON.stringify(exported)).not.toContain("kettledrum");
  });

  it("[P15] tells what the customer said, was told and left in the order of time, with nothing of the team's own", () => {
    const [told] = exported.customer.conversations;

    expect(told).toMatchObject({
      conversation: "gone",
      about: { email: EMAIL, subject: SUBJECT, attributes: { plan: RARE }, page: `https://shop.example/${RARE}` },
      requestsForAPerson: [{ reason: `About a ${RARE}`, requestedAt: "1970-01-01T00:00:00.009Z" }],
    });
    expect(told!.messages.slice(0, 2)).toEqual([
      { at: "1970-01-01T00:00:00.001Z", id: "gone-question", from: "customer", text: `How long for a ${RARE}?` },
      {
        at: "1970-01-01T00:00:00.001Z",
        id: "gone-answer",
        from: "assistant",
        text: `A ${RARE}: 60 days [1].`,
        outcome: "answered",
        citations: [expect.objectContaining({ path: "returns.md" })],
        rating: expect.objectContaining({ verdict: "down", comment: `No ${RARE}` }),
      },
    ]);
    expect(JSON.stringify(exported.customer)).not.toMatch(/Wants|Draft|Prompt with|"ana"/);
    expect(JSON.stringify(exported.internal)).not.toMatch(/"ana"/);
  });

  it("[P15] knows of each table whether it holds something of a customer", async () => {
    const tables = await database.db.introspection.getTables();
    const own = tables.map(({ name }) => name).filter((name) => !/^sqlite_|^search_words_|^erased_/.test(name));

    expect([...Object.keys(CUSTOMER_PLACES), ...OTHER_TABLES]).toEqual(expect.arrayContaining(own));
  });

  it("[P13] stood in database, log, dataset and index before it was erased", () => {
    expect(before[EMAIL]).toContain("switchboard.db-wal");
    expect(before[RARE]!.join(" ")).toMatch(/finetune\/collected/);
    expect(before[RARE]!.join(" ")).toMatch(/knowledge\//);
  });

  it.each(PLANTED)("[P13] stands in no byte of the data folder afterwards: %s", (word) => {
    expect(filesWith(word)).toEqual([]);
  });

  it("[P13] leaves no question behind that a verified answer was kept from, nor one that is kept from theirs", async () => {
    const rows = await database.db.selectFrom("verified_exclusions").selectAll().orderBy("id").execute();
    const excluded = (await liveAnswers(database.db)).flatMap((answer) => answer.excluded ?? []);

    expect(exclusionsBefore).toBe(5);
    expect(rows).toEqual([
      { id: "stays-answer-2", answer_id: ANSWER_OF_ANOTHER },
      { id: "stays-answer-3", answer_id: ANSWER_OF_ANOTHER },
    ]);
    expect(excluded).toEqual([
      { id: "stays-answer-2", text: "And a used kettledrum?" },
      { id: "stays-answer-3", text: "Why no kettledrum?" },
    ]);
  });

  it("[P13] leaves what is other people's", async () => {
    const store = conversationsIn(database);

    expect((await store.timeline("stays", 0)).entries.length).toBeGreaterThan(5);
    expect(await database.db.selectFrom("verified_answers").select("id").execute()).toEqual([
      { id: ANSWER_OF_ANOTHER },
      { id: "stays-answer-2" },
    ]);
    expect(await database.db.selectFrom("verified_phrasings").select("id").execute()).toEqual([
      { id: "stays-phrasing" },
    ]);
    expect((await store.answerRecord("other-answer"))!).toMatchObject({ messages: [], examples: [] });
    expect(filesWith("kettledrum").length).toBeGreaterThan(0);
    expect(await database.db.selectFrom("audit_log").selectAll().execute()).toMatchObject([
      { action: "customer-erased", conversation_id: "gone", staff_id: null, detail: "" },
    ]);
  });
});
