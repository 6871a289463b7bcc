import type { Snoozes } from "./snoozes.ts";
import type { Timers } from "./timers.ts";

export type SnoozeAlarmPorts = {
  snoozes: Snoozes;
  timers: Timers;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** Called for each conversation that wakes. */
  onWake: (conversationId: string) => void;
  onFault: (fault: unknown) => void;
};

export type SnoozeAlarm = {
  /** Wakes what is overdue, then whatever is next at its time. */
  start(): Promise<void>;
  /** Until a time to come; null wakes it. False when there is no such open conversation. */
  snooze(conversationId: string, until: number | null): Promise<boolean>;
  stop(): void;
};

/** Timers know nothing of a clock that is set ahead, so what is due is looked at again each minute while anything sleeps. */
const LONGEST_WAIT_MS = 60_000;

/** Wakes conversations at their time. What is due is kept in the database, so a restart forgets nobody. */
export function snoozeAlarm({ snoozes, timers, clock, onWake, onFault }: SnoozeAlarmPorts): SnoozeAlarm {
  let callOff: (() => void) | null = null;
  let stopped = false;

  async function set(): Promise<void> {
    for (const conversationId of await snoozes.wake(clock())) onWake(conversationId);
    const next = await snoozes.next();
    callOff?.();
    callOff = null;
    if (next === null || stopped) return;
    callOff = timers.after(Math.min(Math.max(next - clock(), 0), LONGEST_WAIT_MS), () => void set().catch(onFault));
  }

  return {
    start: set,
    async snooze(conversationId, until) {
      const kept = await snoozes.keep(conversationId, until);
      if (kept) await set();
      return kept;
    },
    stop() {
      stopped = true;
      callOff?.();
    },
  };
}
