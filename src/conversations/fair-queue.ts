export type FairQueue<Job> = {
  add(job: Job): void;
  /** Jobs that wait or run. */
  size(): number;
  /** Starts nothing more; what waits is dropped, what runs goes on. */
  close(): void;
  /** Resolves as soon as nothing waits and nothing runs. */
  idle(): Promise<void>;
};

export type FairQueueOptions<Job> = {
  keyOf: (job: Job) => string;
  /** Must not reject. */
  run: (job: Job) => Promise<void>;
  /** Jobs that run at once, over all keys. */
  concurrency: number;
};

/**
 * Jobs of one key run one after the other, in order. Keys take turns, so that one customer's ten questions hold
 * nobody else up by more than one.
 */
export function fairQueue<Job>({ keyOf, run, concurrency }: FairQueueOptions<Job>): FairQueue<Job> {
  /** The waiting jobs of each key that waits or runs. */
  const lines = new Map<string, Job[]>();
  /** Keys whose next job may start, longest waiting first. */
  const ready: string[] = [];
  let size = 0;
  let running = 0;
  let idleListeners: (() => void)[] = [];

  function pump(): void {
    while (running < concurrency && ready.length > 0) {
      const key = ready.shift()!;
      running += 1;
      void run(lines.get(key)!.shift()!).then(() => finished(key));
    }
    if (size === 0) {
      for (const resolve of idleListeners) resolve();
      idleListeners = [];
    }
  }

  function finished(key: string): void {
    running -= 1;
    size -= 1;
    if (lines.get(key)!.length > 0) ready.push(key);
    else lines.delete(key);
    pump();
  }

  return {
    add(job) {
      const key = keyOf(job);
      const line = lines.get(key);
      size += 1;
      if (line) line.push(job);
      else {
        lines.set(key, [job]);
        ready.push(key);
      }
      pump();
    },
    size: () => size,
    close() {
      for (const line of lines.values()) size -= line.splice(0).length;
      for (const key of ready.splice(0)) lines.delete(key);
      pump();
    },
    idle: () => (size === 0 ? Promise.resolve() : new Promise((resolve) => idleListeners.push(resolve))),
  };
}
