import { afterEach, describe, expect, it } from "@jest/globals";
import type { InboxItem } from "../../src/protocol/staff.ts";
import type { ConversationView } from "../../src/protocol/staff-http.ts";
import { libsqlStaffStore } from "../../src/staff/libsql-staff-store.ts";
import { type ScriptedAnswers, scriptedAnswers } from "../support/scripted-answers.ts";
import { type StaffMember, type StaffServer, staffServer } from "../support/staff-server.ts";
import { visitorServer } from "../support/visitor-server.ts";

let server: StaffServer;
afterEach(() => server.close());

async function conversation() {
  const visitor = await server.visit();
  await visitor.ask("Is anybody there?");
  await visitor.next("answer-end");
  return { visitor, conversationId: visitor.session().conversationId };
}

describe("taking over", () => {
  it("[T20] has exactly one winner and one clear message, a hundred times, and no bot speaks afterwards", async () => {
    server = await staffServer();
    const [ana, ben] = [await server.hire("owner", "Ana"), await server.hire("agent", "Ben")];

    for (let round = 0; round < 100; round++) {
      const { visitor, conversationId } = await conversation();
      const [first, second] = round % 2 ? [ana, ben] : [ben, ana];
      const question = visitor.ask("And now?");
      const acks = await Promise.all([
        first.send("take-over", { conversationId }),
        second.send("take-over", { conversationId }),
      ]);
      await question;
      await visitor.ask("Who is here?");

      expect(acks.map(({ ok }) => ok).sort()).toEqual([false, true]);
      const refused = acks.find(({ ok }) => !ok)!;
      const winner = acks[0]!.ok ? first : second;
      expect(refused.error).toEqual({ code: "conflict", message: `${winner.me.name} has this conversation already.` });
      const { entries, owner } = await server.ports.store.timeline(conversationId, 0);
      const taken = entries.findIndex(({ event }) => event === "owner");
      expect(owner).toBe("human");
      expect(entries.filter(({ event }) => event === "owner")).toHaveLength(1);
      const after = entries.slice(taken).filter(({ event }) => event === "answer-end");
      expect(after.every(({ payload }) => "outcome" in payload && payload.outcome === "stopped")).toBe(true);
      visitor.leave();
    }
  }, 60_000);

  it("[T21] stops an answer that streams, keeps what was shown of it, and marks it", async () => {
    const answers = scriptedAnswers();
    server = await staffServer({ answerQuestion: answers.answerQuestion });
    const ana = await server.hire("owner");
    const visitor = await server.visit();
    await visitor.ask("How long?");
    await visitor.ask("And how much?");
    const answer = await answers.next();
    answer.say("Two weeks, ");
    await visitor.next("answer-delta");
    const { conversationId } = visitor.session();

    expect(await ana.send("take-over", { conversationId })).toMatchObject({ ok: true });
    answer.say("or three.");
    expect(await visitor.next("answer-end")).toMatchObject({ outcome: "stopped", text: "Two weeks, " });
    expect(await visitor.next("answer-end")).toMatchObject({ outcome: "stopped", text: "" });
    expect(visitor.heard.filter(({ event }) => event === "answer-delta")).toHaveLength(1);
  });

  it("[T22] is undone by handing back: the bot answers again and knows what staff wrote", async () => {
    const answers = scriptedAnswers();
    server = await staffServer({ answerQuestion: answers.answerQuestion });
    const ana = await server.hire("owner");
    const visitor = await server.visit();
    await visitor.ask("Hello?");
    (await answers.next()).end({ text: "Hello." });
    await visitor.next("answer-end");
    const { conversationId } = visitor.session();
    await ana.send("take-over", { conversationId });
    await ana.send("reply", { conversationId, clientMessageId: "1", text: "The blue one is sold out." });
    await ana.send("hand-back", { conversationId });
    await visitor.ask("And the red one?");

    const { history } = (await answers.next()).question;
    expect(history).toContainEqual({ author: "staff", text: "The blue one is sold out." });
    expect((await server.ports.store.timeline(conversationId, 0)).owner).toBe("bot");
  });

  it("[T29] hands the bot the question that nobody has turned to, and no other", async () => {
    const answers = scriptedAnswers();
    server = await staffServer({ answerQuestion: answers.answerQuestion });
    const [ana, ben] = [await server.hire("owner"), await server.hire("agent")];
    const visitor = await server.visit();
    await visitor.ask("Hello?");
    (await answers.next()).end({ text: "Hello." });
    await visitor.next("answer-end");
    const { conversationId } = visitor.session();

    await ana.send("take-over", { conversationId });
    await visitor.ask("How long may I keep it?");
    // What the bot drafts for staff meanwhile is given up with the turn.
    await answers.next();
    await ana.send("hand-back", { conversationId });
    const late = await answers.next();
    expect(late.question.text).toBe("How long may I keep it?");
    late.end({ text: "For thirty days." });
    expect(await visitor.next("answer-end")).toMatchObject({ text: "For thirty days.", outcome: "answered" });

    await ben.send("take-over", { conversationId });
    await visitor.ask("And in May?");
    await answers.next();
    await ben.send("reply", { conversationId, clientMessageId: "1", text: "Then, too." });
    await ben.send("assign", { conversationId, staffId: null });
    const { entries } = await server.ports.store.timeline(conversationId, 0);
    expect(entries.at(-1)).toMatchObject({ event: "owner", payload: { owner: "queued" } });
    expect(await server.ports.store.openAnswers()).toEqual([]);
  });

  it("[T23] an assignment gives the conversation to somebody else, and null puts it back among those that wait", async () => {
    server = await staffServer();
    const [ana, ben] = [await server.hire("owner"), await server.hire("agent")];
    const { conversationId } = await conversation();
    await ana.send("take-over", { conversationId });
    await ana.send("assign", { conversationId, staffId: ben.me.staffId });

    expect(await ana.send("reply", { conversationId, clientMessageId: "1", text: "Hi" })).toMatchObject({
      error: { code: "conflict" },
    });
    expect(await ben.send("reply", { conversationId, clientMessageId: "1", text: "Hi" })).toMatchObject({ ok: true });
    expect(await ben.send("assign", { conversationId, staffId: "nobody" })).toMatchObject({
      error: { code: "not-found" },
    });
    await ben.send("assign", { conversationId, staffId: null });
    const { body } = await ben.call("GET", "/inbox?list=waiting");
    expect(body).toMatchObject({ items: [{ conversationId, owner: "queued", assignee: null }] });
  });

  it("[T16] puts conversations back among those that wait when their owner may no longer answer, and says so", async () => {
    const answers = scriptedAnswers();
    server = await staffServer({ answerQuestion: answers.answerQuestion });
    const [ana, ben] = [await server.hire("owner"), await server.hire("agent")];
    const held = [];
    for (const question of ["One?", "Two?"]) {
      const visitor = await server.visit();
      await visitor.ask(question);
      (await answers.next()).end({ text: "So." });
      await visitor.next("answer-end");
      const { conversationId } = visitor.session();
      await ben.send("take-over", { conversationId });
      held.push({ visitor, conversationId });
    }
    await held[0]!.visitor.ask("Are you there?");
    (await answers.next()).end({ text: "A draft." });
    const heard = ana.heard.length;
    await ana.call("PATCH", `/staff/${ben.me.staffId}`, { role: "viewer" });

    expect(await ben.next("signed-out")).toEqual({ reason: "role-changed" });
    const { body } = await ana.call("GET", "/inbox?list=waiting");
    const ids = (body as { items: InboxItem[] }).items.map(({ conversationId }) => conversationId);
    expect(ids.sort()).toEqual(held.map(({ conversationId }) => conversationId).sort());
    expect((body as { items: InboxItem[] }).items[0]).toMatchObject({ owner: "queued", assignee: null });
    const told = () => ana.heard.slice(heard).filter(({ event }) => event === "inbox");
    await ana.next("inbox", (line) => told().some(({ payload }) => payload === line) && line.owner === "queued");
    // The question that nobody had turned to is the bot's again.
    expect((await answers.next()).question.text).toBe("Are you there?");
    const log = (await server.staff.accounts.auditLog(null, 10)).filter(({ action }) => action === "assign");
    expect(log.map(({ staffId, conversationId }) => [staffId, conversationId]).sort()).toEqual(
      held.map(({ conversationId }) => [ana.me.staffId, conversationId]).sort(),
    );
    expect((await ana.call("PATCH", `/staff/${ben.me.staffId}`, { role: "viewer" })).status).toBe(200);
    expect(
      (await server.staff.accounts.auditLog(null, 99)).filter(({ action }) => action === "member-changed"),
    ).toHaveLength(1);
  });

  it("[T16] frees at the next start, and lets a colleague take over, what a killed server left with nobody", async () => {
    server = await staffServer();
    const [ana, ben] = [await server.hire("owner"), await server.hire("agent")];
    const { conversationId } = await conversation();
    await ben.send("take-over", { conversationId });
    // As after a kill between the change and what follows from it.
    await libsqlStaffStore(server.database).changeMember(ben.me.staffId, { active: false });
    expect((await ana.call("GET", `/conversations/${conversationId}`)).body).toMatchObject({
      owner: "human",
      assignee: null,
    });
    expect(await ana.send("take-over", { conversationId })).toMatchObject({ ok: true });

    await ana.send("assign", { conversationId, staffId: null });
    await server.database.write((tables) =>
      tables
        .updateTable("conversations")
        .set({ owner: "human", assignee: ben.me.staffId })
        .where("id", "=", conversationId)
        .executeTakeFirst(),
    );
    const again = await staffServer({ store: server.ports.store }, Date.now, {}, () => [], [], server.staff);
    expect(await server.staff.inbox.item(conversationId, ana.me.staffId)).toMatchObject({ owner: "queued" });
    await again.close();
  });

  it("[T17] notes what is done twice once", async () => {
    server = await staffServer();
    const ana = await server.hire("owner");
    const { conversationId } = await conversation();
    for (const verb of ["take-over", "hand-back", "close"] as const) {
      const acks = await Promise.all([ana.send(verb, { conversationId }), ana.send(verb, { conversationId })]);
      expect(acks).toMatchObject([{ ok: true }, { ok: true }]);
    }
    const actions = (await server.staff.accounts.auditLog(null, 3)).map(({ action }) => action);
    expect(actions).toEqual(["close", "hand-back", "take-over"]);
  });

  it("[B21] is remembered with who did it, for the staff and not for the customer", async () => {
    server = await staffServer();
    const [ana, ben] = [await server.hire("owner", "Ana"), await server.hire("agent", "Ben")];
    const { visitor, conversationId } = await conversation();
    await visitor.send("request-human", { reason: "Charged twice" });
    await ana.send("take-over", { conversationId });
    await ana.send("reply", { conversationId, clientMessageId: "1", text: "I look into it." });
    await ana.send("assign", { conversationId, staffId: ben.me.staffId });
    await ben.send("hand-back", { conversationId });

    const body = (await ana.call("GET", `/conversations/${conversationId}`)).body as ConversationView;
    const signed = Object.values(body.signatures).map(({ by, to }) => [by.name, to?.name ?? null]);
    expect(signed).toEqual([
      ["Ana", "Ana"],
      ["Ana", null],
      ["Ben", null],
    ]);
    expect(Object.values(body.reasons)).toEqual(["Charged twice"]);
    expect(body.lastAsked).toBe("Is anybody there?");
    expect(JSON.stringify(visitor.heard)).not.toMatch(/Ana|Ben/);
  });

  it("[T24] a closed conversation stays closed", async () => {
    server = await staffServer();
    const ana = await server.hire("owner");
    const { visitor, conversationId } = await conversation();
    await ana.send("close", { conversationId });

    expect(await ana.send("take-over", { conversationId })).toMatchObject({ error: { code: "closed" } });
    expect(await visitor.ask("Still there?")).toMatchObject({ error: { code: "closed" } });
    expect((await ana.call("GET", "/inbox?list=closed")).body).toMatchObject({ items: [{ conversationId }] });
  });
});

