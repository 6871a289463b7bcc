import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { ConversationStore, FinishedAnswer, QuestionToKeep } from "../../src/conversations/conversation-store.ts";
import { openDatabase } from "../../src/conversations/database.ts";
import { libsqlConversationStore } from "../../src/conversations/libsql-conversation-store.ts";
import { memoryConversationStore } from "../../src/conversations/memory-conversation-store.ts";
import { threadedConversations } from "../../src/conversations/threaded-conversation-store.ts";
import type { Citation, Owner } from "../../src/protocol/conversation.ts";
import { answerOf } from "../support/scripted-answers.ts";

const folder = mkdtempSync(join(tmpdir(), "switchboard-store-"));
const newFile = () => join(folder, `${randomBytes(6).toString("hex")}.db`);
const adapters: [string, () => ConversationStore][] = [
  ["memory", memoryConversationStore],
  ["libsql", () => libsqlConversationStore(newFile())],
  ["libsql in a thread of its own", () => threadedConversations(openDatabase(newFile()))],
];

const AT = 1_700_000_000_000;
const attempt = { first: true, attemptLimit: 3, historyLimit: 20 };
const citation: Citation = {
  marker: 1,
  path: "install.md",
  anchor: "linux",
  title: "Install",
  heading: "Linux",
  quote: "Run npm start.",
  source: "/docs/install.md#linux",
};

function question(name: string, changes: Partial<QuestionToKeep> = {}): QuestionToKeep {
  return {
    conversationId: "ana",
    clientMessageId: `client-${name}`,
    messageId: `question-${name}`,
    answerId: `answer-${name}`,
    text: `Text of ${name}?`,
    at: AT,
    openLimit: 10,
    ...changes,
  };
}

function finished(text: string, changes: Partial<FinishedAnswer> = {}): FinishedAnswer {
  const { record } = answerOf(text, { text: "as understood", history: [] });
  return { outcome: "answered", route: "documentation", text, citations: [], record, ...changes };
}

