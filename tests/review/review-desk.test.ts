import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import { type Database, openDatabase } from "../../src/conversations/database.ts";
import { reviewSchema } from "../../src/protocol/staff.ts";
import { readAccuracy, readCandidates } from "../../src/review/libsql-queue.ts";
import { liveAnswers } from "../../src/review/libsql-reviews.ts";
import { inRandomShare, queueOf } from "../../src/review/queue-order.ts";
import { reviewDesk } from "../../src/review/review-desk.ts";
import type { Knowledge } from "../../src/search/knowledge.ts";
import { answered } from "../support/answered.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { gapsIn } from "../support/gaps-in.ts";
import { passage } from "../support/passage.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const returns = passage({ path: "returns.md", anchor: "how-long", text: "You can return a bicycle within 30 days." });
const citation = {
  marker: 3,
  path: "returns.md",
  anchor: "how-long",
  title: "Returns",
  heading: "",
  quote: "within 30 days",
  source: "/docs/returns.md",
};
const history = [
  { author: "customer" as const, text: "Hello" },
  { author: "bot" as const, text: "Hello!" },
];

const folder = temporaryFolder();
const databases: Database[] = [];
let opened = 0;
afterEach(async () => {
  for (const { db } of databases.splice(0)) await db.destroy();
});

function office(knowledge: Knowledge = fixedKnowledge([returns])) {
  const database = openDatabase(join(folder, `${opened++}.db`));
  databases.push(database);
  let clock = 1_000;
  let changes = 0;
  const desk = reviewDesk({
    database,
    anonymous: (text) => text,
    knowledge: { current: () => knowledge },
    onVerifiedChanged: () => {
      changes += 1;
    },
    onApprovedChanged: () => {},
    clock: () => clock++,
  });
  const rows = async () => ({
    verified: await liveAnswers(database.db),
    gaps: await gapsIn(database.file),
    learning: await database.db.selectFrom("learning_rows").selectAll().execute(),
  });
  return { database, desk, rows, changes: () => changes };
}

const correction = (messageId: string, text = "You have 30 days [3].") => ({
  messageId,
  verdict: "corrected" as const,
  text,
});