describe("a reply", () => {
  it("[T25] reaches the customer once, however often it is sent, and another text under its name is a conflict", async () => {
    server = await staffServer();
    const ana = await server.hire("owner");
    const { visitor, conversationId } = await conversation();
    await ana.send("take-over", { conversationId });
    const reply = { conversationId, clientMessageId: "1", text: "<b>Hello</b>" };
    const [first, again] = [await ana.send("reply", reply), await ana.send("reply", reply)];

    expect(first).toMatchObject({ ok: true });
    expect(again).toEqual(first);
    expect(await ana.send("reply", { ...reply, text: "Other" })).toMatchObject({ error: { code: "conflict" } });
    // The customer's own name for a message is another's.
    expect(await visitor.ask("Thanks", "1")).toMatchObject({ ok: true });
    const said = visitor.heard.filter(({ event, payload }) => event === "message" && "author" in payload);
    expect(said.map(({ payload }) => payload)).toMatchObject([{ author: "staff", text: "<b>Hello</b>" }]);
  });

  it("[T26] is refused without the turn, and with a quotation that stands in no page", async () => {
    server = await staffServer();
    const ana = await server.hire("owner");
    const { conversationId } = await conversation();
    const reply = { conversationId, clientMessageId: "1", text: "See [1]." };
    const citation = {
      marker: 1,
      path: "a.md",
      anchor: "",
      title: "A",
      heading: "",
      quote: "made up",
      source: "/docs/a.md",
    };

    expect(await ana.send("reply", reply)).toMatchObject({ error: { code: "conflict" } });
    await ana.send("take-over", { conversationId });
    expect(await ana.send("reply", { ...reply, citations: [citation] })).toMatchObject({ error: { code: "invalid" } });
  });
});

