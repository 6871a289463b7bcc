import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { projectRoot } from "../../src/config.ts";
import { type Database, openDatabase } from "../../src/conversations/database.ts";
import { countMessages, findMessages } from "../../src/conversations/find-messages.ts";
import { conversationsIn } from "../../src/conversations/libsql-conversation-store.ts";
import { readingConnection } from "../../src/conversations/libsql-database.ts";
import { figuresView } from "../../src/insights/figures-view.ts";
import { insights } from "../../src/insights/insights.ts";
import { readFigures } from "../../src/insights/read-figures.ts";
import type { Outcome, Route } from "../../src/protocol/conversation.ts";
import { type InsightsView, insightsQuerySchema, type Tally } from "../../src/protocol/insights.ts";
import { answered } from "../support/answered.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const HOUR = 3_600_000;
const START = 1_700_000_000_000;
const PRICES = { currency: "EUR", perMillion: new Map([["openai:m", { prompt: 1, completion: 10 }]]) };
const folder = temporaryFolder();
const opened: Database[] = [];
afterAll(() => Promise.all(opened.map(({ db }) => db.destroy())));

function freshDatabase(): Database {
  const database = openDatabase(join(folder, `${opened.length}.db`));
  opened.push(database);
  return database;
}

const turn = fc.record({
  afterHours: fc.nat({ max: 40 }),
  outcome: fc.constantFrom<Outcome>("answered", "answered", "no-answer", "handed-off", "stopped", "failed"),
  route: fc.constantFrom<Route>("documentation", "tuned", "small-talk", "verified"),
  intent: fc.constantFrom(null, "returns", "boats"),
  model: fc.constantFrom(null, "openai:m", "other:m"),
  text: fc.constantFrom("It depends.", ""),
  rating: fc.constantFrom(null, "up" as const, "down" as const),
  looks: fc.array(fc.constantFrom(null, 0, 8_000), { maxLength: 2 }),
});
const conversation = fc.record({
  atHour: fc.nat({ max: 96 }),
  page: fc.constantFrom(null, "https://shop.example/x", "https://help.example"),
  turns: fc.array(turn, { minLength: 1, maxLength: 3 }),
  ends: fc.constantFrom("", "", "person", "closed"),
});
type World = (typeof conversation extends fc.Arbitrary<infer One> ? One : never)[];

async function keep(database: Database, world: World): Promise<void> {
  const store = conversationsIn(database);
  for (const [number, { atHour, page, turns, ends }] of world.entries()) {
    const id = `c${number}`;
    let at = START + atHour * HOUR;
    for (const [index, { afterHours, intent, model, rating, looks, ...said }] of turns.entries()) {
      at += afterHours * HOUR;
      const record = {
        modelId: model,
        intent: intent === null ? null : { name: intent, probability: 0.9 },
        tokens: model === null ? null : { prompt: 1_000_000, completion: 100_000 },
      };
      const answerId = await answered(database, id, { question: "Hm?", turn: index + 1, at, record, ...said });
      for (const [person, shownMs] of looks.entries()) await reviewed(database, answerId, `s${person}`, shownMs);
      if (rating) await store.rateAnswer(id, { messageId: answerId, verdict: rating }, at);
    }
    await store.keepCustomer(id, { page, locale: null, subject: null, attributes: {} });
    if (ends === "closed") await store.changeOwner(id, "closed", at);
    if (ends === "person") {
      const notice = { messageId: `${id}-notice`, text: "Somebody will come.", offersEmail: false };
      await store.keepHumanRequest({ conversationId: id, reason: null, at, notice, queue: true });
    }
  }
}

async function reviewed(database: Database, answerId: string, staffId: string, shownMs: number | null): Promise<void> {
  const verdict = { verdict: "approved" as const, text: null, citations: null, reason: null, intent: null };
  const kept = { answer_id: answerId, staff_id: staffId, settles: 0, reviewed_at: START, shown_ms: shownMs };
  await database.db
    .insertInto("reviews")
    .values({ ...verdict, ...kept })
    .execute();
}

/** Everything in it that says how many, with the place where it stands. */
function talliesIn(value: unknown, place = ""): [string, Tally][] {
  if (typeof value !== "object" || value === null) return [];
  if ("count" in value && "filter" in value) return [[place, value as Tally]];
  return Object.entries(value).flatMap(([name, part]) => talliesIn(part, `${place}.${name}`));
}

function rowsBehind(database: Database, { filter }: Tally, now: number): { listed: number; counted: number } {
  const reading = readingConnection(database.file);
  const asked = { order: "newest", ...filter } as const;
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page = findMessages(reading, { filter: asked, after, limit: 3, now });
    seen.push(...page.items.map(({ conversationId, messageId }) => `${conversationId} ${messageId}`));
    after = page.next;
  } while (after !== null);
  const counted = countMessages(reading, { filter: asked, now });
  reading.close();
  return { listed: new Set(seen).size, counted };
}

function figuresOf(database: Database, edges: number[], now: number, channel?: string): InsightsView {
  const reading = readingConnection(database.file);
  const query = { edges, channel };
  const view = figuresView(readFigures(reading, { ...query, now }), query, PRICES);
  reading.close();
  return view;
}

