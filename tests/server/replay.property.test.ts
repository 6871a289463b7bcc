import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Entry } from "../../src/conversations/conversation-store.ts";
import { answerOf } from "../support/scripted-answers.ts";
import type { Visitor } from "../support/visitor.ts";
import { type VisitorServer, visitorServer } from "../support/visitor-server.ts";

let server: VisitorServer;
beforeEach(async () => {
  server = await visitorServer({
    answerQuestion: async ({ text, history }, { onDelta }) => {
      for (const word of ["Yes: ", text]) {
        onDelta(word);
        await nextTurn();
      }
      return answerOf(`Yes: ${text}`, { text, history });
    },
  });
});
afterEach(() => server.close());

/** A widget: remembers by cursor what it was told and what was acknowledged, and comes back with its last cursor. */
function device(token: string) {
  const known = new Map<number, string>();
  const twice: number[] = [];
  const outOfOrder: number[] = [];
  let last = 0;
  let visitor: Visitor | null = null;
  let read = 0;

  function learn(cursor: number, messageId: string): void {
    if (known.has(cursor)) twice.push(cursor);
    if (cursor !== last + 1) outOfOrder.push(cursor);
    known.set(cursor, messageId);
    last = Math.max(last, cursor);
  }

  return {
    known,
    twice,
    outOfOrder,
    last: () => last,
    async connect() {
      if (visitor) return;
      read = 0;
      visitor = server.knock({ token, cursor: last });
      visitor.socket.onAny(() => {
        for (const { event, payload } of visitor?.heard.slice(read) ?? []) {
          read += 1;
          if (event === "message" || event === "answer-end") learn(payload.cursor, payload.messageId);
        }
      });
      await visitor.next("session");
    },
    disconnect() {
      visitor?.leave();
      visitor = null;
    },
    async ask(text: string) {
      if (!visitor) return;
      await new Promise<void>((resolve) => {
        visitor?.socket.emit(
          "ask",
          { clientMessageId: text, text },
          (ack: { ok: true; cursor: number; messageId: string }) => {
            // Acknowledged in the order of the entries, like everything else that is told.
            if (ack.ok) learn(ack.cursor, ack.messageId);
            resolve();
          },
        );
        visitor?.socket.once("disconnect", () => resolve());
      });
    },
  };
}

describe("any interleaving of devices that come, go and ask", () => {
  it("[W6] tells each device every entry exactly once and in order", async () => {
    const step = fc.record({
      device: fc.nat(2),
      action: fc.constantFrom("connect", "disconnect", "ask", "ask"),
      waits: fc.boolean(),
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const first = await server.visit();
        const { visitorToken, conversationId } = first.session();
        first.leave();
        run += 1;
        const devices = [device(visitorToken), device(visitorToken), device(visitorToken)];
        const pending: Promise<void>[] = [];
        for (const [index, { device: number, action, waits }] of steps.entries()) {
          const one = devices[number]!;
          const done =
            action === "connect"
              ? one.connect()
              : action === "ask"
                ? one.ask(`run ${run}, step ${index}?`)
                : Promise.resolve(one.disconnect());
          if (action === "connect" || waits) await done;
          else pending.push(done);
        }
        await Promise.all(pending);
        await allAnswered(conversationId);
        for (const one of devices) {
          one.disconnect();
          await one.connect();
        }
        const { entries, cursor } = await server.ports.store.timeline(conversationId, 0);
        const expected = entries.map(({ payload }: Entry) => [
          payload.cursor,
          "messageId" in payload && payload.messageId,
        ]);
        for (const one of devices) {
          while (one.last() < cursor) await nextTurn();
          expect({ twice: one.twice, outOfOrder: one.outOfOrder }).toEqual({ twice: [], outOfOrder: [] });
          expect([...one.known]).toEqual(expected);
          one.disconnect();
        }
      }),
      { numRuns: 15 },
    );
  });
});

async function allAnswered(conversationId: string): Promise<void> {
  for (;;) {
    const open = await server.ports.store.openAnswers();
    if (!open.some((answer) => answer.conversationId === conversationId)) return;
    await nextTurn();
  }
}
