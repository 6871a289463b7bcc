import type { Worker } from "node:worker_threads";
import type { Page, SearchHit } from "../protocol/staff-http.ts";
import { startWorker } from "../search/start-worker.ts";
import type { SearchJob } from "./find-messages.ts";

export type ConversationSearch = {
  /** Null when it would take too long: narrower words or a filter help. */
  find(job: SearchJob): Promise<Page<SearchHit> | null>;
  close(): Promise<void>;
};

/** Longer than any search should take, and short enough that one bad search does not hold up the next ones for long. */
const LIMIT_MS = 5_000;

/**
 * Searches in threads with connections of their own, so that no customer waits for a search. Ranking has a thread
 * apart: newest-first searches, which are quick, do not queue behind it.
 */
export function conversationSearch(file: string): ConversationSearch {
  const threads = { newest: searchThread(file), relevance: searchThread(file) };

  return {
    find: (job) => threads[job.filter.order].find(job),
    async close() {
      await Promise.all([threads.newest.close(), threads.relevance.close()]);
    },
  };
}

/** Starts with the first search; a thread that was given up is replaced at the next. Fails as its thread does. */
function searchThread(file: string): ConversationSearch {
  type Waiting = { resolve: (page: Page<SearchHit> | null) => void; reject: (fault: unknown) => void };
  let worker: Worker | null = null;
  let waiting = new Map<number, Waiting>();
  let jobs = 0;

  function started(): Worker {
    const thread = startWorker("../conversations/search-worker", { file });
    const own = waiting;
    thread.unref();
    thread.on("message", ({ id, page }: { id: number; page: Page<SearchHit> }) => {
      own.get(id)?.resolve(page);
      own.delete(id);
    });
    thread.on("error", (fault) => {
      for (const { reject } of own.values()) reject(fault);
      giveUp(thread);
    });
    return thread;
  }

  /** Whoever waits for the thread is told that it takes too long. */
  function giveUp(thread: Worker): void {
    if (worker !== thread) return;
    const left = waiting;
    worker = null;
    waiting = new Map();
    void thread.terminate();
    for (const { resolve } of left.values()) resolve(null);
  }

  return {
    find(job) {
      worker ??= started();
      const thread = worker;
      const id = ++jobs;
      return new Promise<Page<SearchHit> | null>((resolve, reject) => {
        const timer = setTimeout(() => giveUp(thread), LIMIT_MS).unref();
        const after =
          <Value>(settle: (value: Value) => void) =>
          (value: Value) => {
            clearTimeout(timer);
            settle(value);
          };
        waiting.set(id, { resolve: after(resolve), reject: after(reject) });
        thread.postMessage({ id, job });
      });
    },
    async close() {
      await worker?.terminate();
      worker = null;
    },
  };
}
