import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { examplesOf } from "../../finetune/build/examples-of.ts";
import { collected } from "../../finetune/collect.ts";
import { collectStore, folderOf } from "../../finetune/loop.ts";
import { type Config, projectRoot, readConfig } from "../../src/config.ts";
import { type Database, openDatabase } from "../../src/conversations/database.ts";
import type { Outcome } from "../../src/protocol/conversation.ts";
import { reviewDesk } from "../../src/review/review-desk.ts";
import { answered } from "../support/answered.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { passage } from "../support/passage.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const returns = passage({ path: "returns.md", anchor: "how-long", text: "You can return a bicycle within 30 days." });
const config: Config = readConfig({ DATA_DIR: join(temporaryFolder(), "data") }, projectRoot());
let database: Database;

async function staffWrote(conversation: string, text: string, draft: string, outcome: Outcome = "answered") {
  const { db } = database;
  const question = await db
    .selectFrom("messages")
    .select("id")
    .where("conversation_id", "=", conversation)
    .executeTakeFirstOrThrow();
  const id = `staff-${conversation}`;
  await db
    .insertInto("messages")
    .values({
      id,
      conversation_id: conversation,
      cursor: 90,
      author: "staff",
      text,
      created_at: 5_000,
      staff_id: "ana",
    })
    .execute();
  const facts = { outcome, citations: "[]", record: "{}", created_at: 4_000, reply_id: id } as const;
  await db
    .insertInto("shadow_drafts")
    .values({
      id: `draft-${conversation}`,
      conversation_id: conversation,
      question_id: question.id,
      text: draft,
      ...facts,
    })
    .execute();
}

beforeAll(async () => {
  expect(await collectStore(config)).toBeNull();
  mkdirSync(config.dataDir);
  database = openDatabase(join(config.dataDir, "switchboard.db"));
  const knowledge = { current: () => fixedKnowledge([returns]) };
  const desk = reviewDesk({
    database,
    anonymous: (text) => text,
    knowledge,
    onVerifiedChanged: () => {},
    onApprovedChanged: () => {},
    clock: () => 1_000,
  });

  const approved = await answered(database, "approved", { question: "How long? I am anna.lind@example.com" });
  await desk.review({ messageId: approved, verdict: "approved", intent: "returns" }, "ana");
  const corrected = await answered(database, "corrected", { question: "Until when?" });
  await desk.review({ messageId: corrected, verdict: "corrected", text: "For 30 days.", intent: "returns" }, "ana");
  const rejected = await answered(database, "rejected", { question: "And then?" });
  await desk.review({ messageId: rejected, verdict: "rejected", reason: "wrong" }, "ana");
  await database.db
    .insertInto("ratings")
    .values({ answer_id: approved, verdict: "down", comment: null, rated_at: 2_000 })
    .execute();
  await answered(database, "unreviewed", { question: "Hello there" });
  await answered(database, "taken-over", { question: "Is anybody there?" });
  await staffWrote("taken-over", "Yes, I am.", "No.");
  await answered(database, "not-found", { question: "Is it blue?" });
  await staffWrote("not-found", "It is red.", "I could not find this. Would you like a person?", "no-answer");
  await database.db
    .updateTable("conversations")
    .set({ subject: "7", attributes: JSON.stringify({ tier: "free", seats: "3" }) })
    .where("id", "=", "corrected")
    .execute();
  await collectStore(config);
});
afterAll(() => database.db.destroy());

const examples = () => collected(folderOf(config, "collected")).flatMap(examplesOf);
const exampleOf = (conversation: string) => examples().filter((one) => one.conversation === conversation);

describe("collecting from the store", () => {
  it("[F12] takes verdicts with their intents, and whose turn they were about", () => {
    expect(exampleOf("approved")).toMatchObject([{ verdict: "approved", intent: "returns", turn: 0 }]);
    expect(exampleOf("corrected")).toMatchObject([{ verdict: "corrected", completion: "For 30 days.", weight: 1 }]);
    expect(exampleOf("rejected")).toMatchObject([{ verdict: "rejected", completion: null }]);
    expect(exampleOf("unreviewed")).toMatchObject([{ verdict: "unreviewed", completion: null, weight: 0 }]);
  });

  it("[N3, F12] knows the customer's tier where the signed identity claims one, and nothing else of it", () => {
    expect(exampleOf("corrected")).toMatchObject([{ groups: { language: null, channel: null, tier: "free" } }]);
    expect(exampleOf("approved")[0]?.groups).toEqual({ language: null, channel: null });
  });

  it("[F12] believes an answer half that the customer was not helped by", () => {
    expect(exampleOf("approved")).toMatchObject([{ weight: 0.5 }]);
  });

  it("[F12] prefers what staff wrote to the bot's draft", () => {
    expect(exampleOf("taken-over")).toMatchObject([
      { verdict: "written", completion: "Yes, I am.", rejected: "No.", weight: 0.5 },
    ]);
  });

  it("[F12] prefers it to nothing where the bot found nothing", () => {
    const [written] = exampleOf("not-found");
    expect(written).toMatchObject({ verdict: "written", completion: "It is red." });
    expect(written?.rejected ?? null).toBeNull();
  });

  it("[F3] [F12] writes no personal data of the store", () => {
    const folder = folderOf(config, "collected");
    const written = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));

    expect(written.join("")).toContain("[EMAIL_1]");
    expect(written.join("")).not.toContain("anna.lind");
  });

  it("[F12] comes to the same when it is run again, and leaves the database as it was", async () => {
    const before = examples();
    await collectStore(config);

    expect(examples()).toEqual(before);
    expect(existsSync(join(config.dataDir, "switchboard.db"))).toBe(true);
  });

  it("[F12] forgets a conversation that the store no longer has", async () => {
    await database.db.deleteFrom("conversations").where("id", "=", "unreviewed").execute();
    await collectStore(config);

    expect(exampleOf("unreviewed")).toEqual([]);
  });
});
