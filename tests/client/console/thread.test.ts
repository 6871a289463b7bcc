import { describe, expect, it } from "@jest/globals";
import { applyEvent, rowsOf, type Thread } from "../../../client/console/inbox/thread.ts";
import { dayWords } from "../../../client/console/parts/time.tsx";
import type { StaffEvent } from "../../../client/shared/staff-connection.ts";
import type { Colleague } from "../../../src/protocol/staff.ts";
import type { ConversationView } from "../../../src/protocol/staff-http.ts";

const conversationId = "c";
const ana = { staffId: "ana", name: "Ana" };
const draft = { messageId: "d", replyTo: "m6", text: "Perhaps", citations: [], outcome: "answered" as const };

function thread(changes: Partial<ConversationView> = {}): Thread {
  const view: ConversationView = {
    conversationId,
    owner: "human",
    assignee: ana,
    waitingSince: null,
    lastAt: 0,
    lastAuthor: "customer",
    lastText: "",
    lastAsked: "",
    labels: [],
    unread: 0,
    customer: null,
    email: null,
    snoozedUntil: null,
    cursor: 5,
    entries: [],
    signatures: {},
    reasons: {},
    notes: [],
    context: { page: null, locale: null, subject: null, attributes: {} },
    earlier: [],
    viewers: [],
    draft: null,
    ratings: {},
    ...changes,
  };
  return { view, read: view.cursor, streaming: null, typing: [], customerTyping: false };
}

const told: StaffEvent = { name: "draft", payload: { conversationId, ...draft } };

function message(cursor: number, author: "customer" | "staff" = "customer"): StaffEvent {
  return { name: "message", payload: { conversationId, cursor, messageId: `m${cursor}`, author, text: "Hi" } };
}

function play(start: Thread, ...events: StaffEvent[]): Thread {
  return events.reduce((now, event) => applyEvent(now, event, 1_000), start);
}

describe("an open conversation that goes on", () => {
  it("[B5] shows each entry once, also when it comes again after a reconnection", () => {
    const { view } = play(thread(), message(6), message(6), message(3), message(7));

    expect(view.entries.map(({ payload }) => payload.cursor)).toEqual([6, 7]);
    expect(view.cursor).toBe(7);
  });

  it("[B5] lets events of other conversations pass", () => {
    const before = thread();
    const other: StaffEvent = { name: "labels", payload: { conversationId: "other", labels: ["x"] } };

    expect(applyEvent(before, other, 0)).toBe(before);
  });

  it("[B5] streams an answer and keeps what came at its end", () => {
    const start: StaffEvent = { name: "answer-start", payload: { conversationId, messageId: "a", replyTo: "m" } };
    const delta = (offset: number, text: string): StaffEvent => ({
      name: "answer-delta",
      payload: { conversationId, messageId: "a", offset, text },
    });
    const streamed = play(thread(), start, delta(0, "One "), delta(4, "two"));
    expect(streamed.streaming).toEqual({ messageId: "a", text: "One two" });

    const ended = play(streamed, {
      name: "answer-end",
      payload: {
        conversationId,
        cursor: 6,
        messageId: "a",
        replyTo: "m",
        outcome: "answered",
        route: "documentation",
        text: "One two three",
        citations: [],
      },
    });
    expect(ended.streaming).toBeNull();
    expect(ended.view.entries[0]).toMatchObject({ event: "answer-end", payload: { text: "One two three" } });
  });

  it("[B6] drops the draft once the customer goes on or the turn changes", () => {
    const drafted = play(thread(), message(6), told);
    expect(drafted.view.draft).toMatchObject(draft);

    expect(play(drafted, message(7)).view.draft).toBeNull();
    const handedBack: StaffEvent = {
      name: "owner",
      payload: { conversationId, cursor: 7, owner: "bot", assignee: null, signature: null },
    };
    expect(play(drafted, handedBack).view).toMatchObject({ owner: "bot", assignee: null, draft: null });
  });

  it("[B6] drops the draft once somebody has replied", () => {
    const drafted = play(thread(), message(6), told);

    expect(play(drafted, message(7, "staff")).view.draft).toBeNull();
  });

  it("[T28] passes over a draft that comes once the customer has asked something newer", () => {
    expect(play(thread(), message(6), message(7), told).view.draft).toBeNull();
  });

  it("[B21] names the colleague who replied and who changed hands", () => {
    const ben = { staffId: "ben", name: "Ben" };
    const given: StaffEvent = {
      name: "owner",
      payload: { conversationId, cursor: 7, owner: "human", assignee: ben, signature: { by: ana, to: ben } },
    };

    const { view } = play(thread(), message(6, "staff"), given, message(8, "staff"));
    expect(view.signatures).toEqual({ 6: { by: ana, to: null }, 7: { by: ana, to: ben }, 8: { by: ben, to: null } });
  });

  it("[B5] puts an entry that is told late into its place", () => {
    const owner: StaffEvent = {
      name: "owner",
      payload: { conversationId, cursor: 6, owner: "human", assignee: ana, signature: { by: ana, to: ana } },
    };
    const { view } = play(thread({ owner: "bot", assignee: null }), message(7), owner, owner);

    expect(view.entries.map(({ payload }) => payload.cursor)).toEqual([6, 7]);
    expect(view).toMatchObject({ cursor: 7, owner: "human" });
  });

  it("[B5] says which colleagues write", () => {
    const typing = (from: Colleague | null, on: boolean): StaffEvent => ({
      name: "typing",
      payload: { conversationId, from, typing: on },
    });
    const ben = { staffId: "ben", name: "Ben" };

    const both = play(thread(), typing(ana, true), typing(ben, true), typing(ana, true));
    expect(both.typing.map(({ name }) => name)).toEqual(["Ben", "Ana"]);
    expect(play(both, typing(ben, false)).typing).toEqual([ana]);
  });

  it("[B19] shows that the customer writes until they stop or their message is there", () => {
    const typing = (on: boolean): StaffEvent => ({
      name: "typing",
      payload: { conversationId, from: null, typing: on },
    });

    const writing = play(thread(), typing(true));
    expect(writing.customerTyping).toBe(true);
    expect(play(writing, typing(false)).customerTyping).toBe(false);
    expect(play(writing, message(9, "customer")).customerTyping).toBe(false);
    expect(play(writing, message(9, "staff")).customerTyping).toBe(true);
  });

  it("[B5] puts notes between the entries of their time", () => {
    const note = { noteId: "n", author: ana, text: "Careful", at: 15 };
    const entry = (cursor: number, at: number) => ({
      event: "owner" as const,
      payload: { cursor, owner: "bot" as const },
      at,
    });
    const { view } = thread({ entries: [entry(1, 10), entry(2, 20)], notes: [note] });

    expect(rowsOf(view).map(({ key }) => key)).toEqual(["d10", "e1", "nn", "e2"]);
  });

  it("[B5] heads each day with its date", () => {
    const entry = (cursor: number, at: number) => ({
      event: "owner" as const,
      payload: { cursor, owner: "bot" as const },
      at,
    });
    const noon = new Date(2026, 10, 20, 12).getTime();
    const { view } = thread({ entries: [entry(1, noon), entry(2, noon + 3_600_000), entry(3, noon + 86_400_000)] });

    expect(rowsOf(view).map(({ kind }) => kind)).toEqual(["day", "entry", "entry", "day", "entry"]);
    expect(dayWords(noon, noon + 86_400_000)).toBe("Yesterday");
  });
});