describe("a request for a person", () => {
  it("[T27] queues the conversation, says honestly whether somebody is there, and the inbox shows it waiting", async () => {
    server = await staffServer();
    const ana = await server.hire("owner");
    const { visitor, conversationId } = await conversation();
    await visitor.send("request-human", {});

    expect(await visitor.next("message")).toMatchObject({ author: "system", text: expect.stringMatching(/is here/) });
    expect(await visitor.next("owner")).toMatchObject({ owner: "queued" });
    expect(await ana.next("inbox", ({ owner }) => owner === "queued")).toMatchObject({ conversationId });
    await ana.call("DELETE", "/session");
    const other = await server.visit();
    await other.send("request-human", {});
    expect(await other.next("message")).toMatchObject({ text: expect.stringMatching(/Nobody of our team is on duty/) });
  });
});

/** Another server over the same database, which does not know what the first one had begun. */
async function restart() {
  const { store } = server.ports;
  let tell: (kept: boolean) => void;
  const drafted = new Promise<boolean>((resolve) => {
    tell = resolve;
  });
  const keepDraft: typeof store.keepDraft = async (draft) => {
    const kept = await store.keepDraft(draft);
    tell(kept);
    return kept;
  };
  const ports = { ...server.ports, store: { ...store, keepDraft, close: async () => {} } };
  return { server: await visitorServer(ports), drafted };
}

