import { jobThread } from "../conversations/job-thread.ts";
import type { InsightsQuery, InsightsView } from "../protocol/insights.ts";
import type { ModelPrices } from "./cost.ts";
import { figuresView } from "./figures-view.ts";
import type { Figures, FiguresJob } from "./read-figures.ts";

export type Insights = {
  /** Null when it would take too long: a shorter time helps. */
  read(query: InsightsQuery): Promise<InsightsView | null>;
  close(): Promise<void>;
};

export type InsightsPorts = {
  /** The database of the conversations. */
  file: string;
  prices: ModelPrices;
  /** Milliseconds since the epoch. */
  clock: () => number;
};

/** Twice what a million messages take on a busy machine. */
const LIMIT_MS = 10_000;

/** Counts in a thread with a connection of its own. */
export function insights({ file, prices, clock }: InsightsPorts): Insights {
  const thread = jobThread<string, FiguresJob, Figures>("../insights/insights-worker", file, LIMIT_MS);
  return {
    async read(query) {
      const figures = await thread.run({ ...query, now: clock() });
      return figures && figuresView(figures, query, prices);
    },
    close: () => thread.close(),
  };
}
