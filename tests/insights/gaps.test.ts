import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { projectRoot } from "../../src/config.ts";
import { openDatabase } from "../../src/conversations/database.ts";
import { conversationsIn } from "../../src/conversations/libsql-conversation-store.ts";
import { clusterQuestions, MOST_WORDINGS } from "../../src/insights/cluster-questions.ts";
import { insights } from "../../src/insights/insights.ts";
import { defaultEmbedder } from "../../src/search/static-embedder.ts";
import { insightsRoutes } from "../../src/server/insights-routes.ts";
import { refusedBy } from "../../src/server/staff-access.ts";
import type { StaffRequest } from "../../src/server/staff-api.ts";
import type { SignedIn } from "../../src/staff/staff-desk.ts";
import { answered } from "../support/answered.ts";
import { gapsIn } from "../support/gaps-in.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const database = openDatabase(join(temporaryFolder(), "switchboard.db"));
const silent = openDatabase(join(temporaryFolder(), "switchboard.db"));
const unsure = openDatabase(join(temporaryFolder(), "switchboard.db"));
const thread = insights({
  file: database.file,
  root: projectRoot(),
  prices: { currency: "USD", perMillion: new Map() },
  clock: () => 1_000,
});
const routes = insightsRoutes(thread);
afterAll(async () => {
  await thread.close();
  await database.db.destroy();
  await silent.db.destroy();
  await unsure.db.destroy();
});

const lacking = { outcome: "no-answer" as const };
beforeAll(async () => {
  await answered(database, "a", { question: "Do you sell boats?", at: 100, ...lacking });
  await answered(database, "b", { question: "Can I buy a boat from you?", at: 200, ...lacking });
  await answered(database, "c", { question: "do you sell boats", at: 300, ...lacking });
  await answered(database, "d", { question: "Is there parking near your office?", at: 400, ...lacking });
  await answered(database, "e", { question: "How long can I return it?", at: 500 });
  await answered(database, "f", { question: "That did not help", at: 600, route: "small-talk", ...lacking });
  await conversationsIn(database).keepCustomer("d", {
    page: "https://help.example/",
    locale: null,
    subject: null,
    attributes: {},
  });
});

const get = (path: string, query: object) => {
  const request = { caller: { address: "", userAgent: "" }, params: {}, body: {}, baseUrl: "", query };
  const who = { member: { staffId: "ana" } } as SignedIn;
  return routes.find((route) => route.path === path)!.handle({ ...request, who } as StaffRequest<SignedIn>);
};

