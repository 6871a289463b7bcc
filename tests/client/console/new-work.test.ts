import { describe, expect, it } from "@jest/globals";
import { newlyWaiting } from "../../../client/console/new-work.ts";
import type { InboxItem } from "../../../src/protocol/staff.ts";

function line(conversationId: string, waitingSince: number | null, owner: InboxItem["owner"] = "queued"): InboxItem {
  return {
    conversationId,
    owner,
    assignee: null,
    waitingSince,
    lastAt: 0,
    lastAuthor: "customer",
    lastText: "Hello?",
    lastAsked: "Hello?",
    labels: [],
    unread: 1,
    customer: null,
    email: null,
    snoozedUntil: null,
  };
}

describe("new work", () => {
  const known = new Map([
    ["before", 5],
    ["answered", null],
  ]);

  it("[B20] is a customer who begins to wait for a person, once for each wait", () => {
    const items = [line("before", 5), line("answered", 9), line("new", 7), line("before", 8)];

    expect(newlyWaiting(known, items).map((one) => [one.conversationId, one.waitingSince])).toEqual([
      ["answered", 9],
      ["new", 7],
      ["before", 8],
    ]);
  });

  it("[B20] is nobody whom the bot answers, somebody has, or who is done", () => {
    const items = [line("a", null, "bot"), line("b", 7, "human"), line("c", 7, "closed"), line("d", null)];

    expect(newlyWaiting(known, items)).toEqual([]);
  });
});
