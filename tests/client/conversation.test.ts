import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  afterHappening,
  type Conversation,
  emptyConversation,
  type Happening,
  isThinking,
  unreadCount,
} from "../../client/widget/conversation.ts";

describe("the conversation as the widget shows it", () => {
  it("[U5] grows an answer by its deltas and ends with the authoritative text", () => {
    const streaming = after(
      session(),
      asked("q1", 1),
      started("a1", "q1"),
      delta("a1", 0, "Yes"),
      delta("a1", 3, ", it"),
    );
    expect(textOf(streaming, "a1")).toBe("Yes, it");

    const finished = after(...[session(), asked("q1", 1), started("a1", "q1"), ended("a1", "q1", 2, "Yes. [1]")]);
    expect(textOf(finished, "a1")).toBe("Yes. [1]");
  });

  it("[U5] ignores repeated deltas, and those behind a gap until the end", () => {
    const shown = after(
      session(),
      asked("q1", 1),
      started("a1", "q1"),
      delta("a1", 0, "abc"),
      delta("a1", 3, "def"),
      delta("a1", 3, "def"),
      delta("a1", 9, "xyz"),
    );

    expect(textOf(shown, "a1")).toBe("abcdef");
  });

  it("[U33] shows that the team writes until the message is there, it stops, or the turn goes on", () => {
    const writing = after(session(), { name: "typing", payload: { typing: true } });
    const later = (happening: Happening) => afterHappening(writing, happening, 0).teamTyping;
    const said = (author: "staff" | "customer"): Happening => ({
      name: "message",
      payload: { cursor: 1, messageId: "m", author, text: "Hello" },
    });

    expect(writing.teamTyping).toBe(true);
    expect(later(said("customer"))).toBe(true);
    expect(later(said("staff"))).toBe(false);
    expect(later({ name: "typing", payload: { typing: false } })).toBe(false);
    expect(later({ name: "owner", payload: { cursor: 1, owner: "bot" } })).toBe(false);
    expect(later(session())).toBe(false);
  });

  it("[U34] says once where the team handed back, and nothing of a bot that had the turn from the start", () => {
    const moved = (cursor: number, owner: "human" | "bot"): Happening => ({
      name: "owner",
      payload: { cursor, owner },
    });
    const back = after(session(), asked("q1", 1), moved(2, "human"), moved(3, "bot"), moved(3, "bot"), asked("q2", 4));

    expect(after(session(), asked("q1", 1)).entries.map(({ kind }) => kind)).toEqual(["customer"]);
    expect(back.entries.map(({ kind }) => kind)).toEqual(["customer", "turn", "customer"]);
    expect(back.entries[1]).toMatchObject({ cursor: 3 });
    expect(unreadCount(back, 2)).toBe(1);
    // The question that nobody turned to is answered after it.
    expect(isThinking(after(session(), asked("q1", 1), moved(2, "human"), moved(3, "bot")))).toBe(true);
  });

  it("[U34] shows the answer to a question left open at the hand-back below the line that says so", () => {
    const moved = (cursor: number, owner: "human" | "bot"): Happening => ({
      name: "owner",
      payload: { cursor, owner },
    });
    const left = [session(), asked("q1", 1), moved(2, "human"), moved(3, "bot")];
    const order = (...happenings: Happening[]) => after(...happenings).entries.map(({ id }) => id);

    expect(order(...left, started("a1", "q1"))).toEqual(["q1", "turn-3", "a1"]);
    expect(order(...left, ended("a1", "q1", 4, "Yes."))).toEqual(["q1", "turn-3", "a1"]);
    const stopped = ended("a1", "q1", 3, "Yes");
    expect(order(session(), asked("q1", 1), moved(2, "human"), stopped, moved(4, "bot"))).toEqual([
      "q1",
      "a1",
      "turn-4",
    ]);
    expect(order(session(), asked("q1", 1), ended("a1", "q1", 2, "Yes."), moved(3, "human"), moved(4, "bot"))).toEqual([
      "q1",
      "a1",
      "turn-4",
    ]);
  });

  it("[U5] begins the text anew at offset 0", () => {
    const shown = after(
      session(),
      asked("q1", 1),
      started("a1", "q1"),
      delta("a1", 0, "A draft"),
      delta("a1", 0, "The"),
    );

    expect(textOf(shown, "a1")).toBe("The");
  });

  it("[U5] never changes a finished answer", () => {
    const late = [delta("a1", 0, "late"), started("a1", "q1"), ended("a1", "q1", 2, "other")];
    const shown = after(session(), asked("q1", 1), ended("a1", "q1", 2, "final"), ...late);

    expect(textOf(shown, "a1")).toBe("final");
  });

  it("[U6] puts an answer below its question, also when another question came first", () => {
    const shown = after(
      session(),
      asked("q1", 1),
      asked("q2", 2),
      started("a1", "q1"),
      ended("a1", "q1", 3, "one"),
      started("a2", "q2"),
    );

    expect(idsOf(shown)).toEqual(["q1", "a1", "q2", "a2"]);
  });

  it("[U10] replaces an unfinished answer that a restarted server writes under another id", () => {
    const shown = after(
      session(),
      asked("q1", 1),
      started("a1", "q1"),
      delta("a1", 0, "Half"),
      session(),
      started("b1", "q1"),
    );

    expect(idsOf(shown)).toEqual(["q1", "b1"]);
  });

  it("[U9] shows what was said so far until the first delta after a reconnect", () => {
    const shown = after(
      session(),
      asked("q1", 1),
      started("a1", "q1"),
      delta("a1", 0, "Half"),
      session(),
      started("a1", "q1"),
    );

    expect(textOf(shown, "a1")).toBe("Half");
  });

  it("[U12] forgets the entries of another conversation", () => {
    expect(idsOf(after(session("one"), asked("q1", 1), session("two")))).toEqual([]);
  });

  it("[U15] counts answers and messages behind what was read, not the customer's own", () => {
    const shown = after(
      session(),
      asked("q1", 1),
      ended("a1", "q1", 2, "x"),
      asked("q2", 3),
      ended("a2", "q2", 4, "y"),
    );

    expect(unreadCount(shown, 0)).toBe(2);
    expect(unreadCount(shown, 2)).toBe(1);
    expect(unreadCount(shown, 4)).toBe(0);
  });

  it("[U16] knows replayed history from news", () => {
    const shown = after(
      session("one", 2),
      asked("q1", 1),
      ended("a1", "q1", 2, "old"),
      asked("q2", 3),
      ended("a2", "q2", 4, "new"),
    );

    expect(shown.entries.map(({ id, at }) => [id, at !== null])).toEqual([
      ["q1", true],
      ["a1", false],
      ["q2", true],
      ["a2", true],
    ]);
  });

  it("is thinking from the question until the first word, and not while a person answers", () => {
    const question = [session(), asked("q1", 1)];

    expect(isThinking(after(...question))).toBe(true);
    expect(isThinking(after(...question, started("a1", "q1")))).toBe(true);
    expect(isThinking(after(...question, started("a1", "q1"), delta("a1", 0, "S")))).toBe(false);
    expect(isThinking(after(...question, { name: "owner", payload: { cursor: 2, owner: "human" } }))).toBe(false);
  });

  it("[U5] ends the same however often and in whatever order events arrive", () => {
    const events: Happening[] = [1, 2, 3].flatMap((n) => [
      asked(`q${n}`, 2 * n - 1),
      started(`a${n}`, `q${n}`),
      delta(`a${n}`, 0, "some "),
      delta(`a${n}`, 5, "words"),
      ended(`a${n}`, `q${n}`, 2 * n, `final ${n}`),
    ]);
    const expected = shape(after(session(), ...events));

    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...events), { maxLength: 40 }),
        fc.shuffledSubarray(events, { minLength: events.length }),
        (repeated, all) => expect(shape(after(session(), ...repeated, ...all))).toEqual(expected),
      ),
    );
  });
});