describe("the figures of the insights", () => {
  it("[O7] are each the number of rows that their search lists", async () => {
    const asked = fc.record({
      world: fc.array(conversation, { maxLength: 7 }),
      nowHour: fc.nat({ max: 200 }),
      channel: fc.constantFrom(undefined, "shop.example"),
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ world, nowHour, channel }) => {
        const database = freshDatabase();
        await keep(database, world);
        const now = START + nowHour * HOUR;
        const edges = [0, 20, 21, 60].map((hour) => START + hour * HOUR);

        const view = figuresOf(database, edges, now, channel);
        for (const [place, tally] of talliesIn(view)) {
          expect([place, rowsBehind(database, tally, now)]).toEqual([
            place,
            { listed: tally.count, counted: tally.count },
          ]);
        }
        const sum = (tallies: (Tally | undefined)[]) => tallies.reduce((all, one) => all + (one?.count ?? 0), 0);
        expect(sum(Object.values(view.resolutions))).toBe(view.conversations.count);
        expect(sum(view.spans.flatMap(({ resolutions }) => Object.values(resolutions)))).toBe(view.conversations.count);
        expect(sum(view.intents.map(({ answers }) => answers))).toBe(view.answers.count);
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it("[O8] tell what an intent comes to, and its answers without one", async () => {
    const database = freshDatabase();
    const returns = { intent: { name: "returns", probability: 1 } };
    await answered(database, "a", { question: "?", at: START, route: "tuned", record: returns });
    await answered(database, "b", { question: "?", at: START, outcome: "no-answer", record: returns });
    await answered(database, "c", { question: "?", at: START });
    const [known, unknown] = figuresOf(database, [START, START + 1], START + 48 * HOUR).intents;

    expect(known).toMatchObject({
      intent: "returns",
      conversations: { count: 2 },
      answers: { count: 2 },
      noAnswer: { count: 1 },
      resolutions: { assumed: { count: 1 }, unanswered: { count: 1 } },
      routes: { tuned: { count: 1 }, documentation: { count: 1 } },
    });
    expect(unknown).toMatchObject({ intent: null, conversations: { count: 1 }, noAnswer: { count: 0 } });
  });

  it("[O9] tell the median and the 95th percentile of the wait for the first words", async () => {
    const database = freshDatabase();
    for (let number = 1; number <= 20; number += 1) {
      await answered(database, `c${number}`, { question: "?", at: START, firstTokenAt: START + number * 100 });
    }
    const view = figuresOf(database, [START, START + 1], START);

    expect(view.firstToken).toEqual({ median: 1_000, p95: 1_900 });
    expect(figuresOf(database, [START + 1, START + 2], START).firstToken).toEqual({ median: null, p95: null });
  });

  it("[O17] tell the median time that reviews of these answers took, and of how many answers it is known", async () => {
    const database = freshDatabase();
    for (const [name, at] of Object.entries({ early: START, late: START, later: START + 5, untimed: START })) {
      await answered(database, name, { question: "?", at });
    }
    const looks: [string, string, number | null][] = [
      ["early", "ana", 4_000],
      ["late", "ana", 30_000],
      ["late", "ben", 7_000],
      ["later", "ana", 1],
      ["untimed", "ana", null],
    ];
    for (const [name, staffId, shownMs] of looks) await reviewed(database, `${name}-answer`, staffId, shownMs);
    const { reviews } = figuresOf(database, [START, START + 1], START);

    expect(reviews).toMatchObject({ median: 7_000, answers: { count: 2, filter: { rows: "answers" } } });
    expect(figuresOf(database, [START + 6, START + 7], START).reviews).toMatchObject({
      median: null,
      answers: { count: 0 },
    });
  });

  it("[O10] add up what models cost, and say what is not known of it", async () => {
    const database = freshDatabase();
    const tokens = { prompt: 2_000_000, completion: 100_000 };
    const costOf = () => figuresOf(database, [START, START + 1], START).cost;
    await answered(database, "none", { question: "?", at: START });
    expect(costOf()).toEqual({ amount: 0, currency: "EUR", atLeast: false, models: [] });

    await answered(database, "a", { question: "?", at: START, record: { modelId: "openai:m", tokens } });
    await answered(database, "own", { question: "?", at: START, route: "tuned", record: { modelId: "model-1" } });
    expect(costOf()).toMatchObject({ amount: 3, atLeast: false });

    await answered(database, "b", { question: "?", at: START, record: { modelId: "openai:m" } });
    expect(costOf()).toMatchObject({ amount: 3, atLeast: true });
  });

  it("[O10] know no cost where no price is known", async () => {
    const database = freshDatabase();
    const tokens = { prompt: 5, completion: 5 };
    await answered(database, "a", { question: "?", at: START, record: { modelId: "other:m", tokens } });

    expect(figuresOf(database, [START, START + 1], START).cost).toMatchObject({ amount: null, atLeast: false });
  });

  it("[O11] are counted in a thread of their own", async () => {
    const database = freshDatabase();
    await answered(database, "a", { question: "?", at: START });
    const counting = insights({ file: database.file, root: projectRoot(), prices: PRICES, clock: () => START });

    expect(await counting.read({ edges: [START, START + 1] })).toMatchObject({ conversations: { count: 1 } });
    await counting.close();
  });

  it.each([
    ["no time", ""],
    ["one time", "5"],
    ["times that go back", "5,4"],
    ["the same time twice", "5,5"],
    ["words", "5,x"],
    ["fractions", "1e9,2"],
    ["too many times", Array.from({ length: 402 }, (_, at) => at).join()],
  ])("[O12] are refused for %s", (_what, edges) =>
    expect(insightsQuerySchema.safeParse({ edges }).success).toBe(false),
  );
});
