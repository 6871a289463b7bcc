import { setImmediate as nextTurn } from "node:timers/promises";
import type { Kysely, Transaction } from "kysely";

type Job<Tables> = {
  work: (transaction: Transaction<Tables>) => Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (reason: unknown) => void;
};

export type Write<Tables> = <Result>(work: (transaction: Transaction<Tables>) => Promise<Result>) => Promise<Result>;

/** Bounds how long one commit keeps the event loop from its other work. */
const BATCH_LIMIT = 64;

/**
 * A durable commit costs a disk flush (about .3 ms) whatever it holds, so writes that are asked for in the same turn
 * of the event loop share one. Each resolves when the shared commit is durable. When a batch fails, each of its writes
 * is tried again in a transaction of its own, so `work` may run twice and only the write at fault rejects.
 */
export function groupCommit<Tables>(db: Kysely<Tables>): Write<Tables> {
  const waiting: Job<Tables>[] = [];
  let flushing = false;

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      await commit(db, waiting.splice(0, BATCH_LIMIT));
      // Whoever writes again as soon as it has written would keep the event loop from everything else.
      await nextTurn();
    }
    flushing = false;
  }

  return <Result>(work: (transaction: Transaction<Tables>) => Promise<Result>) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ work, resolve: resolve as (value: unknown) => void, reject });
      if (flushing) return;

      flushing = true;
      setImmediate(() => void flush());
    });
}

async function commit<Tables>(db: Kysely<Tables>, batch: Job<Tables>[]): Promise<void> {
  try {
    const results = await db.transaction().execute(async (transaction) => {
      const done: unknown[] = [];
      for (const job of batch) done.push(await job.work(transaction));
      return done;
    });
    for (const [index, job] of batch.entries()) job.resolve(results[index]);
  } catch (error) {
    if (batch.length === 1) batch[0]!.reject(error);
    else for (const job of batch) await commit(db, [job]);
  }
}
