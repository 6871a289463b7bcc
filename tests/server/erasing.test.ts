import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Database } from "../../src/conversations/database.ts";
import { conversationsIn } from "../../src/conversations/libsql-conversation-store.ts";
import { erasedAfter, hashOfErased, lastErasure } from "../../src/conversations/libsql-erasure.ts";
import { systemTimers, type Timers } from "../../src/conversations/timers.ts";
import { exportCustomer } from "../../src/customers/export-customer.ts";
import { findCustomer } from "../../src/customers/find-customer.ts";
import { verifiedFor } from "../../src/customers/verified-for.ts";
import { ROLES } from "../../src/protocol/roles.ts";
import { customerRoutes } from "../../src/server/customer-routes.ts";
import { type ScriptedAnswers, scriptedAnswers } from "../support/scripted-answers.ts";
import { scriptedVerbs } from "../support/scripted-verbs.ts";
import { type StaffMember, type StaffServer, staffServer } from "../support/staff-server.ts";

const LOOK_MS = 2_000;

let database: Database;
let server: StaffServer;
let answers: ScriptedAnswers;
let verbs: ReturnType<typeof scriptedVerbs>;
let look: () => void;
let failed: string[][];
let erasedTold: number;
let learnt: { from: string; intent: string }[];

/** The server looks for erasures when the test says so. */
const timers: Timers = {
  after(ms, run) {
    if (ms !== LOOK_MS) return systemTimers.after(ms, run);
    look = run;
    return () => {};
  },
};

beforeEach(async () => {
  answers = scriptedAnswers();
  verbs = scriptedVerbs();
  failed = [];
  erasedTold = 0;
  learnt = [];
  const erasures = {
    after: (last: number) => erasedAfter(database.db, last),
    latest: () => lastErasure(database.db),
    hashOf: hashOfErased,
  };
  const onErased = () => {
    erasedTold += 1;
  };
  const ports = { answerQuestion: answers.answerQuestion, timers, erasures: { erasures, onErased } };
  server = await staffServer(ports, Date.now, {}, (opened, { audit }) => {
    database = opened;
    return customerRoutes({
      find: (name) => findCustomer(opened.db, name),
      verifiedFor: (ids) => verifiedFor(opened.db, ids),
      intentsLearntFrom: async (ids) => learnt.filter(({ from }) => ids.includes(from)).map(({ intent }) => intent),
      exported: (ids) => exportCustomer(opened.db, "nowhere", ids),
      start: verbs.start,
      onFailed: (lines) => failed.push(lines),
      audit,
    });
  });
});
afterEach(() => server.close());

const erase = (conversationId: string) =>
  conversationsIn(database).erase(conversationId, { at: 1, lastAt: null, verified: "gone" });

async function asking() {
  const visitor = await server.visit();
  await visitor.ask("Where is my parcel?");
  const answer = await answers.next();
  answer.say("Your parcel ");
  await visitor.next("answer-delta");
  return { visitor, answer, ...visitor.session() };
}

describe("erasing a conversation that is open right now", () => {
  it("[P16] breaks its answer off, lets go of the customer, and their token opens nothing any more", async () => {
    const { visitor, answer, conversationId, visitorToken } = await asking();
    const gone = new Promise((resolve) => visitor.socket.once("disconnect", resolve));
    await erase(conversationId);
    look();

    expect(await gone).toBe("io server disconnect");
    expect(answer.signal.aborted).toBe(true);
    expect(erasedTold).toBe(1);
    expect((await server.knock({ token: visitorToken }).refused()).data?.code).toBe("bad-token");
    expect(await database.db.selectFrom("messages").selectAll().execute()).toEqual([]);
    expect(await database.db.selectFrom("answers").selectAll().execute()).toEqual([]);
  });

  it("[P16] is told to whoever follows a link to it, which may also be wrong", async () => {
    const ana = await server.hire("owner");
    const { conversationId } = await asking();
    await erase(conversationId);
    const message = "There is no such conversation: the link is wrong, or it was erased.";
    expect((await ana.call("GET", `/conversations/${conversationId}`)).body).toMatchObject({
      error: { code: "not-found", message },
    });
  });

  it("[P16] keeps nothing of what is still sent under it, before the server has looked", async () => {
    const { visitor, answer, conversationId } = await asking();
    await erase(conversationId);
    const ack = await visitor.ask("Hello?");
    answer.end();

    expect(ack).toMatchObject({ ok: false, error: { code: "closed" } });
    expect(await visitor.send("rate", { messageId: "any", verdict: "up" })).toMatchObject({ ok: false });
    expect(await visitor.send("request-human", {})).toMatchObject({ ok: false, error: { code: "closed" } });
    expect(await visitor.send("leave-email", { email: "a@example.com" })).toMatchObject({ ok: false });
    expect(await database.db.selectFrom("conversations").selectAll().execute()).toEqual([]);
  });

  it("[P16] lets a colleague's console who has it open read everything again, and nobody else", async () => {
    const { conversationId } = await asking();
    const other = await asking();
    const [ana, ben] = [await server.hire("owner", "Ana"), await server.hire("agent", "Ben")];
    await ana.send("watch", { conversationId });
    await ben.send("watch", { conversationId: other.conversationId });
    const gone = new Promise((resolve) => ana.socket.once("disconnect", resolve));
    await erase(conversationId);
    look();

    await gone;
    expect(ben.socket.connected).toBe(true);
    expect(other.visitor.socket.connected).toBe(true);
    expect((await ana.call("GET", `/conversations/${conversationId}`)).status).toBe(404);
  });
});

