import type { Timers } from "../../src/conversations/timers.ts";

export type ManualTimers = Timers & {
  /** Lets `ms` pass: what is due rings in order, also what is set meanwhile. */
  pass(ms: number): void;
  /** Milliseconds that have passed. */
  now(): number;
  /** How many alarms are set. */
  waiting(): number;
};

export function manualTimers(): ManualTimers {
  let now = 0;
  let alarms: { at: number; run: () => void }[] = [];

  return {
    now: () => now,
    waiting: () => alarms.length,
    after(ms, run) {
      const alarm = { at: now + ms, run };
      alarms.push(alarm);
      return () => {
        alarms = alarms.filter((other) => other !== alarm);
      };
    },
    pass(ms) {
      const until = now + ms;
      for (;;) {
        const next = alarms.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        alarms = alarms.filter((alarm) => alarm !== next);
        now = next.at;
        next.run();
      }
      now = until;
    },
  };
}
