import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { snoozeAlarm } from "../../src/conversations/snooze-alarm.ts";
import { type ManualTimers, manualTimers } from "../support/manual-timers.ts";
import { type StaffMember, type StaffServer, staffServer } from "../support/staff-server.ts";

const START = Date.UTC(2026, 0, 1);
const HOUR = 60 * 60 * 1_000;

let timers: ManualTimers;
let server: StaffServer;
let ana: StaffMember;
const now = () => START + timers.now();
beforeEach(async () => {
  timers = manualTimers();
  server = await staffServer({ timers }, now);
  ana = await server.hire("owner", "Ana");
});
afterEach(() => server.close());

async function waiting() {
  const visitor = await server.visit();
  await visitor.send("request-human", {});
  return { visitor, conversationId: visitor.session().conversationId };
}

const listed = async (list: string) =>
  ((await ana.call("GET", `/inbox?list=${list}`)).body as { items: { conversationId: string }[] }).items.length;

describe("a conversation that is put to sleep", () => {
  it("[T35] leaves 'waiting' and 'mine' with their counts, stays open, and comes back when it is woken", async () => {
    const { conversationId } = await waiting();
    await ana.send("take-over", { conversationId });
    expect(await listed("mine")).toBe(1);
    expect(await ana.send("snooze", { conversationId, until: now() + HOUR })).toEqual({ ok: true });

    expect([await listed("mine"), await listed("open")]).toEqual([0, 1]);
    expect((await ana.call("GET", "/inbox/counts")).body).toMatchObject({ mine: 0, open: 1 });
    await ana.send("snooze", { conversationId, until: null });
    expect(await listed("mine")).toBe(1);
    const { items } = (await ana.call("GET", "/audit")).body as { items: { action: string }[] };
    expect(items.map(({ action }) => action).slice(0, 2)).toEqual(["snooze", "snooze"]);
  });

  it("[T35] comes back at its time, and staff hear of it", async () => {
    const { conversationId } = await waiting();
    await ana.send("snooze", { conversationId, until: now() + HOUR });
    timers.pass(1_000);
    await ana.next("inbox", ({ snoozedUntil }) => snoozedUntil !== null);
    expect(await listed("waiting")).toBe(0);
    const heard = ana.heard.length;
    timers.pass(HOUR);
    await settled(async () => {
      // The alarm is set anew each minute.
      timers.pass(60_000);
      return listed("waiting");
    }, 1);
    timers.pass(1_000);
    await ana.next(
      "inbox",
      (line) => line.snoozedUntil === null && ana.heard.findIndex(({ payload }) => payload === line) >= heard,
    );
  });

  it("[T35] comes back at once when the customer writes or asks for a person, and when somebody takes it over", async () => {
    const { visitor, conversationId } = await waiting();
    const asleep = () => ana.send("snooze", { conversationId, until: now() + HOUR });
    await asleep();
    await visitor.ask("Are you there?");
    expect(await listed("waiting")).toBe(1);
    await asleep();
    await visitor.send("request-human", {});
    expect(await listed("waiting")).toBe(1);
    await asleep();
    await ana.send("take-over", { conversationId });
    expect(await listed("mine")).toBe(1);
  });

  it("[T35] is woken by the next server when its time came in between", async () => {
    const { conversationId } = await waiting();
    const later = await waiting();
    await ana.send("snooze", { conversationId, until: now() + HOUR });
    await ana.send("snooze", { conversationId: later.conversationId, until: now() + 40 * 24 * HOUR });
    const woken: string[] = [];
    const next = manualTimers();
    const clock = () => START + 2 * HOUR + next.now();
    const { snoozes } = server.staff;
    const fail = (fault: unknown) => expect(fault).toBeUndefined();
    const alarm = snoozeAlarm({ snoozes, timers: next, clock, onWake: (id) => woken.push(id), onFault: fail });
    await alarm.start();
    expect(woken).toEqual([conversationId]);

    // Beyond what a timer of Node can wait.
    for (let day = 0; day <= 40 && woken.length < 2; day++) {
      next.pass(24 * HOUR);
      await snoozes.next();
      await settled(async () => next.waiting() > 0 || woken.length === 2, true);
    }
    expect(woken).toEqual([conversationId, later.conversationId]);
    alarm.stop();
  });

  it("[D6] wakes within a minute when the clock is set ahead of its time", async () => {
    const { conversationId } = await waiting();
    await ana.send("snooze", { conversationId, until: now() + 5 * HOUR });
    const woken: string[] = [];
    const next = manualTimers();
    let ahead = 0;
    const { snoozes } = server.staff;
    const alarm = snoozeAlarm({
      snoozes,
      timers: next,
      clock: () => START + next.now() + ahead,
      onWake: (id) => woken.push(id),
      onFault: (fault) => expect(fault).toBeUndefined(),
    });
    await alarm.start();
    ahead = 6 * HOUR;
    next.pass(60_000);
    await settled(async () => woken.length, 1);

    expect(woken).toEqual([conversationId]);
    alarm.stop();
  });

  it("[T35] sleeps until a time to come within a year, and nothing closed or unknown sleeps", async () => {
    const { conversationId } = await waiting();
    for (const until of [now(), now() - 1, now() + 400 * 24 * HOUR]) {
      expect(await ana.send("snooze", { conversationId, until })).toMatchObject({
        error: { code: "invalid", message: "Choose a time to come, within a year." },
      });
    }
    await ana.send("close", { conversationId });
    for (const id of [conversationId, "unknown"]) {
      expect(await ana.send("snooze", { conversationId: id, until: now() + HOUR })).toMatchObject({
        error: { code: "not-found" },
      });
    }
  });
});

/** Asks again until the answer is `wanted`: a timer sets off work that nobody waits for. */
async function settled<Value>(ask: () => Promise<Value>, wanted: Value): Promise<void> {
  while ((await ask()) !== wanted) await new Promise((resolve) => setImmediate(resolve));
}