describe("one correction", () => {
  it("[J5] becomes a verified answer whose citations name the passages as they are now", async () => {
    const { database, desk, rows, changes } = office();
    const id = await answered(database, "c1", { question: "How long?", citations: [citation] });

    const reviewed = await desk.review(correction(id), "ana");

    expect(reviewed).toMatchObject({ ok: true, state: "agreed", verifiedAnswer: true, learningRow: true });
    expect((await rows()).verified).toEqual([
      {
        id,
        excluded: [],
        text: "You have 30 days [1].",
        cited: [{ passageId: returns.id, hash: returns.hash }],
        questions: ["How long?"],
        added: [],
      },
    ]);
    expect(changes()).toBe(1);
  });

  it("[J5] loses a marker whose quotation stands nowhere", async () => {
    const { database, desk, rows } = office();
    const id = await answered(database, "c1", { question: "How long?" });

    await desk.review(correction(id), "ana");

    expect((await rows()).verified).toMatchObject([{ text: "You have 30 days.", cited: [] }]);
  });

  it("[J16] takes the intent that a review names for the answer's, and the recognised one when it is taken back", async () => {
    const { database, desk } = office();
    const record = { intent: { name: "boats", probability: 0.9 } };
    const messageId = await answered(database, "c1", { question: "Do you sell boats?", record });
    const intent = async () => {
      const row = database.db.selectFrom("answers").select("intent").where("id", "=", messageId);
      return (await row.executeTakeFirst())?.intent;
    };
    expect(await intent()).toBe("boats");

    await desk.review({ messageId, verdict: "approved", intent: "products" }, "ana");
    expect(await intent()).toBe("products");
    await desk.review({ messageId, verdict: "approved" }, "ben");
    expect(await intent()).toBe("products");
    await desk.undo(messageId, "ana");
    expect(await intent()).toBe("boats");
  });

  it("[J6] reports a documentation gap when the passages did not hold it, with the conversations that asked", async () => {
    const { database, desk, rows, changes } = office();
    const held = await answered(database, "c1", {
      question: "How long?",
      record: { passages: [{ id: returns.id, hash: "", path: "", anchor: "", heading: "", score: 1 }] },
    });
    const lacking = await answered(database, "c2", { question: "Do you sell boats?" });
    const again = await answered(database, "c3", { question: "do you sell boats" });

    await desk.review(correction(held, "You can return a bicycle within 30 days."), "ana");
    await desk.review(correction(lacking, "We sell rowing boats in spring."), "ana");
    const corrected = changes();
    await desk.review({ messageId: again, verdict: "rejected", reason: "not-in-docs" }, "ana");
    expect(changes()).toBe(corrected);

    const { gaps } = await rows();
    expect(gaps).toMatchObject([{ count: 2, reviewed: 2 }]);
    expect(gaps[0]!.question).toMatch(/^do you sell boats/i);
    expect(gaps[0]!.examples.map(({ conversationId }) => conversationId).sort()).toEqual(["c2", "c3"]);
  });

  it.each([
    ["says otherwise with the words of the passages", "You can return a bicycle within 60 days."],
    ["is too short to compare", "No."],
    ["adds something", "You can return a bicycle within 30 days, unwashed."],
  ])("[J6] without a source is a gap when it %s", async (_what, text) => {
    const { database, desk, rows } = office();
    const passages = [{ id: returns.id, hash: "", path: "", anchor: "", heading: "", score: 1 }];
    const id = await answered(database, "c1", { question: "How long?", citations: [citation], record: { passages } });

    expect(await desk.review({ ...correction(id, text), citations: [] }, "ana")).toMatchObject({
      documentationGap: true,
    });
    expect((await rows()).gaps).toMatchObject([{ question: "How long?", count: 1, reviewed: 1 }]);
    await desk.undo(id, "ana");
    expect((await rows()).gaps).toEqual([]);
  });

  it("[J6] that cites another passage than those that were found is none when that one holds it", async () => {
    const { database, desk } = office();
    const id = await answered(database, "c1", { question: "How long?" });
    const cited = { ...correction(id, "A bicycle: within 30 days, return it [3]."), citations: [citation] };

    expect(await desk.review(cited, "ana")).toMatchObject({ verifiedAnswer: true, documentationGap: false });
    expect(await desk.review({ ...cited, text: "Lamps and tents never come back [3]." }, "ana")).toMatchObject({
      documentationGap: true,
    });
  });

  it("[J7] becomes a row to learn from and a preference pair, with its lineage", async () => {
    const { database, desk, rows } = office();
    const id = await answered(database, "c1", { question: "How long?", text: "Ten days.", record: { history } });

    await desk.review({ ...correction(id, "Thirty days."), intent: "return-period" }, "ana");

    expect((await rows()).learning).toMatchObject([
      {
        answer_id: id,
        conversation_id: "c1",
        question_id: "c1-question",
        completion: "Thirty days.",
        rejected: "Ten days.",
        intent: "return-period",
        verdict: "corrected",
        messages: JSON.stringify([
          { role: "user", content: "Hello" },
          { role: "assistant", content: "Hello!" },
          { role: "user", content: "How long?" },
        ]),
      },
    ]);
  });

  it("[J8] sets nothing off when its transaction fails", async () => {
    const broken: Knowledge = {
      ...fixedKnowledge([]),
      page: () => {
        throw new Error("The index is damaged.");
      },
    };
    const { database, desk, rows, changes } = office(broken);
    const id = await answered(database, "c1", { question: "How long?", citations: [citation] });

    await expect(desk.review(correction(id), "ana")).rejects.toThrow("damaged");

    expect(await rows()).toEqual({ verified: [], gaps: [], learning: [] });
    expect(await database.db.selectFrom("reviews").selectAll().execute()).toEqual([]);
    expect(changes()).toBe(0);
  });
});