describe("documentation gaps", () => {
  it("[O13, A37] hold what found no answer, once for each thing asked, whatever the words", async () => {
    const gaps = await gapsIn(database.file);

    expect(gaps.map(({ count, examples }) => [count, examples.map(({ conversationId }) => conversationId)])).toEqual([
      [3, ["c", "b", "a"]],
      [1, ["d"]],
    ]);
    expect(gaps[0]!.question).toMatch(/sell boats/);
  });

  it("[O13] are different ones where nearly the same words ask about different things", async () => {
    const asked = [
      ["Do you rent out tents?", "Can I hire a tent from you?", "do you have tents for rent"],
      ["Do you rent out tandems?", "can we rent a tandem for two people"],
      ["Do you rent out helmets?"],
    ];
    const texts = asked.flat();
    const groups = await clusterQuestions(texts, defaultEmbedder(projectRoot()));

    expect(groups.map((group) => group.map((at) => texts[at]).sort())).toEqual(asked.map((group) => [...group].sort()));
  });

  it("[O18] are none where nothing is said, and lump together no questions whose words cannot be compared", async () => {
    const texts = ["?", "😡😡😡", "🎹💰❓", "…", "האם החנות פתוחה היום?", "כמה עולה משלוח?", "Магазин открыт?"];
    const asked = [...texts, "and what about that?", "магазин открыт"];
    for (const [at, question] of asked.entries()) await answered(silent, `${at}`, { question, at, ...lacking });
    const gaps = await gapsIn(silent.file);

    expect(gaps.map(({ examples }) => examples.map(({ question }) => question))).toEqual([
      ["магазин открыт", "Магазин открыт?"],
      ["and what about that?"],
      ["כמה עולה משלוח?"],
      ["האם החנות פתוחה היום?"],
    ]);
  });

  it("[O19] tell which of their questions were given a quotation in doubt", async () => {
    const inDoubt = { ...lacking, record: { fallbacks: ["in-doubt"] } };
    await answered(unsure, "a", { question: "Do you sell boats?", at: 1, ...inDoubt });
    await answered(unsure, "b", { question: "do you sell boats", at: 2, ...lacking });
    await answered(unsure, "c", { question: "in-doubt", at: 3, ...lacking });

    expect(await gapsIn(unsure.file)).toMatchObject([
      { count: 2, inDoubt: 1, examples: [{ inDoubt: false }, { inDoubt: true }] },
      { count: 1, inDoubt: 0 },
    ]);
  });

  it("[O13] are of the time and the website that are asked for", async () => {
    const questions = async (query: object) => (await gapsIn(database.file, query)).map(({ count }) => count);

    expect(await questions({ from: 200, until: 400 })).toEqual([2]);
    expect(await questions({ channel: "help.example" })).toEqual([1]);
    expect(await questions({ from: 9_000 })).toEqual([]);
  });

  it("[O14] hold what a review noted, and nothing that a review found rightly unanswered", async () => {
    const { db } = database;
    await db.updateTable("answers").set({ reviewed_at: 1 }).where("id", "in", ["d-answer", "e-answer"]).execute();
    await db.insertInto("documentation_gaps").values({ answer_id: "e-answer", question: "?", found_at: 1 }).execute();
    const gaps = await gapsIn(database.file);

    expect(gaps.map(({ question, reviewed }) => [question, reviewed]).at(-1)).toEqual(["How long can I return it?", 1]);
    expect(gaps.map(({ question }) => question)).not.toContain("Is there parking near your office?");
  });

  it("[O15] group every question once, in the same way whatever their number", async () => {
    const words = fc.array(fc.constantFrom("boat", "boats", "sell", "parking", "?", "…", ""), { maxLength: 4 });
    const blank = {
      id: "blank",
      dimensions: 4,
      slow: false,
      embed: async (texts: readonly string[]) => texts.map(() => new Float32Array(4)),
    };
    await fc.assert(
      fc.asyncProperty(fc.array(words, { maxLength: 30 }), async (asked) => {
        const texts = asked.map((one) => one.join(" "));
        const groups = await clusterQuestions(texts, blank);
        expect(groups.flat().sort((a, b) => a - b)).toEqual(texts.map((_, at) => at));
        expect(groups.map(({ length }) => length)).toEqual(groups.map(({ length }) => length).sort((a, b) => b - a));
      }),
    );
    const many = Array.from({ length: MOST_WORDINGS + 5 }, (_, number) => `number ${number}`);
    expect((await clusterQuestions(many, blank)).flat()).toHaveLength(MOST_WORDINGS);
  });
});

describe("the routes of the insights", () => {
  it("[O11] read figures and gaps in a thread of their own", async () => {
    expect(await get("/insights", { edges: "0,1000" })).toMatchObject({ json: { conversations: { count: 6 } } });
    expect(await get("/documentation-gaps", { until: "150" })).toMatchObject({ json: { gaps: [{ count: 1 }] } });
  });

  it("[O12] refuse what makes no sense, in words", async () => {
    expect(await get("/insights", {})).toMatchObject({ refused: "invalid", message: expect.stringContaining("edges") });
    expect(await get("/documentation-gaps", { from: "x" })).toMatchObject({ refused: "invalid" });
  });

  it("[O11] say so when counting takes too long", async () => {
    const [figures, gaps] = insightsRoutes({ read: async () => null, gaps: async () => null });
    const request = { query: { edges: "0,1" } } as StaffRequest<SignedIn>;

    expect(await figures!.handle(request)).toMatchObject({ refused: "busy" });
    expect(await gaps!.handle({ ...request, query: {} })).toMatchObject({ refused: "busy" });
  });

  it("[O16] are for anybody on the staff", () => {
    expect(routes.map(({ verb }) => refusedBy("viewer", verb))).toEqual([null, null]);
  });
});
