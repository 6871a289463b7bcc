import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { ENDINGS, retentionDaysOf } from "../../src/config-lists.ts";
import { type Database, openDatabase } from "../../src/conversations/database.ts";
import { conversationsIn } from "../../src/conversations/libsql-conversation-store.ts";
import { retention } from "../../src/customers/retention.ts";
import { RESOLUTIONS } from "../../src/protocol/conversation.ts";
import { answered } from "../support/answered.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const DAY = 24 * 60 * 60 * 1_000;
const NOW = 1_000 * DAY;
const folder = temporaryFolder();

let database: Database;
let times = 0;
let overwritten: number;
beforeEach(() => {
  database = openDatabase(join(folder, `${times++}.db`));
  overwritten = 0;
});
afterEach(() => database.db.destroy());

/** `days` ago, ended as `outcome` says. */
const talked = (name: string, days: number, outcome: "answered" | "no-answer" = "answered") =>
  answered(database, name, { question: `Question of ${name}, anna@example.org`, outcome, at: NOW - days * DAY });

const left = async () => {
  const rows = await database.db.selectFrom("conversations").select("id").orderBy("id").execute();
  return rows.map(({ id }) => id);
};

/** One round of the job, at `now`; what it would wait for comes at once. */
function purge(setting: string, erase = conversationsIn(database).erase): Promise<number> {
  return new Promise((resolve, reject) => {
    const job = retention({
      db: database.db,
      store: { erase },
      days: retentionDaysOf(setting).days,
      anonymous: (question) => question.replace("anna@example.org", "[EMAIL_1]"),
      overwrite: async () => {
        overwritten += 1;
      },
      timers: {
        after(ms, run) {
          if (ms < DAY) setImmediate(run);
          return () => {};
        },
      },
      clock: () => NOW,
      onPurged: (purged) => void job.stop().then(() => resolve(purged)),
      onFault: reject,
    });
    job.start();
  });
}

describe("RETENTION_DAYS", () => {
  it("[P14] names days for every ending, or for some; what says nothing is wrong", () => {
    const every = Object.fromEntries(ENDINGS.map((ending) => [ending, 365]));

    expect(retentionDaysOf("")).toEqual({ days: {}, wrong: [] });
    expect(retentionDaysOf("365")).toEqual({ days: every, wrong: [] });
    expect(retentionDaysOf(" 365, unanswered = 90,handed-off=730 ")).toEqual({
      days: { ...every, unanswered: 90, "handed-off": 730 },
      wrong: [],
    });
    expect(retentionDaysOf("unanswered=90")).toEqual({ days: { unanswered: 90 }, wrong: [] });
    for (const wrong of ["0", "-1", "1.5", "abc", "open=3", "unanswered=", "=3", "100000", "__proto__=3"]) {
      expect([wrong, retentionDaysOf(wrong).wrong]).toEqual([wrong, [expect.stringContaining(`"${wrong}"`)]]);
    }
    expect(retentionDaysOf("90, 365, unanswered=1, unanswered=2").wrong).toEqual([
      expect.stringMatching(/all other endings twice.*"365"/),
      expect.stringMatching(/unanswered twice.*"unanswered=2"/),
    ]);
    expect(retentionDaysOf("100000").wrong).toEqual([expect.stringMatching(/at most 99999 days/)]);
    expect(["open", ...ENDINGS].sort()).toEqual([...RESOLUTIONS].sort());
  });
});

describe("the purge", () => {
  it("[P14] erases what has been over for longer than its ending is kept, to the day", async () => {
    for (const days of [89, 90, 364, 365, 900]) await talked(`answered-${days}`, days);
    for (const days of [89, 90, 364]) await talked(`unanswered-${days}`, days, "no-answer");

    expect(await purge("365, unanswered=90")).toBe(4);
    expect(await left()).toEqual(["answered-364", "answered-89", "answered-90", "unanswered-89"]);
    expect(overwritten).toBe(1);
  });

  it("[P14] leaves whoever waits for a person, however long", async () => {
    await talked("waits", 900);
    const notice = { messageId: "n", text: "Somebody comes.", offersEmail: false };
    const request = { conversationId: "waits", reason: null, at: NOW - 900 * DAY, notice, queue: true };
    await conversationsIn(database).keepHumanRequest(request);

    expect(await purge("1")).toBe(0);
    expect(await left()).toEqual(["waits"]);
    expect(overwritten).toBe(0);
  });

  it("[P14] leaves a conversation to which its customer comes back at the last moment", async () => {
    await talked("back", 400);
    const store = conversationsIn(database);
    const erase: typeof store.erase = async (id, erasure) => {
      await answered(database, "back", { question: "Hello again", turn: 2, at: NOW });
      return store.erase(id, erasure);
    };

    expect(await purge("365", erase)).toBe(0);
    expect(await left()).toEqual(["back"]);
  });

  it("[P14] keeps for ever what no rule is for, and goes through many", async () => {
    for (let n = 0; n < 210; n++) await talked(`many-${n}`, 500 + n, n % 3 === 0 ? "no-answer" : "answered");

    expect(await purge("unanswered=30")).toBe(70);
    expect(await left()).toHaveLength(140);
  });

  it("[P14] is done again each day, and stops with the server", async () => {
    const waiting: { ms: number; run: () => void }[] = [];
    const rounds: number[] = [];
    const after = (ms: number, run: () => void) => {
      waiting.push({ ms, run });
      return () => void waiting.pop();
    };
    const timers = { after };
    const ports = { db: database.db, store: conversationsIn(database), days: { assumed: 1 }, clock: () => NOW, timers };
    const quiet = { anonymous: (text: string) => text, overwrite: async () => {}, onFault: () => {} };
    const job = retention({ ...ports, ...quiet, onPurged: (erased) => rounds.push(erased) });
    job.start();
    expect(waiting.map(({ ms }) => ms)).toEqual([DAY]);
    waiting.shift()!.run();
    await job.stop();

    expect(waiting).toEqual([]);
    expect(rounds.at(-1)).toBe(0);
  });

  it("[P14] leaves what staff corrected to other customers, without personal data in its question", async () => {
    const id = await talked("corrected", 400);
    await database.db
      .insertInto("verified_answers")
      .values({ id, question: "Am I anna@example.org?", text: "Yes.", cited: "[]", verified_at: 1, retired_at: null })
      .execute();
    const phrasing = { id: "p", answer_id: id, text: "Is that me?", question_id: "corrected-question", added_at: 1 };
    await database.db.insertInto("verified_phrasings").values(phrasing).execute();
    await purge("365");

    expect(await database.db.selectFrom("verified_phrasings").select(["text", "question_id"]).execute()).toEqual([
      { text: "Is that me?", question_id: null },
    ]);
    expect(await database.db.selectFrom("verified_answers").select(["id", "question"]).execute()).toEqual([
      { id, question: "Am I [EMAIL_1]?" },
    ]);
  });
});