const NOW = 1_000;

function after(...happenings: Happening[]): Conversation {
  return happenings.reduce((known, happening) => afterHappening(known, happening, NOW), emptyConversation);
}

function session(conversationId = "one", cursor = 0): Happening {
  return { name: "session", payload: { protocol: 1, conversationId, visitorToken: "token", cursor, owner: "bot" } };
}

function asked(messageId: string, cursor: number): Happening {
  return { name: "acknowledged", payload: { messageId, cursor, text: `Question ${messageId}?` } };
}

function started(messageId: string, replyTo: string): Happening {
  return { name: "answer-start", payload: { messageId, replyTo } };
}

function delta(messageId: string, offset: number, text: string): Happening {
  return { name: "answer-delta", payload: { messageId, offset, text } };
}

function ended(messageId: string, replyTo: string, cursor: number, text: string): Happening {
  const payload = {
    messageId,
    replyTo,
    cursor,
    text,
    outcome: "answered",
    route: "documentation",
    citations: [],
  } as const;
  return { name: "answer-end", payload: { ...payload, citations: [] } };
}

function textOf({ entries }: Conversation, id: string): string | undefined {
  const found = entries.find((entry) => entry.id === id);
  return found && "text" in found ? found.text : undefined;
}

function idsOf({ entries }: Conversation): string[] {
  return entries.map(({ id }) => id);
}

function shape({ entries, cursor }: Conversation) {
  return { cursor, entries: entries.map((entry) => ({ ...entry, at: null })) };
}