describe("verdicts", () => {
  it("[J9] said twice are kept once; another one takes the place of the first", async () => {
    const { database, desk, rows } = office();
    const id = await answered(database, "c1", { question: "How long?", text: "Ten days." });

    await desk.review(correction(id, "Thirty days."), "ana");
    const once = await rows();
    await desk.review(correction(id, "Thirty days."), "ana");
    expect((await rows()).verified).toEqual(once.verified);

    await desk.review({ messageId: id, verdict: "approved" }, "ana");
    expect(await rows()).toMatchObject({
      verified: [],
      gaps: [],
      learning: [{ completion: "Ten days.", rejected: null, verdict: "approved" }],
    });
  });

  it("[J9] taken back leave nothing behind", async () => {
    const { database, desk, rows } = office();
    const id = await answered(database, "c1", { question: "How long?" });
    await desk.review(correction(id), "ana");

    expect(await desk.undo(id, "ana")).toMatchObject({ ok: true, state: "open" });

    expect(await rows()).toEqual({ verified: [], gaps: [], learning: [] });
    expect(queueOf(await readCandidates(database.db, fixedKnowledge([])), 10)).toHaveLength(1);
  });

  it("[J10] of colleagues who disagree set nothing off until an owner has settled it", async () => {
    const { database, desk, rows } = office();
    const id = await answered(database, "c1", { question: "How long?" });
    await desk.review(correction(id), "ana");

    expect(await desk.review({ messageId: id, verdict: "approved" }, "ben")).toMatchObject({ state: "disputed" });
    expect(await rows()).toEqual({ verified: [], gaps: [], learning: [] });
    expect(queueOf(await readCandidates(database.db, fixedKnowledge([])), 10)).toMatchObject([
      { answerId: id, reasons: expect.arrayContaining(["disputed"]) },
    ]);

    expect(await desk.settle(correction(id, "Thirty days."), "olga")).toMatchObject({ state: "agreed" });
    expect((await rows()).verified).toMatchObject([{ text: "Thirty days." }]);
  });

  it("[J24] given before the answer went stale is no disagreement with one given after, by whomever", async () => {
    const { database, desk, rows } = office();
    const id = await answered(database, "c1", { question: "How long?" });
    await desk.review(correction(id, "Thirty days."), "ana");
    const cited = JSON.stringify([{ passageId: "gone", hash: "" }]);
    await database.db.updateTable("verified_answers").set({ cited }).execute();

    expect(await desk.review(correction(id, "Forty days."), "ben")).toMatchObject({ state: "agreed" });
    expect((await rows()).verified).toMatchObject([{ text: "Forty days." }]);
    expect(await desk.review(correction(id, "A year."), "ana")).toMatchObject({ state: "disputed" });
    await desk.undo(id, "ana");
    expect(await desk.undo(id, "ben")).toMatchObject({ state: "open" });
  });

  it("[J26] keeps how long the answer was in sight, the time of one's last verdict, and none that was not measured", async () => {
    const { database, desk } = office();
    const messageId = await answered(database, "c1", { question: "How long?" });
    const kept = async () => {
      const rows = await database.db.selectFrom("reviews").select(["staff_id", "shown_ms"]).execute();
      return Object.fromEntries(rows.map(({ staff_id, shown_ms }) => [staff_id, shown_ms]));
    };
    await desk.review({ messageId, verdict: "approved", shownMs: 8_000 }, "ana");
    await desk.settle({ messageId, verdict: "approved", shownMs: 0 }, "ben");
    expect(await kept()).toEqual({ ana: 8_000, ben: 0 });

    await desk.review({ messageId, verdict: "rejected", shownMs: 3_000 }, "ana");
    await desk.review({ messageId, verdict: "approved" }, "ben");
    expect(await kept()).toEqual({ ana: 3_000, ben: null });
  });

  it("[J26] takes more than an hour for an hour, and no time that is none", () => {
    const timeOf = (shownMs: unknown) =>
      reviewSchema.safeParse({ messageId: "m", verdict: "approved", shownMs }).data?.shownMs;
    expect([0, 8_000, 3_600_001, Number.MAX_SAFE_INTEGER].map(timeOf)).toEqual([0, 8_000, 3_600_000, 3_600_000]);
    expect([-1, 0.5, Number.NaN, 1e300, "8", null].map(timeOf)).toEqual(Array(6).fill(undefined));
    expect(reviewSchema.safeParse({ messageId: "m", verdict: "approved", shownMs: -1 }).success).toBe(false);
  });

  it("[J11] without the corrected text, with an unknown reason, or on no answer are refused", async () => {
    const { database, desk } = office();
    const messageId = await answered(database, "c1", { question: "How long?" });

    expect(await desk.review({ messageId, verdict: "corrected" }, "ana")).toMatchObject({ error: { code: "invalid" } });
    expect(await desk.review({ messageId, verdict: "rejected", reason: "ugly" }, "ana")).toMatchObject({
      error: { code: "invalid" },
    });
    expect(await desk.review({ messageId: "none", verdict: "approved" }, "ana")).toMatchObject({
      error: { code: "not-found" },
    });
  });

  it("[J11] that nobody should answer teach no reply", async () => {
    const { database, desk, rows } = office();
    const messageId = await answered(database, "c1", { question: "What do you weigh?" });

    await desk.review({ messageId, verdict: "rejected", reason: "nobody-should-answer" }, "ana");

    expect(await rows()).toEqual({ verified: [], gaps: [], learning: [] });
  });
});