describe.each(adapters)("conversations kept by %s", (_name, open) => {
  let store: ConversationStore;
  beforeEach(() => {
    store = open();
  });
  afterEach(() => store.close());

  describe("a question", () => {
    it("is kept with the next cursor of its conversation, and its answer is open", async () => {
      expect(await store.keepQuestion(question("1"))).toEqual({
        kind: "kept",
        messageId: "question-1",
        cursor: 1,
        answerOpened: true,
      });
      expect(await store.keepQuestion(question("2"))).toMatchObject({ cursor: 2 });
      expect(await store.keepQuestion(question("3", { conversationId: "ben" }))).toMatchObject({ cursor: 1 });
      expect(await store.openAnswers()).toEqual([
        { conversationId: "ana", answerId: "answer-1", questionId: "question-1" },
        { conversationId: "ana", answerId: "answer-2", questionId: "question-2" },
        { conversationId: "ben", answerId: "answer-3", questionId: "question-3" },
      ]);
    });

    it("[W3] that comes again is the same question, and with another text a conflict", async () => {
      await store.keepQuestion(question("1"));
      const again = { messageId: "other", answerId: "other-answer" };

      expect(await store.keepQuestion(question("1", again))).toEqual({
        kind: "repeated",
        messageId: "question-1",
        cursor: 1,
      });
      expect(await store.keepQuestion(question("1", { ...again, text: "Other?" }))).toEqual({
        kind: "refused",
        code: "conflict",
      });
      expect(await store.keepQuestion(question("1", { ...again, conversationId: "ben" }))).toMatchObject({
        kind: "kept",
      });
    });

    it("[W3] that comes twice at once is kept once", async () => {
      const twice = await Promise.all([
        store.keepQuestion(question("1")),
        store.keepQuestion(question("1", { messageId: "other", answerId: "other-answer" })),
      ]);

      expect(twice.map(({ kind }) => kind)).toEqual(["kept", "repeated"]);
      expect((await store.timeline("ana", 0)).entries).toHaveLength(1);
    });

    it("[W5] is refused as busy at the limit of open answers, while a repeated one is not", async () => {
      await store.keepQuestion(question("1", { openLimit: 1 }));

      expect(await store.keepQuestion(question("2", { openLimit: 1 }))).toEqual({ kind: "refused", code: "busy" });
      expect(await store.keepQuestion(question("1", { openLimit: 0 }))).toMatchObject({ kind: "repeated" });
      await store.finishAnswer("answer-1", finished("Done."), AT);
      expect(await store.keepQuestion(question("2", { openLimit: 1 }))).toMatchObject({ kind: "kept" });
    });

    it("keeps any text to the character", async () => {
      const text = "' \" \\ \t\n — ä 日本語 🙂 \u200f ?1 :name $x";
      await store.keepQuestion(question("1", { text }));

      expect(await store.startAnswer("answer-1", attempt)).toMatchObject({ question: text });
      expect((await store.timeline("ana", 0)).entries).toMatchObject([{ payload: { text } }]);
    });
  });

  describe("an answer", () => {
    it("[C2] ends exactly once", async () => {
      await store.keepQuestion(question("1"));

      expect(await store.finishAnswer("answer-1", finished("First.", { citations: [citation] }), AT)).toEqual({
        cursor: 2,
        messageId: "answer-1",
        replyTo: "question-1",
        outcome: "answered",
        route: "documentation",
        text: "First.",
        citations: [citation],
      });
      expect(await store.finishAnswer("answer-1", finished("Second."), AT)).toBeNull();
      expect(await store.finishAnswer("unknown", finished("Third."), AT)).toBeNull();
      expect(await store.openAnswers()).toEqual([]);
      expect((await store.timeline("ana", 0)).entries).toHaveLength(2);
    });

    it("[C3] is started a bounded number of times", async () => {
      await store.keepQuestion(question("1"));
      const kinds = [];
      for (const first of [true, false, false, false]) {
        kinds.push((await store.startAnswer("answer-1", { ...attempt, first })).kind);
      }

      expect(kinds).toEqual(["started", "started", "started", "exhausted"]);
      expect(await store.startAnswer("unknown", attempt)).toEqual({ kind: "silenced" });
    });

    it("knows the turns before its question, each answer after its question", async () => {
      await store.keepQuestion(question("1"));
      await store.keepQuestion(question("2"));
      await store.finishAnswer("answer-1", finished("To one."), AT);
      await store.keepHumanRequest({
        conversationId: "ana",
        reason: null,
        at: AT,
        queue: false,
        notice: { messageId: "notice", text: "Mail us.", offersEmail: false },
      });
      await store.keepQuestion(question("3"));
      await store.finishAnswer("answer-2", finished("To two."), AT);

      const history = [
        { author: "customer", text: "Text of 1?" },
        { author: "bot", text: "To one." },
        { author: "customer", text: "Text of 2?" },
        { author: "bot", text: "To two." },
      ];
      expect(await store.startAnswer("answer-3", attempt)).toEqual({
        kind: "started",
        question: "Text of 3?",
        history,
      });
      expect(await store.startAnswer("answer-3", { ...attempt, historyLimit: 3 })).toMatchObject({
        history: history.slice(-3),
      });
    });

    it("[U28] says which kind of model wrote it, and nothing where none did", async () => {
      await store.keepQuestion(question("1"));
      await store.keepQuestion(question("2"));
      const written = finished("Done.", { route: "combined", writer: "tuned-model" });

      expect(await store.finishAnswer("answer-1", written, AT)).toMatchObject({ writer: "tuned-model" });
      expect(await store.finishAnswer("answer-2", finished("Quoted."), AT)).not.toHaveProperty("writer");
      const ends = (await store.timeline("ana", 0)).entries.filter(({ event }) => event === "answer-end");
      expect(ends[0]!.payload).toMatchObject({ writer: "tuned-model" });
      expect(ends[1]!.payload).not.toHaveProperty("writer");
    });

    it("[C4] keeps its structured inputs and the exact messages sent", async () => {
      await store.keepQuestion(question("1"));
      const answer = finished("Done.");
      answer.record!.messages = [{ role: "user", content: "Passages:\n…" }];
      await store.finishAnswer("answer-1", answer, AT);

      expect(await store.answerRecord("answer-1")).toEqual(answer.record);
      expect(await store.answerRecord("unknown")).toBeNull();
    });

    it("is found by its own id and by its question's, in its own conversation", async () => {
      await store.keepQuestion(question("1"));

      expect(await store.answerState("ana", "question-1")).toEqual({ answerId: "answer-1", state: "open" });
      await store.finishAnswer("answer-1", finished("Done."), AT);
      expect(await store.answerState("ana", "answer-1")).toEqual({ answerId: "answer-1", state: "finished" });
      expect(await store.answerState("ben", "answer-1")).toBeNull();
    });
  });

  describe("a timeline", () => {
    it("[W6] gives every entry later than the cursor, in order", async () => {
      await store.keepQuestion(question("1"));
      await store.keepQuestion(question("2"));
      await store.finishAnswer("answer-1", finished("One."), AT);
      await store.changeOwner("ana", "queued", AT);
      await store.finishAnswer("answer-2", finished("Two."), AT);

      const { owner, cursor, entries } = await store.timeline("ana", 0);
      expect({ owner, cursor }).toEqual({ owner: "queued", cursor: 5 });
      expect(entries.map(({ event, payload }) => [payload.cursor, event])).toEqual([
        [1, "message"],
        [2, "message"],
        [3, "answer-end"],
        [4, "owner"],
        [5, "answer-end"],
      ]);
      expect((await store.timeline("ana", 3)).entries).toEqual(entries.slice(3));
      expect((await store.timeline("ana", 5)).entries).toEqual([]);
      expect((await store.timeline("ana", 99)).entries).toEqual([]);
    });

    it("[W18] of an unknown conversation is empty and the bot's", async () => {
      expect(await store.timeline("nobody", 0)).toEqual({ owner: "bot", cursor: 0, entries: [] });
    });
  });

  describe("ownership", () => {
    it("[W21] lets the bot answer while queued, keeps questions unanswered for a person, and closes", async () => {
      await store.keepQuestion(question("1"));
      await store.changeOwner("ana", "queued", AT);
      expect(await store.keepQuestion(question("2"))).toMatchObject({ answerOpened: true });

      await store.changeOwner("ana", "human", AT);
      expect(await store.keepQuestion(question("3"))).toMatchObject({ kind: "kept", answerOpened: false });
      expect(await store.startAnswer("answer-1", attempt)).toEqual({ kind: "silenced" });

      await store.changeOwner("ana", "closed", AT);
      expect(await store.keepQuestion(question("4"))).toEqual({ kind: "refused", code: "closed" });
      expect(await store.keepQuestion(question("1"))).toMatchObject({ kind: "repeated" });
      const notice = { messageId: "notice", text: "Mail us.", offersEmail: false };
      expect(
        await store.keepHumanRequest({ conversationId: "ana", reason: null, at: AT, queue: false, notice }),
      ).toEqual({ kind: "refused", code: "closed" });
    });

    it("[W21] ends an answer that a takeover overtook as stopped", async () => {
      await store.keepQuestion(question("1"));
      await store.changeOwner("ana", "human", AT);

      expect(await store.finishAnswer("answer-1", finished("Too late."), AT)).toMatchObject({ outcome: "stopped" });
    });

    it("tells a change once", async () => {
      expect(await store.changeOwner("ana", "queued", AT)).toBeNull();
      await store.keepQuestion(question("1"));

      expect(await store.changeOwner("ana", "queued", AT)).toEqual({ cursor: 2, owner: "queued" });
      expect(await store.changeOwner("ana", "queued", AT)).toBeNull();
    });
  });

  it("[W12] takes ratings of finished answers of the own conversation, the latest counts", async () => {
    await store.keepQuestion(question("1"));
    expect(await store.rateAnswer("ana", { messageId: "answer-1", verdict: "up" }, AT)).toBe(false);
    await store.finishAnswer("answer-1", finished("Done."), AT);

    expect(await store.rateAnswer("ana", { messageId: "answer-1", verdict: "up" }, AT)).toBe(true);
    expect(await store.rateAnswer("ana", { messageId: "answer-1", verdict: "down", comment: "No." }, AT)).toBe(true);
    expect(await store.rateAnswer("ana", { messageId: "question-1", verdict: "up" }, AT)).toBe(false);
    expect(await store.rateAnswer("ben", { messageId: "answer-1", verdict: "up" }, AT)).toBe(false);
  });

  it("[W13] keeps a request for a person with its notice, also as a conversation's first entry", async () => {
    const notice = { messageId: "notice", text: "Mail us.", offersEmail: false };

    expect(
      await store.keepHumanRequest({ conversationId: "ana", reason: "angry", at: AT, queue: false, notice }),
    ).toEqual({
      kind: "kept",
      message: { cursor: 1, messageId: "notice", text: "Mail us.", author: "system" },
      change: null,
    });
    expect((await store.timeline("ana", 0)).owner).toBe("bot");
  });

  it("[W13][W24] says the notice of a double click once, and again once something else was said", async () => {
    const ask = (messageId: string) =>
      store.keepHumanRequest({
        conversationId: "ana",
        reason: null,
        at: AT,
        queue: false,
        notice: { messageId, text: "Mail us.", offersEmail: false },
      });
    expect(await ask("n1")).toMatchObject({ kind: "kept" });
    expect(await ask("n2")).toEqual({ kind: "repeated" });
    await store.keepQuestion(question("1"));
    expect(await ask("n3")).toMatchObject({ kind: "kept", message: { cursor: 3 } });
    expect((await store.timeline("ana", 0)).entries).toHaveLength(3);
  });

  it("[T34] keeps that a notice offers to leave an address, and the thanks for one, unless the conversation is closed", async () => {
    const notice = { messageId: "notice", text: "Nobody is here.", offersEmail: true };
    const email = {
      conversationId: "ana",
      email: "ana@example.com",
      at: AT,
      notice: { messageId: "t", text: "Thanks." },
    };
    expect(await store.keepEmail(email)).toBeNull();
    await store.keepHumanRequest({ conversationId: "ana", reason: null, at: AT, queue: false, notice });
    const thanks = { cursor: 2, messageId: "t", text: "Thanks.", author: "system" };

    expect(await store.keepEmail(email)).toEqual(thanks);
    expect((await store.timeline("ana", 0)).entries).toEqual(
      [
        { event: "message", payload: { cursor: 1, ...notice, author: "system" } },
        { event: "message", payload: thanks },
      ].map((entry) =>
        expect.objectContaining({ event: entry.event, payload: expect.objectContaining(entry.payload) }),
      ),
    );
    await store.changeOwner("ana", "closed", AT);
    expect(await store.keepEmail({ ...email, notice: { ...email.notice, messageId: "late" } })).toBeNull();
  });

  describe("a change of hands", () => {
    const move = (to: Owner, staffId: string, nextAssignee: string | null, assigns = false) =>
      store.transfer({ conversationId: "ana", to, staffId, nextAssignee, assigns, answerId: "late answer", at: AT });
    const takeOver = (staffId: string) => move("human", staffId, staffId);

    it("[T20] has one winner of those who take over at once, and the winner may ask again", async () => {
      await store.keepQuestion(question("1"));
      const [first, second] = await Promise.all([takeOver("eva"), takeOver("ben")]);

      expect(first).toEqual({ kind: "changed", change: { cursor: 2, owner: "human" }, owed: null });
      expect(second).toEqual({ kind: "refused", code: "conflict", assignee: "eva" });
      expect(await takeOver("eva")).toEqual({ kind: "unchanged", cursor: 2 });
      expect(await move("bot", "ben", null)).toMatchObject({ code: "conflict" });
      expect(await move("bot", "eva", null)).toMatchObject({ kind: "changed", change: { owner: "bot" } });
      expect(await takeOver("ben")).toMatchObject({ kind: "changed" });
    });

    it("[T23] is also an assignment, which takes a conversation from whoever has it", async () => {
      await store.keepQuestion(question("1"));
      await takeOver("eva");
      expect(await move("human", "eva", "ben", true)).toEqual({ kind: "reassigned", cursor: 2 });
      expect(await takeOver("eva")).toMatchObject({ code: "conflict", assignee: "ben" });
      expect(await move("queued", "eva", null, true)).toMatchObject({ change: { owner: "queued" } });
    });

    it("[T29] opens the answer to a last question that nobody has turned to, and to no other", async () => {
      await store.keepQuestion(question("1"));
      await takeOver("eva");
      await store.keepQuestion(question("2"));
      await store.keepQuestion(question("3"));
      const owed = { conversationId: "ana", answerId: "late answer", questionId: question("3").messageId };
      expect(await move("human", "eva", "ben", true)).toMatchObject({ kind: "reassigned" });
      expect(await move("bot", "ben", null)).toMatchObject({ kind: "changed", owed });
      expect(await store.openAnswers()).toContainEqual(owed);

      await takeOver("eva");
      expect(await move("bot", "eva", null)).toMatchObject({ kind: "changed", owed: null });
      await takeOver("eva");
      await store.keepQuestion(question("4"));
      const reply = { conversationId: "ana", staffId: "eva", clientMessageId: "r", messageId: "r", citations: [] };
      await store.keepReply({ ...reply, text: "Yes.", at: AT });
      expect(await move("queued", "eva", null, true)).toMatchObject({ kind: "changed", owed: null });
    });

    it("[T24] ends where the conversation is closed, and needs one", async () => {
      expect(await takeOver("eva")).toEqual({ kind: "refused", code: "not-found", assignee: null });
      await store.keepQuestion(question("1"));
      expect(await move("closed", "eva", null)).toMatchObject({ change: { owner: "closed" } });
      expect(await move("closed", "ben", null)).toMatchObject({ kind: "unchanged" });
      expect(await takeOver("eva")).toMatchObject({ kind: "refused", code: "closed" });
    });

    it("[T27][W24] follows a request for a person where somebody may come, once and before its notice", async () => {
      const request = { conversationId: "ana", reason: null, at: AT, queue: true };
      const kept = await store.keepHumanRequest({
        ...request,
        notice: { messageId: "n1", text: "Soon.", offersEmail: false },
      });
      expect(kept).toMatchObject({ change: { cursor: 1, owner: "queued" }, message: { cursor: 2 } });
      const again = await store.keepHumanRequest({
        ...request,
        notice: { messageId: "n2", text: "Soon.", offersEmail: false },
      });
      expect(again).toEqual({ kind: "repeated" });
      expect(await store.timeline("ana", 0)).toMatchObject({ owner: "queued", cursor: 2 });
      await takeOver("eva");
      expect(
        await store.keepHumanRequest({ ...request, notice: { messageId: "n3", text: "Now.", offersEmail: false } }),
      ).toEqual({ kind: "repeated" });
    });
  });

  describe("a reply of staff", () => {
    const reply = { conversationId: "ana", staffId: "eva", clientMessageId: "client-1", text: "Yes.", citations: [] };
    const say = (messageId: string, changes = {}) => store.keepReply({ ...reply, messageId, at: AT, ...changes });

    it("[T25] is kept once under its name, which is no customer's", async () => {
      await store.keepQuestion(question("1"));
      await store.transfer({
        conversationId: "ana",
        to: "human",
        staffId: "eva",
        nextAssignee: "eva",
        assigns: false,
        answerId: "none",
        at: AT,
      });

      expect(await say("r1")).toEqual({ kind: "kept", messageId: "r1", cursor: 3 });
      expect(await say("r2")).toEqual({ kind: "repeated", messageId: "r1", cursor: 3 });
      expect(await say("r3", { text: "No." })).toEqual({ kind: "refused", code: "conflict" });
      expect(await say("r4", { clientMessageId: "2", citations: [citation] })).toMatchObject({
        kind: "kept",
        cursor: 4,
      });
      const { entries } = await store.timeline("ana", 2);
      expect(entries.map(({ payload }) => payload)).toEqual([
        { cursor: 3, messageId: "r1", author: "staff", text: "Yes." },
        { cursor: 4, messageId: "r4", author: "staff", text: "Yes.", citations: [citation] },
      ]);
      expect((await store.turnsBefore("ana", 5, 20)).map(({ author }) => author)).toEqual([
        "customer",
        "staff",
        "staff",
      ]);
    });

    it("[T26] needs the turn", async () => {
      expect(await say("r1")).toEqual({ kind: "refused", code: "not-found" });
      await store.keepQuestion(question("1"));
      expect(await say("r1")).toEqual({ kind: "refused", code: "not-yours" });
      await store.changeOwner("ana", "closed", AT);
      expect(await say("r1")).toEqual({ kind: "refused", code: "closed" });
    });
  });

  describe("a draft", () => {
    const takeOver = { to: "human", staffId: "eva", nextAssignee: "eva", assigns: false, answerId: "none" } as const;
    const draft = (name: string) =>
      store.keepDraft({
        draftId: `draft-${name}`,
        conversationId: "ana",
        questionId: `question-${name}`,
        answer: answerOf("Perhaps.", { text: "as understood", history: [] }),
        at: AT,
      });

    it("[T28] belongs to the last question, and is missing until it is kept", async () => {
      await store.keepQuestion(question("1"));
      await store.transfer({ conversationId: "ana", ...takeOver, at: AT });
      expect([await store.undrafted(), await draft("1")]).toEqual([[], false]);

      await store.keepQuestion(question("2"));
      await store.keepQuestion(question("3"));
      const left = { conversationId: "ana", questionId: "question-3", cursor: 4, text: "Text of 3?" };
      expect(await store.undrafted()).toEqual([left]);
      expect([await draft("2"), await draft("3"), await draft("3")]).toEqual([false, true, false]);
      expect(await store.undrafted()).toEqual([]);
    });

    it("[T28] is not missed where the bot has the turn or somebody has replied", async () => {
      await store.keepQuestion(question("1"));
      await store.finishAnswer("answer-1", finished("Yes."), AT);
      await store.transfer({ conversationId: "ana", ...takeOver, at: AT });
      await store.keepQuestion(question("2"));
      await store.keepReply({
        conversationId: "ana",
        staffId: "eva",
        clientMessageId: "r",
        messageId: "r",
        text: "Yes.",
        citations: [],
        at: AT,
      });
      await store.keepQuestion(question("3", { conversationId: "ben" }));

      expect([await store.undrafted(), await draft("2")]).toEqual([[], false]);
    });
  });

  describe("erasing", () => {
    const erasure = { at: AT, lastAt: null, verified: "gone" as const };

    it("[P13] takes the conversation out, once, and keeps nothing more under its id", async () => {
      await store.keepQuestion(question("1"));
      await store.keepQuestion(question("2", { conversationId: "ben" }));

      expect(await store.erase("ana", erasure)).toBe(true);
      expect(await store.erase("ana", erasure)).toBe(false);
      expect(await store.erase("nobody", erasure)).toBe(false);
      expect([await store.wasErased("ana"), await store.wasErased("ben")]).toEqual([true, false]);
      expect(await store.timeline("ana", 0)).toEqual({ owner: "bot", cursor: 0, entries: [] });
      expect(await store.keepQuestion(question("3"))).toEqual({ kind: "refused", code: "closed" });
      const notice = { messageId: "n", text: "Somebody comes.", offersEmail: false };
      expect(
        await store.keepHumanRequest({ conversationId: "ana", reason: null, at: AT, notice, queue: true }),
      ).toEqual({ kind: "refused", code: "closed" });
      expect((await store.timeline("ben", 0)).entries).toHaveLength(1);
    });

    it("[P13] leaves an answer that was being written without an end", async () => {
      await store.keepQuestion(question("1"));
      await store.erase("ana", erasure);

      expect(await store.openAnswers()).toEqual([]);
      expect(await store.startAnswer("answer-1", attempt)).toEqual({ kind: "silenced" });
      expect(await store.finishAnswer("answer-1", finished("Late."), AT)).toBeNull();
    });

    it("[P14] leaves a conversation in which something was said meanwhile", async () => {
      await store.keepQuestion(question("1"));

      expect(await store.erase("ana", { ...erasure, lastAt: AT - 1 })).toBe(false);
      expect(await store.erase("ana", { ...erasure, lastAt: AT })).toBe(true);
    });
  });

  it("serves many conversations at once", async () => {
    const names = Array.from({ length: 200 }, (_, index) => `${index}`);
    const kept = await Promise.all(
      names.map((name) => store.keepQuestion(question(name, { conversationId: `c${Number(name) % 20}` }))),
    );

    expect(kept.every(({ kind }) => kind === "kept")).toBe(true);
    const timelines = await Promise.all(Array.from({ length: 20 }, (_, index) => store.timeline(`c${index}`, 0)));
    for (const { entries } of timelines) {
      expect(entries.map(({ payload }) => payload.cursor)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    }
  });

  it("can be asked whether it works", async () => {
    await expect(store.check()).resolves.toBeUndefined();
  });
});

afterAll(() => rmSync(folder, { recursive: true }));
