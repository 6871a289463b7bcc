/** Time that passes, injected so that a test decides when it does. */
export interface Timers {
  /** Runs once after `ms` milliseconds. The returned function calls it off. */
  after(ms: number, run: () => void): () => void;
}

export const systemTimers: Timers = {
  after(ms, run) {
    // Unreferenced: what is only waited for must not keep a closed server's process alive.
    const timer = setTimeout(run, ms).unref();
    return () => clearTimeout(timer);
  },
};
