import type { Clock } from "../../src/models/clock.ts";

type Waiting = { at: number; ms: number; ring: () => void };

/** Time that passes only when a test says so. */
export function manualClock(): Clock & { advance(ms: number): Promise<void>; waiting(): number[] } {
  let now = 0;
  const alarms = new Set<Waiting>();

  return {
    now: () => now,
    alarm(ms, ring) {
      const alarm = { at: now + ms, ms, ring };
      alarms.add(alarm);
      return {
        restart() {
          alarm.at = now + ms;
        },
        cancel: () => void alarms.delete(alarm),
      };
    },
    /** Rings everything due, in order, and lets what follows from it settle. */
    async advance(ms) {
      now += ms;
      for (const alarm of [...alarms].sort((a, b) => a.at - b.at)) {
        if (alarm.at > now || !alarms.delete(alarm)) continue;
        alarm.ring();
      }
      await new Promise(setImmediate);
    },
    waiting: () => [...alarms].map(({ at }) => at - now).sort((a, b) => a - b),
  };
}
