import { describe, expect, it } from "@jest/globals";
import { neighbour, placeItem } from "../../../client/console/inbox/lists.ts";
import type { InboxItem } from "../../../src/protocol/staff.ts";

const ana = { staffId: "ana", name: "Ana" };
const ben = { staffId: "ben", name: "Ben" };

function line(conversationId: string, changes: Partial<InboxItem> = {}): InboxItem {
  const empty = {
    assignee: null,
    waitingSince: null,
    lastAt: 0,
    lastText: "",
    lastAsked: "",
    labels: [],
    unread: 0,
    customer: null,
  };
  const nothing = { email: null, snoozedUntil: null };
  return { conversationId, owner: "bot", lastAuthor: "customer", ...empty, ...nothing, ...changes };
}

const ids = (items: readonly InboxItem[]) => items.map(({ conversationId }) => conversationId);

describe("a list of the inbox that follows what happens", () => {
  it("[B4] puts whoever waits longest first", () => {
    const early = line("early", { owner: "queued", waitingSince: 10 });
    const late = line("late", { owner: "queued", waitingSince: 20 });

    expect(ids(placeItem([late], early, "waiting", "ana"))).toEqual(["early", "late"]);
  });

  it("[B4] puts the newest first everywhere else", () => {
    const before = [line("a", { lastAt: 2 }), line("b", { lastAt: 1 })];

    expect(ids(placeItem(before, line("b", { lastAt: 3 }), "open", "ana"))).toEqual(["b", "a"]);
  });

  it("[B4] lets a conversation go from 'waiting' when somebody takes it over", () => {
    const waiting = line("a", { owner: "queued", waitingSince: 1 });

    expect(placeItem([waiting], line("a", { owner: "human", assignee: ben }), "waiting", "ana")).toEqual([]);
  });

  it("[B4] holds only one's own under 'mine'", () => {
    const mine = placeItem([], line("a", { owner: "human", assignee: ana }), "mine", "ana");

    expect(ids(mine)).toEqual(["a"]);
    expect(placeItem(mine, line("b", { owner: "human", assignee: ben }), "mine", "ana")).toBe(mine);
  });

  it("[B4] neither adds to nor takes from 'to review' by itself", () => {
    const shown = [line("a")];

    expect(ids(placeItem(shown, line("a", { owner: "closed" }), "unreviewed", "ana"))).toEqual(["a"]);
    expect(placeItem(shown, line("b"), "unreviewed", "ana")).toBe(shown);
  });

  it("[B7] is walked with j and k, from the first line on", () => {
    const items = [line("a"), line("b")];

    expect(neighbour(items, undefined, 1)).toBe("a");
    expect(neighbour(items, "a", 1)).toBe("b");
    expect(neighbour(items, "a", -1)).toBeUndefined();
    expect(neighbour([], undefined, 1)).toBeUndefined();
  });
});
