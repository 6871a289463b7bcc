import type { ConversationView } from "../../../src/protocol/staff-http.ts";
import type { Desk } from "../desk.ts";
import { fullTime } from "../parts/time.tsx";
import { linkTo } from "../route.ts";

/** What may be done now; a verb that makes no sense is null. The server has the last word. */
export type ConversationVerbs = {
  /** Resolves to whether it was granted. */
  takeOver: (() => Promise<boolean>) | null;
  handBack: (() => void) | null;
  /** From a colleague who has the turn. */
  takeFrom: (() => Promise<boolean>) | null;
  close: (() => void) | null;
  /** @param until milliseconds since the epoch */
  snooze: ((until: number) => void) | null;
  wake: (() => void) | null;
  /** The turn is with the person who looks at it: what they write reaches the customer. */
  mine: boolean;
};

export function conversationVerbs(
  desk: Desk,
  view: Pick<ConversationView, "conversationId" | "owner" | "assignee" | "snoozedUntil">,
): ConversationVerbs {
  const { conversationId, owner, assignee, snoozedUntil } = view;
  const mine = owner === "human" && assignee?.staffId === desk.me.staffId;
  const send = (verb: "hand-back" | "close", done: string) => async () => {
    if (await desk.emit(verb, { conversationId })) desk.toasts.say(done);
  };
  const takeOver = async () => {
    if (!(await desk.emit("take-over", { conversationId }))) return false;
    desk.toasts.say("The conversation is yours.");
    followToMine(desk, conversationId);
    return true;
  };
  const takeFrom = async () => {
    const mineNow = await desk.emit("assign", { conversationId, staffId: desk.me.staffId });
    if (mineNow) desk.toasts.say("The conversation is yours.");
    return mineNow !== null;
  };
  const wake = () => void desk.emit("snooze", { conversationId, until: null });
  const snooze = async (until: number) => {
    if (await desk.emit("snooze", { conversationId, until })) desk.toasts.say(`Asleep until ${fullTime(until)}.`, wake);
  };
  const maySnooze = desk.may("snooze") && owner !== "closed";
  const free = owner === "bot" || owner === "queued" || (owner === "human" && assignee === null);
  return {
    takeOver: desk.may("take-over") && free ? takeOver : null,
    handBack:
      desk.may("hand-back") && mine
        ? send("hand-back", "The bot answers again. The conversation stands under Open.")
        : null,
    takeFrom: desk.may("assign") && owner === "human" && !mine && assignee !== null ? takeFrom : null,
    close:
      desk.may("close") && owner !== "closed"
        ? send("close", "The conversation is closed. It stands under Closed.")
        : null,
    snooze: maySnooze ? snooze : null,
    wake: maySnooze && snoozedUntil !== null ? wake : null,
    mine,
  };
}

/** What is taken leaves "Waiting"; the list beside the conversation goes with it, if it is still the one in sight. */
function followToMine(desk: Desk, conversationId: string): void {
  const [page, list, chosen] = desk.route.state.path;
  if (page === "inbox" && list === "waiting" && chosen === conversationId) desk.go(linkTo(["inbox", "mine", chosen]));
}