describe("one customer's data in the console", () => {
  let ana: StaffMember;
  let first: string;
  let second: string;
  beforeEach(async () => {
    ana = await server.hire("owner", "Ana");
    [first, second] = [(await asking()).conversationId, (await asking()).conversationId];
    for (const id of [first, second]) {
      await conversationsIn(database).keepCustomer(id, { page: null, locale: null, subject: "c-1", attributes: {} });
    }
    await asking();
  });

  it("[P17] an owner erases one conversation or all of the customer, as the command line does, and the log says who", async () => {
    learnt = [
      { from: first, intent: "returns" },
      { from: second, intent: "sizes" },
    ];
    expect((await ana.call("GET", `/customers/${first}`)).body).toEqual({
      conversations: [first, second],
      verifiedAnswers: [],
      intents: [
        { intent: "returns", onlyIfAll: false },
        { intent: "sizes", onlyIfAll: true },
      ],
    });
    await ana.call("POST", `/customers/${first}/erase`, { all: false });
    await ana.call("POST", `/customers/${second}/erase`, { all: true });

    expect(verbs.started.map(({ asked }) => asked)).toEqual([
      ["erase", `--conversation=${first}`, "--yes"],
      ["erase", `--conversation=${first}`, `--conversation=${second}`, "--yes"],
    ]);
    const { items } = (await ana.call("GET", "/audit")).body as { items: { action: string; conversationId: string }[] };
    expect(items.slice(0, 3).map(({ action }) => action)).toEqual(Array(3).fill("customer-erase"));
    expect(items[0]).toMatchObject({ conversationId: second, who: { name: "Ana" } });
  });

  it("[P17] an erasure that did not succeed is told", async () => {
    await ana.call("POST", `/customers/${first}/erase`, { all: false });
    verbs.started[0]!.say("The disk is full.");
    verbs.started[0]!.end({ ok: false, printed: "" });
    await ana.call("GET", "/session");

    expect(failed).toEqual([["The disk is full."]]);
  });

  it("[P17] an owner exports it, and the log says who", async () => {
    const { body } = await ana.call("GET", `/customers/${first}/export`);

    expect(body).toMatchObject({
      customer: { conversations: [{ conversation: first, messages: [{ from: "customer" }] }] },
    });
    expect((await ana.call("GET", "/audit")).body).toMatchObject({ items: [{ action: "customer-exported" }, {}, {}] });
  });

  it("[P17] nobody but an owner may, and only what is there", async () => {
    const asked = [
      ["GET", `/customers/${first}`],
      ["GET", `/customers/${first}/export`],
      ["POST", `/customers/${first}/erase`],
    ] as const;
    for (const role of ROLES.filter((one) => one !== "owner")) {
      const member = await server.hire(role);
      for (const [method, path] of asked) expect((await member.call(method, path, { all: true })).status).toBe(403);
    }
    for (const [method, path] of asked) {
      expect((await ana.call(method, path.replace(first, "none"), { all: true })).status).toBe(404);
    }
    expect((await ana.call("POST", `/customers/${first}/erase`, {})).status).toBe(400);
    expect(verbs.started).toEqual([]);
  });
});
