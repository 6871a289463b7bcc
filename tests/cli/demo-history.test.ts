import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { writeDemoHistory } from "../../src/cli/demo-history.ts";
import { writeRealConversations } from "../../src/cli/demo-real.ts";
import { projectRoot } from "../../src/config.ts";
import { openDatabase } from "../../src/conversations/database.ts";
import { conversationsIn } from "../../src/conversations/libsql-conversation-store.ts";
import { insights } from "../../src/insights/insights.ts";
import { answerOf } from "../support/scripted-answers.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const NOW = Date.UTC(2026, 10, 23);
const DAY = 86_400_000;
const folder = temporaryFolder();
const database = openDatabase(join(folder, "switchboard.db"));
const figures = insights({
  file: database.file,
  root: projectRoot(),
  prices: { currency: "USD", perMillion: new Map() },
  clock: () => NOW,
});
afterAll(async () => {
  await figures.close();
  await database.db.destroy();
});

describe("the demonstration's real conversations", () => {
  it("[E13] wait, are talked to and are over, with who said what, and are written once", async () => {
    const other = openDatabase(join(folder, "other.db"));
    const store = conversationsIn(other);
    const answerQuestion = async (question: Parameters<typeof answerOf>[1]) => answerOf("Perhaps.", question);
    const ports = { store, answerQuestion, staffId: "ana", now: NOW };

    expect(await writeRealConversations(ports)).toBe(3);
    expect(await writeRealConversations(ports)).toBe(0);
    const kept = await other.db
      .selectFrom("conversations")
      .select(["owner", "assignee", "subject", "last_at"])
      .execute();
    expect(kept.map(({ owner, assignee }) => [owner, assignee]).sort()).toEqual([
      ["closed", null],
      ["human", "ana"],
      ["queued", null],
    ]);
    expect(kept.every(({ subject, last_at }) => subject !== null && last_at < NOW)).toBe(true);
    expect(await store.openAnswers()).toEqual([]);
    await store.close();
  });
});

describe("the demonstration's past", () => {
  it("[E11] has sixty days with every way of ending, gaps and intents, and is written once", async () => {
    const answerQuestion = async (question: Parameters<typeof answerOf>[1]) => {
      const outcome = /invoice|phone|trial/i.test(question.text) ? ("no-answer" as const) : ("answered" as const);
      return { ...answerOf(`About ${question.text}`, question), outcome };
    };
    const ports = { store: conversationsIn(database), answerQuestion, staffId: "ana", now: NOW };

    const written = await writeDemoHistory(ports);
    expect(written).toBeGreaterThan(300);
    expect(await writeDemoHistory(ports)).toBe(0);

    const view = (await figures.read({ edges: [NOW - 61 * DAY, NOW - 31 * DAY, NOW] }))!;
    expect(view.conversations.count).toBe(written);
    expect(Object.keys(view.resolutions).sort()).toEqual(
      ["abandoned", "assumed", "confirmed", "handed-off", "open", "reopened", "unanswered"].sort(),
    );
    expect(view.spans.map(({ resolutions }) => Object.keys(resolutions).length > 4)).toEqual([true, true]);
    expect(view.channels).toEqual(["www.lamp.example", "app.lamp.example"]);
    expect(view.intents.length).toBeGreaterThan(10);
    expect((await figures.gaps({}))!.length).toBeGreaterThan(2);
  }, 60_000);
});
