import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import fc, { type Scheduler } from "fast-check";
import type { VisitorEvent } from "../../src/conversations/audience.ts";
import { ANSWER_LIMITS, conversationDesk } from "../../src/conversations/conversation-desk.ts";
import type { ConversationStore } from "../../src/conversations/conversation-store.ts";
import { memoryConversationStore } from "../../src/conversations/memory-conversation-store.ts";
import { manualTimers } from "../support/manual-timers.ts";
import { answerOf } from "../support/scripted-answers.ts";

const CONVERSATION = "ana";

/** A store whose every verb takes as long, before and after it acts, as the schedule says. */
function delayed(store: ConversationStore, schedule: Scheduler): ConversationStore {
  const slow =
    <Arguments extends unknown[], Result>(name: string, verb: (...given: Arguments) => Promise<Result>) =>
    async (...given: Arguments): Promise<Result> => {
      await schedule.schedule(Promise.resolve(), `before ${name}`);
      const result = await verb(...given);
      await schedule.schedule(Promise.resolve(), `after ${name}`);
      return result;
    };
  return {
    ...store,
    keepQuestion: slow("keepQuestion", store.keepQuestion),
    timeline: slow("timeline", store.timeline),
    startAnswer: slow("startAnswer", store.startAnswer),
    finishAnswer: slow("finishAnswer", store.finishAnswer),
  };
}

/** A desk with a room of devices, each of which notes what it was told and by which cursor. */
function deskWithDevices(schedule: Scheduler) {
  const store = memoryConversationStore();
  const timers = manualTimers();
  const room = new Map<string, Device>();
  let ids = 0;
  const desk = conversationDesk(
    {
      store: delayed(store, schedule),
      audience: {
        tell: (_conversation, event, except) => {
          for (const [id, device] of room) if (id !== except) device.hear(event);
        },
      },
      answerQuestion: async (question, { onDelta }) => {
        for (const piece of ["Yes", ", of", " course"]) {
          onDelta(piece);
          await schedule.schedule(Promise.resolve(), "a word");
        }
        return answerOf("Yes, of course", question);
      },
      timers,
      clock: () => 0,
      newId: () => `id-${++ids}`,
      reception: async () => "unstaffed",
      nameOf: async () => "A colleague",
      onDraft: null,
      onFault: (fault) => {
        throw fault;
      },
    },
    { contactText: "", openingHours: null, languageOf: () => "en", limits: { ...ANSWER_LIMITS, concurrency: 2 } },
  );
  return { desk, store, room, timers };
}

class Device {
  readonly known: [cursor: number, messageId: string][] = [];
  readonly problems: string[] = [];
  private answering: { messageId: string; text: string } | null = null;

  get cursor(): number {
    return this.known.at(-1)?.[0] ?? 0;
  }

  learn(cursor: number, messageId: string): void {
    if (cursor !== this.cursor + 1) this.problems.push(`entry ${cursor} came after ${this.cursor}`);
    this.known.push([cursor, messageId]);
  }

  hear({ event, payload }: VisitorEvent): void {
    if (event === "message") this.learn(payload.cursor, payload.messageId);
    if (event === "answer-start") this.answering = { messageId: payload.messageId, text: "" };
    if (event === "answer-delta") {
      if (this.answering?.text.length !== payload.offset) this.problems.push(`a delta at ${payload.offset}`);
      if (this.answering) this.answering.text += payload.text;
    }
    if (event === "answer-end") {
      if (this.answering?.messageId !== payload.messageId) this.answering = null;
      this.learn(payload.cursor, payload.messageId);
    }
  }
}

const step = fc.record({
  device: fc.nat(2),
  action: fc.constantFrom("open", "leave", "ask", "ask"),
  /** Delayed steps of the store and the answers that happen before the next action. */
  meanwhile: fc.nat(6),
});

describe("any interleaving of devices, answers and the store", () => {
  it("[W1] [W6] [W7] tells each device every entry once and in order, and each answer without a gap", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(step, { maxLength: 20 }), async (schedule, steps) => {
        const { desk, store, room, timers } = deskWithDevices(schedule);
        const devices = [new Device(), new Device(), new Device()];
        const visits = [0, 0, 0];
        const pending: Promise<void>[] = [];
        const idOf = (number: number) => `${number}.${visits[number]}`;

        const actions = {
          leave: (number: number) => {
            room.delete(idOf(number));
            visits[number]! += 1;
          },
          open: (number: number) => {
            actions.leave(number);
            const [device, id] = [devices[number]!, idOf(number)];
            const enter = ({ missed }: { missed: VisitorEvent[] }) => {
              if (id !== idOf(number)) return;
              for (const event of missed) device.hear(event);
              room.set(id, device);
            };
            pending.push(desk.open(CONVERSATION, device.cursor, enter));
          },
          ask: (number: number) => {
            const [device, id] = [devices[number]!, idOf(number)];
            if (!room.has(id)) return;
            const question = { clientMessageId: `${pending.length}`, text: "Really?" };
            const acknowledge = (ack: { ok: boolean; cursor?: number; messageId?: string }) => {
              // Like a socket that is gone: an acknowledgement that comes too late is heard by nobody.
              if (ack.ok && id === idOf(number)) device.learn(ack.cursor!, ack.messageId!);
            };
            pending.push(desk.ask(CONVERSATION, question, { listenerId: id, acknowledge }));
          },
        };

        for (const { device, action, meanwhile } of steps) {
          actions[action](device);
          for (let moment = 0; moment < meanwhile; moment += 1) {
            // What is delayed next is known only when everything that is not delayed has happened.
            await nextTurn();
            if (schedule.count() > 0) await schedule.waitOne();
            timers.pass(30);
          }
        }
        for (const number of [0, 1, 2]) if (!room.has(idOf(number))) actions.open(number);
        await nextTurn();
        while (schedule.count() > 0) {
          await schedule.waitOne();
          timers.pass(30);
          await nextTurn();
        }
        await Promise.all(pending);

        const { entries } = await store.timeline(CONVERSATION, 0);
        const expected = entries.flatMap(({ payload }) =>
          "messageId" in payload ? [[payload.cursor, payload.messageId]] : [],
        );
        for (const { known, problems } of devices) {
          expect(problems).toEqual([]);
          expect(known).toEqual(expected);
        }
        expect(await store.openAnswers()).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
