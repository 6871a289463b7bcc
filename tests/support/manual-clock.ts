import type { Clock } from "../../src/models/clock.ts";

type Waiting = { at: number; ms: number; ring: () => void };

/** Time that passes only when a test says so. */
export function manualClock(): Clock & {
  /** Rings everything due, in order. */
  advance(ms: number): void;
  /** Resolves as soon as somebody waits for exactly `ms`. */
  awaited(ms: number): Promise<void>;
  waiting(): number;
} {
  let now = 0;
  const alarms = new Set<Waiting>();
  const watchers = new Map<number, () => void>();

  return {
    now: () => now,
    alarm(ms, ring) {
      const alarm = { at: now + ms, ms, ring };
      alarms.add(alarm);
      watchers.get(ms)?.();
      return {
        restart() {
          alarm.at = now + ms;
        },
        cancel: () => void alarms.delete(alarm),
      };
    },
    advance(ms) {
      now += ms;
      for (const alarm of [...alarms].sort((a, b) => a.at - b.at)) {
        if (alarm.at <= now && alarms.delete(alarm)) alarm.ring();
      }
    },
    awaited: (ms) =>
      new Promise((resolve) => {
        watchers.set(ms, resolve);
        if ([...alarms].some((alarm) => alarm.ms === ms)) resolve();
      }),
    waiting: () => alarms.size,
  };
}
