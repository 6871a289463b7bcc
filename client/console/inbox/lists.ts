import type { InboxItem } from "../../../src/protocol/staff.ts";
import type { InboxList } from "../../../src/protocol/staff-http.ts";
import type { IconName } from "../parts/icon.tsx";

export const LISTS: readonly { list: InboxList; label: string; icon: IconName; empty: readonly [string, string] }[] = [
  {
    list: "waiting",
    label: "Waiting",
    icon: "waiting",
    empty: ["Nobody is waiting", "Customers who ask for a person appear here at once. The bot looks after the others."],
  },
  {
    list: "mine",
    label: "Mine",
    icon: "mine",
    empty: ["You have no conversations", "Open one that waits and press t to take it over."],
  },
  {
    list: "open",
    label: "Open",
    icon: "open",
    empty: ["No open conversations", "The first question that a customer asks in the chat appears here."],
  },
  { list: "closed", label: "Closed", icon: "closed", empty: ["Nothing is closed yet", "What you close is kept here."] },
  {
    list: "unreviewed",
    label: "To review",
    icon: "review",
    empty: ["Everything is reviewed", "New answers of the bot come back here."],
  },
];

export function listNamed(name: string | undefined): InboxList {
  return LISTS.find(({ list }) => list === name)?.list ?? "waiting";
}

/** A list with the line of a conversation as it is now: added, moved or gone. Order as the server's. */
export function placeItem(
  items: readonly InboxItem[],
  item: InboxItem,
  list: InboxList,
  staffId: string,
): readonly InboxItem[] {
  const others = items.filter(({ conversationId }) => conversationId !== item.conversationId);
  const known = others.length < items.length;
  // A line does not say whether its answers are reviewed, so it neither enters nor leaves that list by itself.
  const belongs = list === "unreviewed" ? known : belongsTo(item, list, staffId);
  if (!belongs) return known ? others : items;
  return [...others, item].sort(list === "waiting" ? longestWaitFirst : newestFirst);
}

function belongsTo(item: InboxItem, list: Exclude<InboxList, "unreviewed">, staffId: string): boolean {
  const awake = item.snoozedUntil === null;
  switch (list) {
    case "waiting":
      return awake && item.waitingSince !== null && item.owner === "queued";
    case "mine":
      return awake && item.owner === "human" && item.assignee?.staffId === staffId;
    case "open":
      return item.owner !== "closed";
    case "closed":
      return item.owner === "closed";
  }
}

function longestWaitFirst(a: InboxItem, b: InboxItem): number {
  return (a.waitingSince ?? Number.POSITIVE_INFINITY) - (b.waitingSince ?? Number.POSITIVE_INFINITY);
}

function newestFirst(a: InboxItem, b: InboxItem): number {
  return b.lastAt - a.lastAt;
}

/** The conversation `step` lines away from the chosen one; the first one when none is chosen. */
export function neighbour(items: readonly InboxItem[], chosen: string | undefined, step: 1 | -1): string | undefined {
  const at = items.findIndex(({ conversationId }) => conversationId === chosen);
  return (at < 0 ? items[0] : items[at + step])?.conversationId;
}
