import type { Colleague, Reply, ReplyAck, TakeOverAck } from "../protocol/staff.ts";
import type { AnswerRunner } from "./answer-runner.ts";
import type { Audience } from "./audience.ts";
import type { ConversationStore, Transfer } from "./conversation-store.ts";
import type { InTurn } from "./in-turn.ts";
import { refusal } from "./refusal.ts";
import type { ShadowDrafts } from "./shadow-drafts.ts";

export type StaffTurnPorts = {
  store: ConversationStore;
  audience: Audience;
  inTurn: InTurn;
  runner: AnswerRunner;
  drafts: ShadowDrafts;
  /** What a colleague is called. */
  nameOf: (staffId: string) => Promise<string>;
  clock: () => number;
  newId: () => string;
};

/** What staff may do to a conversation's turn. Expected refusals are returned; faults of the store reject. */
export type Moved = {
  ack: TakeOverAck;
  /** False where it was so already, which is worth no line in the audit log. */
  changed: boolean;
};

export type StaffTurns = {
  /** `conflict` names who has the conversation instead. The bot falls silent before the acknowledgement. */
  takeOver(conversationId: string, who: Colleague): Promise<Moved>;
  /** The bot answers again, with what staff said in its context, and first the question that was left to it. */
  handBack(conversationId: string, who: Colleague): Promise<Moved>;
  close(conversationId: string, who: Colleague): Promise<Moved>;
  /** Gives the conversation to `to`, whoever has it now; null puts it back among those that wait. */
  assign(conversationId: string, who: Colleague, to: string | null): Promise<Moved>;
  /** Puts it back among those that wait if `holder` still has it. */
  release(conversationId: string, holder: string, by: string): Promise<Moved>;
  reply(reply: Reply, who: Colleague): Promise<ReplyAck>;
};

export function staffTurns(ports: StaffTurnPorts): StaffTurns {
  const { store, audience, inTurn, runner, drafts, clock, newId } = ports;

  function move(transfer: Omit<Transfer, "at" | "answerId">): Promise<Moved> {
    const { conversationId, to } = transfer;
    return inTurn(conversationId, async () => {
      const moved = await store.transfer({ ...transfer, answerId: newId(), at: clock() });
      if (moved.kind === "refused") {
        return { ack: refusal(moved.code, await whyNot(moved.code, moved.assignee)), changed: false };
      }
      if (moved.kind !== "changed") {
        return { ack: { ok: true, cursor: moved.cursor }, changed: moved.kind === "reassigned" };
      }

      audience.tell(conversationId, { event: "owner", payload: moved.change });
      if (to === "human" || to === "closed") await runner.cutOff(conversationId);
      if (to !== "human") drafts.stop(conversationId);
      if (moved.owed) runner.add({ ...moved.owed, first: true });
      return { ack: { ok: true, cursor: moved.change.cursor }, changed: true };
    });
  }

  async function whyNot(code: "conflict" | "closed" | "not-found", assignee: string | null): Promise<string> {
    if (code === "conflict" && assignee) return `${await ports.nameOf(assignee)} has this conversation already.`;
    return code === "closed" ? "This conversation is closed." : "There is no such conversation.";
  }

  return {
    takeOver: (conversationId, { staffId }) =>
      move({ conversationId, staffId, to: "human", nextAssignee: staffId, assigns: false }),
    handBack: (conversationId, { staffId }) =>
      move({ conversationId, staffId, to: "bot", nextAssignee: null, assigns: false }),
    close: (conversationId, { staffId }) =>
      move({ conversationId, staffId, to: "closed", nextAssignee: null, assigns: false }),
    assign: (conversationId, { staffId }, to) =>
      move({ conversationId, staffId, to: to ? "human" : "queued", nextAssignee: to, assigns: true }),
    release: (conversationId, holder, by) =>
      move({ conversationId, staffId: by, to: "queued", nextAssignee: null, assigns: true, onlyFrom: holder }),

    reply: ({ conversationId, clientMessageId, text, citations = [] }, { staffId }) =>
      inTurn(conversationId, async () => {
        const said = { conversationId, staffId, clientMessageId, messageId: newId(), text, citations };
        const kept = await store.keepReply({ ...said, at: clock() });
        if (kept.kind === "refused") {
          if (kept.code !== "not-yours") return refusal(kept.code);
          return refusal("conflict", "Take the conversation over before you reply: the turn is not yours.");
        }
        const { messageId, cursor } = kept;
        if (kept.kind === "kept") {
          const message = {
            cursor,
            messageId,
            author: "staff" as const,
            text,
            ...(citations.length > 0 && { citations }),
          };
          audience.tell(conversationId, { event: "message", payload: message });
        }
        return { ok: true, messageId, cursor };
      }),
  };
}
