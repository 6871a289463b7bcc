import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { sql } from "kysely";
import { csvRow } from "../../src/conversations/export-conversations.ts";
import { searchQuery } from "../../src/conversations/search-words.ts";
import type { SearchHit } from "../../src/protocol/staff-http.ts";
import { answerOf } from "../support/scripted-answers.ts";
import { type StaffMember, type StaffServer, staffServer } from "../support/staff-server.ts";

let server: StaffServer;
let ana: StaffMember;
beforeEach(async () => {
  server = await staffServer();
  ana = await server.hire("owner");
});
afterEach(() => server.close());

async function asked(text: string): Promise<{ conversationId: string; answerId: string }> {
  const visitor = await server.visit();
  await visitor.ask(text);
  const { messageId: answerId } = await visitor.next("answer-end");
  return { conversationId: visitor.session().conversationId, answerId };
}

async function found(query: string): Promise<SearchHit[]> {
  const { status, body } = await ana.call("GET", `/search?${query}`);
  expect(status).toBe(200);
  return body.items as SearchHit[];
}

describe("searching messages", () => {
  it("[T40] finds what customers, the bot and staff said, newest first, in any order of words and accents", async () => {
    const first = await asked("Where is my Café parcel?");
    await ana.send("take-over", { conversationId: first.conversationId });
    await ana.send("reply", { ...first, clientMessageId: "1", text: "The parcel is in Oslo." });
    await asked("Something else");

    const hits = await found("text=parcel");
    expect(hits.map(({ author }) => author)).toEqual(["staff", "bot", "customer"]);
    expect(await found("text=parcel%20cafe&order=relevance")).toHaveLength(2);
    expect(await found("text=%22my%20cafe%22")).toHaveLength(2);
    expect(await found("text=%22cafe%20my%22")).toEqual([]);
    expect(await found("text=%3F!")).toEqual([]);
  });

  it("[T40] names whose conversation each row is of", async () => {
    const { conversationId } = await asked("Where is my parcel?");
    const whose = { subject: "cleo-17", email: "cleo@example.com" };
    await server.database.db.updateTable("conversations").set(whose).where("id", "=", conversationId).execute();

    for (const rows of ["messages", "answers", "conversations"]) {
      const [hit] = await found(`rows=${rows}`);
      expect([rows, hit]).toMatchObject([rows, { customer: "cleo-17", email: "cleo@example.com" }]);
    }
    expect((await found("text=parcel&order=relevance"))[0]).toMatchObject({ customer: "cleo-17" });
  });

  it("[O19] says which rows are about an answer that quoted what may not answer", async () => {
    const { answerId } = await asked("Where is my parcel?");
    await asked("Where is the parcel shop?");
    const { db } = server.database;
    await db.updateTable("answers").set({ outcome: "no-answer" }).execute();
    const record = sql<string>`json_set(record, '$.fallbacks', json_array('in-doubt'))`;
    await db.updateTable("answer_records").set({ record }).where("answer_id", "=", answerId).execute();

    const flags = async (query: string) => (await found(query)).map(({ inDoubt }) => inDoubt);

    expect(await flags("rows=answers")).toEqual([false, true]);
    expect(await flags("rows=messages")).toEqual([false, false, true, true]);
    expect((await flags("text=parcel&order=relevance")).filter(Boolean)).toHaveLength(2);
    expect(await flags("rows=conversations")).toEqual([false, false]);
  });

  it("[T40] finds words of scripts without spaces", async () => {
    await asked("返品の送料はいくらですか");
    expect(await found(`text=${encodeURIComponent("送料")}`)).toHaveLength(2);
    expect(await found(`text=${encodeURIComponent("料送")}`)).toEqual([]);
  });

  it("[T41] filters by outcome, owner, label, rating, intent, model, prompt version, date and unreviewed", async () => {
    const { conversationId, answerId } = await asked("Is it red?");
    await asked("Is it blue?");
    await ana.send("label", { conversationId, labels: ["colour"] });
    await ana.send("take-over", { conversationId });
    await server.ports.store.rateAnswer(conversationId, { messageId: answerId, verdict: "down" }, 1);
    const facts = { intent: "colours", model_id: "m1", prompt_version: "p1", reviewed_at: 1 };
    await server.database.db.updateTable("answers").set(facts).where("id", "=", answerId).execute();

    const filters = ["label=colour", "owner=human", "rating=down", "intent=colours", "model=m1", "promptVersion=p1"];
    for (const filter of filters) {
      const hits = await found(`text=is&${filter}`);
      expect([filter, ...new Set(hits.map((hit) => hit.conversationId))]).toEqual([filter, conversationId]);
    }
    expect((await found("unreviewed=true")).map((hit) => hit.conversationId)).not.toContain(conversationId);
    expect(await found("outcome=no-answer")).toEqual([]);
    expect(await found(`from=${Date.now() + 60_000}`)).toEqual([]);
    expect(await found(`until=${Date.now() + 60_000}`)).toHaveLength(4);
  });

  it("[T41] filters by resolution, route, channel and unknown intents, too", async () => {
    const { conversationId, answerId } = await asked("Is it red?");
    await asked("Is it blue?");
    const { db } = server.database;
    await db
      .updateTable("conversations")
      .set({ page: "https://Shop.example/red?x=1" })
      .where("id", "=", conversationId)
      .execute();
    await db.updateTable("answers").set({ route: "tuned", intent: "colours" }).where("id", "=", answerId).execute();
    await ana.send("close", { conversationId });

    for (const filter of [
      "resolution=assumed",
      "resolution=ended",
      "resolution=deflected",
      "route=tuned",
      "channel=shop.example",
    ]) {
      expect([filter, ...(await found(filter)).map((hit) => hit.conversationId)]).toEqual([
        filter,
        conversationId,
        conversationId,
      ]);
    }
    expect((await found("resolution=open&intent=-")).map((hit) => hit.excerpt)).toEqual([
      "You asked: Is it blue?",
      "Is it blue?",
    ]);
    expect(await found("resolution=reopened")).toEqual([]);
  });

  it("[T47] lists messages, answers or whole conversations, and says how many there are", async () => {
    const { conversationId } = await asked("Where is my parcel?");
    await asked("Where is my lamp?");
    const listed = async (query: string) => {
      const { body } = await ana.call("GET", `/search/count?${query}`);
      return [body.count, ...(await found(query)).map(({ excerpt }) => excerpt)];
    };

    expect(await listed("rows=conversations")).toEqual([2, "Where is my lamp?", "Where is my parcel?"]);
    expect(await listed("rows=conversations&text=parcel&outcome=answered&route=documentation")).toEqual([
      1,
      "Where is my parcel?",
    ]);
    expect(await listed("rows=conversations&outcome=failed")).toEqual([0]);
    expect(await listed("rows=answers&text=lamp")).toEqual([1, "You asked: Where is my lamp?"]);
    expect(await listed("text=lamp")).toEqual([2, "You asked: Where is my lamp?", "Where is my lamp?"]);
    expect(await listed("rows=answers&text=%3F!")).toEqual([0]);
    expect(await listed("rows=conversations&rating=up")).toEqual([0]);
    expect((await ana.call("GET", "/search?rows=people")).status).toBe(400);

    // Asking for a person is a conversation, too, although nothing was said.
    const visitor = await server.visit();
    await visitor.socket.emitWithAck("request-human", {});
    expect(await listed("rows=conversations&resolution=open&owner=queued")).toEqual([1, ""]);
    expect(conversationId).not.toBe(visitor.session().conversationId);
  });

  it("[T42] pages through everything once, in both orders", async () => {
    for (let number = 0; number < 30; number++) await asked(`Lamp number ${number}`);
    for (const order of ["order=newest", "order=relevance"]) {
      const first = (await ana.call("GET", `/search?text=lamp&${order}`)).body;
      const second = (await ana.call("GET", `/search?text=lamp&${order}&after=${first.next}`)).body;
      const ids = [...(first.items as SearchHit[]), ...(second.items as SearchHit[])].map(({ messageId }) => messageId);
      expect([ids.length, new Set(ids).size, second.next]).toEqual([60, 60, null]);
    }
    for (const rows of ["answers", "conversations"]) {
      const page = (after: string | null) =>
        server.staff.search.find({ filter: { rows, order: "newest" } as never, after, limit: 17 });
      const first = await page(null);
      const ids = [first, await page(first!.next)].flatMap((one) => one!.items.map(({ messageId }) => messageId));
      expect([rows, ids.length, new Set(ids).size]).toEqual([rows, 30, 30]);
    }
  });

  it("[T43] takes the query syntax of the index as text, whatever is typed", async () => {
    await asked('NOT a "test" OR text:this* NEAR(that)');
    expect(await found(`text=${encodeURIComponent("NOT OR NEAR(that)")}`)).toHaveLength(2);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 60 }), async (typed) => {
        const page = await server.staff.search.find({
          filter: { rows: "messages", text: typed, order: "newest" },
          after: null,
          limit: 5,
        });
        expect(Array.isArray(page?.items)).toBe(true);
      }),
      { numRuns: 200 },
    );
    expect(searchQuery('"a" b"')).toBe('"a" "b"');
  });
});

