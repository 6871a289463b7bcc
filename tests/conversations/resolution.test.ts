import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { type Database, openDatabase } from "../../src/conversations/database.ts";
import { findMessages } from "../../src/conversations/find-messages.ts";
import { conversationsIn } from "../../src/conversations/libsql-conversation-store.ts";
import { readingConnection } from "../../src/conversations/libsql-database.ts";
import { OVER_AFTER_MS } from "../../src/conversations/resolution.ts";
import { answered } from "../support/answered.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const START = 1_700_000_000_000;
const folder = temporaryFolder();
let files = 0;
let database: Database;
beforeEach(() => {
  database = openDatabase(join(folder, `${files++}.db`));
});
afterEach(() => database.db.destroy());

const store = () => conversationsIn(database);
const asked = (question: string, turn: Partial<Parameters<typeof answered>[2]> = {}) =>
  answered(database, "ana", { question, at: START, ...turn });
const rated = (messageId: string, verdict: "up" | "down") =>
  store().rateAnswer("ana", { messageId, verdict }, START + 1);

function resolution(now = START + 10 * OVER_AFTER_MS): string | undefined {
  const job = { filter: { rows: "conversations", order: "newest" } as const, after: null, limit: 10, now };
  const reading = readingConnection(database.file);
  const { items } = findMessages(reading, job);
  reading.close();
  return items[0]?.resolution;
}

async function humanAsked(queue: boolean) {
  const notice = { messageId: "notice", text: "Somebody will come.", offersEmail: false };
  await store().keepHumanRequest({ conversationId: "ana", reason: null, at: START + 2, notice, queue });
}

describe("how a conversation ended", () => {
  it("[O1] is open until a day has passed, or staff close it", async () => {
    await asked("Where is it?");
    expect(resolution(START + OVER_AFTER_MS - 1)).toBe("open");
    expect(resolution(START + OVER_AFTER_MS)).toBe("assumed");

    await store().changeOwner("ana", "closed", START);
    expect(resolution(START + 1)).toBe("assumed");
  });

  it("[O1] is open as long as a person owes a reply, and handed off then", async () => {
    await asked("Where is it?");
    await humanAsked(true);
    expect(resolution()).toBe("open");

    await store().changeOwner("ana", "closed", START + 3);
    expect(resolution()).toBe("handed-off");
  });

  it("[O2] is handed off where a person was asked for, although nobody came and the answer was liked", async () => {
    await rated(await asked("Where is it?"), "up");
    await humanAsked(false);
    expect(resolution()).toBe("handed-off");
  });

  it("[O2] is handed off where the question itself asked for a person", async () => {
    await asked("A person please", { outcome: "handed-off", route: "person" });
    await asked("Where is it, then?", { turn: 2 });
    expect(resolution()).toBe("handed-off");
  });

  it.each(["no-answer", "refused", "failed"] as const)("[O3] is unanswered when it ended with %s", async (outcome) => {
    await rated(await asked("Do you sell boats?", { outcome }), "down");
    expect(resolution()).toBe("unanswered");
  });

  it("[O4] is abandoned after a thumbs-down", async () => {
    await rated(await asked("Where is it?"), "down");
    expect(resolution()).toBe("abandoned");
  });

  it("[O4] is abandoned where the customer stopped the answer", async () => {
    await asked("Where is it?", { outcome: "stopped" });
    expect(resolution()).toBe("abandoned");
  });

  it("[O4] is abandoned where only courtesies were exchanged", async () => {
    await asked("Hello", { route: "small-talk" });
    expect(resolution()).toBe("abandoned");
  });

  it("[A37] is unanswered where the customer says that the last answer was of no use", async () => {
    await asked("Where is it?");
    const said = { question: "That did not help", outcome: "no-answer", route: "small-talk" } as const;
    await answered(database, "ana", { ...said, at: START + 1, turn: 2 });
    expect(resolution()).toBe("unanswered");
  });

  it("[O5] is reopened where the customer came back a day later, however it ended well then", async () => {
    await asked("Where is it?");
    const answerId = await answered(database, "ana", { question: "Still?", at: START + OVER_AFTER_MS, turn: 2 });
    expect(resolution()).toBe("reopened");
    await rated(answerId, "up");
    expect(resolution()).toBe("reopened");
  });

  it("[O6] is confirmed by a thumbs-up on the last answer, which thanks leave as it is", async () => {
    const first = await asked("Where is it?");
    await rated(first, "up");
    await answered(database, "ana", { question: "Thanks", route: "small-talk", at: START + 1, turn: 2 });
    expect(resolution()).toBe("confirmed");

    await answered(database, "ana", { question: "And when?", at: START + 2, turn: 3 });
    expect(resolution()).toBe("assumed");
    await rated(first, "up");
    expect(resolution()).toBe("assumed");
  });
});
