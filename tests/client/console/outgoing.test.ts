import { describe, expect, it } from "@jest/globals";
import { Outgoing } from "../../../client/console/inbox/outgoing.ts";
import type { AckOf } from "../../../client/shared/staff-connection.ts";
import type { Reply } from "../../../src/protocol/staff.ts";

const reply: Reply = { conversationId: "c", clientMessageId: "1", text: "Hello" };
const next: Reply = { ...reply, clientMessageId: "2", text: "Are you there?" };
const TAKEN: AckOf<"reply"> = { ok: true, messageId: "m", cursor: 1 };
const REFUSED: AckOf<"reply"> = { ok: false, error: { code: "forbidden", message: "Ben has the turn." } };

/** Replies whose server says what `says` holds, or nothing. */
function outgoing(says: { ack: AckOf<"reply"> | null; boxIsFree?: boolean }) {
  const delivered: Reply[] = [];
  const takenBack: string[] = [];
  const replies = new Outgoing({
    deliver: async (one) => {
      delivered.push(one);
      return says.ack;
    },
    takeBack: (one, reason) => {
      takenBack.push(`${one.text} ${reason}`);
      return says.boxIsFree ?? true;
    },
  });
  replies.belongTo("ana");
  return { replies, delivered, takenBack };
}

describe("a reply on its way", () => {
  it("[B11] stays in sight when the server did not take it, and goes when it is sent again", async () => {
    const server: { ack: AckOf<"reply"> | null } = { ack: null };
    const { replies } = outgoing(server);
    const sent = replies.send(reply);
    expect(replies.of("c").state).toEqual([{ ...reply, state: "sending" }]);
    await sent;
    expect(replies.of("c").state).toEqual([{ ...reply, state: "waiting" }]);

    server.ack = TAKEN;
    await replies.send(reply);
    expect(replies.of("c").state).toEqual([]);
  });

  it("[B31] without an answer of the server goes out again in its order, as the same one, and nothing is said", async () => {
    const server: { ack: AckOf<"reply"> | null } = { ack: null };
    const { replies, delivered, takenBack } = outgoing(server);
    await replies.send(reply);
    await replies.send(next);
    server.ack = TAKEN;
    await Promise.all([replies.sendWaiting(), replies.send(reply)]);
    expect(delivered.slice(2).map(({ clientMessageId }) => clientMessageId)).toEqual(["1", "1", "2"]);
    expect(replies.of("c").state).toEqual([]);
    expect(takenBack).toEqual([]);
  });

  it("[B31] that was refused is said not to be sent and goes back to the reply box", async () => {
    const { replies, takenBack } = outgoing({ ack: REFUSED });
    await replies.send(reply);
    expect(takenBack).toEqual(["Hello Ben has the turn."]);
    expect(replies.of("c").state).toEqual([]);
  });

  it("[B11][B31] that was refused stays in sight, and goes by itself never again, where another was begun", async () => {
    const { replies, delivered } = outgoing({ ack: REFUSED, boxIsFree: false });
    await replies.send(reply);
    await replies.sendWaiting();
    expect(replies.of("c").state).toEqual([{ ...reply, state: "refused" }]);
    expect(delivered).toHaveLength(1);
  });

  it("[B31] outlives a session that ended, and goes out under nobody else's name", async () => {
    const { replies, delivered } = outgoing({ ack: null });
    await replies.send(reply);
    replies.belongTo("ana");
    expect(replies.of("c").state).toHaveLength(1);
    replies.belongTo("ben");
    await replies.sendWaiting();
    expect(replies.of("c").state).toEqual([]);
    expect(delivered).toHaveLength(1);
  });
});
