import type { Page, SearchFilter, SearchHit } from "../protocol/staff-http.ts";
import type { SearchJob } from "./find-messages.ts";
import { jobThread } from "./job-thread.ts";
import type { CountJob, FindJob } from "./search-worker.ts";

export type ConversationSearch = {
  /** Null when it would take too long: narrower words or a filter help. */
  find(job: Omit<SearchJob, "now">): Promise<Page<SearchHit> | null>;
  /** How many rows the filter has in all; null when counting would take too long. */
  count(filter: SearchFilter): Promise<number | null>;
  close(): Promise<void>;
};

/**
 * Searches in threads with connections of their own, so that no customer waits for a search. Ranking and counting have
 * threads apart: newest-first searches, which are quick, do not queue behind them.
 */
export function conversationSearch(file: string, clock: () => number): ConversationSearch {
  const finder = () => jobThread<string, FindJob, Page<SearchHit>>(WORKER, file, LIMITS);
  const threads = { newest: finder(), relevance: finder() };
  const counter = jobThread<string, CountJob, number>(WORKER, file, LIMITS);

  return {
    find: (job) => threads[job.filter.order].run({ kind: "find", ...job, now: clock() }),
    count: (filter) => counter.run({ kind: "count", filter, now: clock() }),
    async close() {
      await Promise.all([threads.newest.close(), threads.relevance.close(), counter.close()]);
    },
  };
}

const WORKER = "../conversations/search-worker";
const LIMITS = { jobMs: 5_000, startMs: 20_000 };