describe("taking conversations away", () => {
  it("[T44] exports every conversation of a view once, without personal data, and with it for owners only", async () => {
    const { conversationId } = await asked("Mail ana@example.com about my lamp");
    await asked("Nothing");
    const { body, headers } = await ana.call("GET", "/export?format=jsonl&text=lamp");

    expect(headers.get("content-disposition")).toBe('attachment; filename="conversations.jsonl"');
    expect(JSON.parse(String(body))).toEqual({
      conversation_id: conversationId,
      turns: [
        { role: "customer", text: "Mail [EMAIL_1] about my lamp" },
        { role: "bot", text: "You asked: Mail [EMAIL_1] about my lamp", outcome: "answered" },
      ],
    });
    expect(String((await ana.call("GET", "/export/unredacted?format=csv&text=lamp")).body)).toContain(
      "ana@example.com",
    );
  });

  it("[T45] writes no cell that a spreadsheet would run", () => {
    expect(csvRow(["=1+1", "+1", "-1", "@x", " =1", 'a"b', "fine"])).toBe(
      `"'=1+1","'+1","'-1","'@x","' =1","a""b","fine"\r\n`,
    );
    for (const hidden of ["\u200b=1", "\ufeff+1", "＝1", "\u202e@x", "\n-1"]) {
      expect(csvRow([hidden])).toBe(`"'${hidden}"\r\n`);
    }
  });
});

describe("why an answer", () => {
  it("[T46] shows the turn as it was recorded", async () => {
    const { conversationId, answerId } = await asked("Why?");
    const { record } = answerOf("You asked: Why?", { text: "Why?", history: [] });
    expect((await ana.call("GET", `/answers/${answerId}`)).body).toEqual({
      conversationId,
      answerId,
      question: "Why?",
      outcome: "answered",
      route: "documentation",
      text: "You asked: Why?",
      record,
      cost: null,
      shares: null,
    });
    expect((await ana.call("GET", "/answers/none")).status).toBe(404);
    expect((await ana.call("GET", "/conversations/none")).status).toBe(404);
  });
});