async function takenOver(who: StaffMember, answers: ScriptedAnswers) {
  const visitor = await server.visit();
  await visitor.ask("Is anybody there?");
  (await answers.next()).end({ text: "Yes." });
  await visitor.next("answer-end");
  const { conversationId } = visitor.session();
  await who.send("watch", { conversationId });
  await who.send("take-over", { conversationId });
  return { visitor, conversationId };
}

describe("a shadow draft", () => {
  it("[T28] is shown to staff, never to the customer, and kept beside what was really sent", async () => {
    server = await staffServer();
    const ana = await server.hire("owner");
    const { visitor, conversationId } = await conversation();
    await ana.send("watch", { conversationId });
    await ana.send("take-over", { conversationId });
    await visitor.ask("Do you ship to Norway?");
    const draft = await ana.next("draft");

    expect(draft).toMatchObject({ conversationId, text: "You asked: Do you ship to Norway?" });
    expect((await ana.call("GET", `/conversations/${conversationId}`)).body).toMatchObject({
      draft: { text: draft.text },
    });
    const sent = await ana.send("reply", { conversationId, clientMessageId: "1", text: "Yes, in five days." });
    const pair = await server.database.db.selectFrom("shadow_drafts").select(["text", "reply_id"]).execute();
    expect(pair).toEqual([{ text: draft.text, reply_id: sent.messageId }]);
    expect(visitor.heard.filter(({ payload }) => JSON.stringify(payload).includes("Norway"))).toEqual([]);
  });

  it("[T28] belongs to its question: after a restart the newer one has a draft of its own", async () => {
    const answers = scriptedAnswers();
    server = await staffServer({ answerQuestion: answers.answerQuestion });
    const ana = await server.hire("owner");
    const { visitor, conversationId } = await takenOver(ana, answers);
    await visitor.ask("Do you ship to Norway?");
    (await answers.next()).end({ text: "To Norway, too." });
    await ana.next("draft");
    await visitor.ask("And to Chile?");
    // Killed here: the second draft never ends.
    await answers.next();
    const drafted = async () => (await ana.call("GET", `/conversations/${conversationId}`)).body.draft;
    expect(await drafted()).toBeNull();

    const restarted = await restart();
    (await answers.next()).end({ text: "To Chile, too." });
    expect(await restarted.drafted).toBe(true);
    expect(await drafted()).toMatchObject({ text: "To Chile, too." });
    await restarted.server.close();
  });

  it("[T28] that found nothing is no text to insert and no counterpart of what was sent", async () => {
    const answers = scriptedAnswers();
    server = await staffServer({ answerQuestion: answers.answerQuestion });
    const ana = await server.hire("owner");
    const { visitor, conversationId } = await takenOver(ana, answers);
    await visitor.ask("Do you ship to Norway?");
    (await answers.next()).end({ outcome: "no-answer", text: "I could not find this. Would you like a person?" });

    const nothing = { outcome: "no-answer", text: "", citations: [] };
    expect(await ana.next("draft")).toMatchObject(nothing);
    expect((await ana.call("GET", `/conversations/${conversationId}`)).body).toMatchObject({ draft: nothing });
  });

  it("[A39] is what was found in doubt, with the outcome of nothing found, also when it is read again", async () => {
    const answers = scriptedAnswers();
    server = await staffServer({ answerQuestion: answers.answerQuestion });
    const ana = await server.hire("owner");
    const { visitor, conversationId } = await takenOver(ana, answers);
    await visitor.ask("Do you ship to Norway?");
    const drafted = await answers.next();
    drafted.end({ outcome: "no-answer", text: "We ship to all of Europe.", fallbacks: ["in-doubt"] });

    const unsure = { outcome: "no-answer", text: "We ship to all of Europe." };
    expect(drafted.question.forStaff).toBe(true);
    expect(await ana.next("draft")).toMatchObject(unsure);
    expect((await ana.call("GET", `/conversations/${conversationId}`)).body).toMatchObject({ draft: unsure });
  });

  it("[T28] is none where the customer asks for a person, who is there", async () => {
    const answers = scriptedAnswers();
    server = await staffServer({ answerQuestion: answers.answerQuestion });
    const ana = await server.hire("owner");
    const { visitor, conversationId } = await takenOver(ana, answers);
    await visitor.ask("A person, please");
    (await answers.next()).end({ outcome: "handed-off", text: "I have passed this on to a person." });
    await visitor.ask("Do you ship to Norway?");
    (await answers.next()).end({ text: "To Norway, too." });

    expect(await ana.next("draft")).toMatchObject({ text: "To Norway, too." });
    expect(ana.heard.filter(({ event }) => event === "draft")).toHaveLength(1);
    expect((await ana.call("GET", `/conversations/${conversationId}`)).body).toMatchObject({
      draft: { text: "To Norway, too." },
    });
  });
});