describe("verified answers as they are kept", () => {
  it("[J4] corrections with the same text are one answer with several phrasings", async () => {
    const { database, desk, rows } = office();
    const one = await answered(database, "c1", { question: "How long?" });
    const other = await answered(database, "c2", { question: "Until when?" });

    await desk.review(correction(one, "Thirty days."), "ana");
    await desk.review(correction(other, "Thirty days."), "ana");

    expect((await rows()).verified).toMatchObject([{ questions: ["How long?", "Until when?"] }]);
  });

  it("[J4] the newest correction of the same words counts", async () => {
    const { database, desk, rows } = office();
    const one = await answered(database, "c1", { question: "How long?" });
    const other = await answered(database, "c2", { question: "how long? " });

    await desk.review(correction(one, "Ten days."), "ana");
    await desk.review(correction(other, "Thirty days."), "ana");

    expect((await rows()).verified).toMatchObject([{ text: "Thirty days." }]);
  });

  it("[J4] a retired answer is gone with all its phrasings", async () => {
    const { database, desk, rows } = office();
    const one = await answered(database, "c1", { question: "How long?" });
    const other = await answered(database, "c2", { question: "Until when?" });
    await desk.review(correction(one, "Thirty days."), "ana");
    await desk.review(correction(other, "Thirty days."), "ana");

    expect(await desk.retire(one, "ana")).toBe(true);
    expect(await desk.retire(one, "ana")).toBe(false);
    expect((await rows()).verified).toEqual([]);
  });
});

describe("published accuracy", () => {
  it("[J13] comes from the random share alone, with its interval", async () => {
    const { database, desk } = office();
    const drawn = Array.from({ length: 400 }, (_, at) => `c${at}`).filter((name) => inRandomShare(`${name}-answer`));
    const picked = ["p1", "p2", "p3"].filter((name) => !inRandomShare(`${name}-answer`));
    expect(drawn.length).toBeGreaterThan(4);
    for (const name of [...drawn.slice(0, 4), ...picked]) await answered(database, name, { question: "How long?" });

    for (const [at, name] of drawn.slice(0, 4).entries()) {
      await desk.review({ messageId: `${name}-answer`, verdict: at === 0 ? "rejected" : "approved" }, "ana");
    }
    for (const name of picked) await desk.review({ messageId: `${name}-answer`, verdict: "rejected" }, "ana");

    const accuracy = await readAccuracy(database.db);
    expect(accuracy).toMatchObject({ reviewed: 4, approved: 3, share: 0.75 });
    expect(accuracy.low).toBeCloseTo(0.3006, 3);
    expect(accuracy.high).toBeCloseTo(0.9544, 3);
  });
});
