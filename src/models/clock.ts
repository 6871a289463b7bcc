/** Time as the models need it, injected so that tests decide when it passes. */
export interface Clock {
  /** Milliseconds from any fixed start. */
  now(): number;
  /** Calls `ring` once after `ms`, unless cancelled; `restart` counts the whole time anew. */
  alarm(ms: number, ring: () => void): Alarm;
}

export type Alarm = { restart(): void; cancel(): void };

export const systemClock: Clock = {
  now: () => performance.now(),

  alarm(ms, ring) {
    const timer = setTimeout(ring, ms);
    return { restart: () => void timer.refresh(), cancel: () => clearTimeout(timer) };
  },
};

/** Resolves after `ms`, or as soon as the signal aborts. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();

  return new Promise((resolve) => {
    const finish = () => {
      alarm.cancel();
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const alarm = clock.alarm(ms, finish);
    signal.addEventListener("abort", finish);
  });
}