describe("what staff see", () => {
  it("[T30] new work arrives without asking, and unread messages are counted for each person", async () => {
    server = await staffServer();
    const [ana, ben] = [await server.hire("owner"), await server.hire("viewer")];
    const { conversationId } = await conversation();

    expect(await ana.next("inbox", ({ lastAuthor }) => lastAuthor === "bot")).toMatchObject({
      conversationId,
      unread: 1,
    });
    await ana.send("mark-read", { conversationId, cursor: 2 });
    expect((await ana.call("GET", "/inbox?list=open")).body).toMatchObject({ items: [{ unread: 0 }] });
    expect((await ben.call("GET", "/inbox?list=open")).body).toMatchObject({ items: [{ unread: 1 }] });
    expect((await ben.call("GET", "/inbox/counts")).body).toEqual({
      waiting: 0,
      mine: 0,
      open: 1,
      closed: 0,
      unreviewed: 1,
    });
  });

  it("[T30] whom a colleague looks after waits in that colleague's list alone", async () => {
    server = await staffServer();
    const ana = await server.hire("owner");
    const { visitor, conversationId } = await conversation();
    await visitor.send("request-human", {});
    const listed = async (list: string) => (await ana.call("GET", `/inbox?list=${list}`)).body.items as InboxItem[];
    expect(await listed("waiting")).toHaveLength(1);

    await ana.send("take-over", { conversationId });
    await visitor.ask("Are you there?");
    expect(await listed("waiting")).toEqual([]);
    expect(await listed("mine")).toMatchObject([{ conversationId, waitingSince: expect.any(Number) }]);
    expect((await ana.call("GET", "/inbox/counts")).body).toMatchObject({ waiting: 0, mine: 1 });
  });

  it("[T30] a list comes in pages, each conversation once, and those that wait longest come first", async () => {
    let now = 1_000;
    server = await staffServer({}, () => ++now);
    const ana = await server.hire("owner");
    const { store } = server.ports;
    for (let number = 0; number < 60; number++) {
      const conversationId = `conversation ${number}`;
      const notice = { messageId: `notice ${number}`, text: "Soon.", offersEmail: false };
      // Some at the same moment, so that the time alone does not tell them apart.
      await store.keepHumanRequest({ conversationId, reason: null, at: Math.floor(number / 3), notice, queue: true });
    }
    for (const list of ["waiting", "open"]) {
      const first = (await ana.call("GET", `/inbox?list=${list}`)).body;
      const rest = (await ana.call("GET", `/inbox?list=${list}&after=${first.next}`)).body;
      const items = [...(first.items as InboxItem[]), ...(rest.items as InboxItem[])];
      const times = items.map(({ lastAt }) => lastAt);
      expect([items.length, new Set(items.map((item) => item.conversationId)).size, rest.next]).toEqual([60, 60, null]);
      expect(times).toEqual(times.toSorted((a, b) => (list === "waiting" ? a - b : b - a)));
    }
    expect((await ana.call("GET", "/inbox?list=mine")).body).toEqual({ items: [], next: null });
    expect((await ana.call("GET", "/inbox?list=nonsense")).status).toBe(400);
  });

  it("[T31] who watches a conversation hears everything in it, and who else watches", async () => {
    server = await staffServer();
    const [ana, ben] = [await server.hire("owner", "Ana"), await server.hire("agent", "Ben")];
    const { visitor, conversationId } = await conversation();
    await ana.send("watch", { conversationId });
    await ben.send("watch", { conversationId });

    expect(await ana.next("presence", ({ viewers }) => (viewers as unknown[]).length === 2)).toMatchObject({
      viewers: [{ name: "Ana" }, { name: "Ben" }],
    });
    await visitor.ask("One more?");
    expect(await ana.next("message")).toMatchObject({ conversationId, text: "One more?" });
    await ben.send("take-over", { conversationId });
    expect(await ana.next("owner")).toMatchObject({ owner: "human", assignee: { name: "Ben" } });
    await ben.send("typing", { conversationId, typing: true });
    expect(await visitor.next("typing")).toEqual({ typing: true });
    expect(await ana.next("typing")).toMatchObject({ from: { name: "Ben" } });
    expect(await ana.send("watch", { conversationId: "nobody's" })).toMatchObject({ error: { code: "not-found" } });
  });

  it("[T36] who watches learns that the customer writes, and both sides that a writer is gone", async () => {
    server = await staffServer();
    const ana = await server.hire("owner", "Ana");
    const { visitor, conversationId } = await conversation();
    await ana.send("watch", { conversationId });
    expect(await visitor.send("typing", { typing: true })).toEqual({ ok: true });
    expect(await visitor.send("typing", { typing: "loudly" })).toMatchObject({ error: { code: "invalid" } });
    expect(await ana.next("typing")).toEqual({ conversationId, from: null, typing: true });

    await ana.send("typing", { conversationId, typing: true });
    expect(await visitor.next("typing")).toEqual({ typing: true });
    ana.socket.disconnect();
    expect(await visitor.next("typing")).toEqual({ typing: false });

    const ben = await server.hire("agent", "Ben");
    await ben.send("watch", { conversationId });
    visitor.leave();
    expect(await ben.next("typing")).toEqual({ conversationId, from: null, typing: false });
  });

  it("[T32] notes and labels are shown to staff as text and to the customer not at all", async () => {
    server = await staffServer();
    const ana = await server.hire("owner", "Ana <script>");
    const { visitor, conversationId } = await conversation();
    const told = visitor.heard.length;
    await ana.send("note", { conversationId, text: "<img src=x> angry" });
    await ana.send("label", { conversationId, labels: ["refund", "refund", "<b>"] });

    expect((await ana.call("GET", `/conversations/${conversationId}`)).body).toMatchObject({
      notes: [{ text: "<img src=x> angry", author: { name: "Ana <script>" } }],
      labels: ["<b>", "refund"],
      entries: [{ event: "message" }, { event: "answer-end" }],
    });
    expect(visitor.heard).toHaveLength(told);
  });
});
