import { jobThread } from "../conversations/job-thread.ts";
import type { ModelPrices } from "../models/model-prices.ts";
import type { GapsQuery, GapView, InsightsQuery, InsightsView } from "../protocol/insights.ts";
import { figuresView } from "./figures-view.ts";
import type { InsightsData, InsightsJob } from "./insights-worker.ts";
import type { Figures } from "./read-figures.ts";

export type Insights = {
  /** Null when it would take too long: a shorter time helps. */
  read(query: InsightsQuery): Promise<InsightsView | null>;
  /** The most asked first; null as above. */
  gaps(query: GapsQuery): Promise<GapView[] | null>;
  close(): Promise<void>;
};

export type InsightsPorts = InsightsData & {
  prices: ModelPrices;
  /** Milliseconds since the epoch. */
  clock: () => number;
};

/** Twice what a million messages take on a busy machine. */
const LIMITS = { jobMs: 10_000, startMs: 20_000 };

/** Counts and compares in a thread with a connection of its own. */
export function insights({ file, root, prices, clock }: InsightsPorts): Insights {
  const thread = jobThread<InsightsData, InsightsJob, Figures | GapView[]>(
    "../insights/insights-worker",
    { file, root },
    LIMITS,
  );
  return {
    async read(query) {
      const figures = await thread.run({ kind: "figures", ...query, now: clock() });
      return figures && figuresView(figures as Figures, query, prices);
    },
    gaps: (query) => thread.run({ kind: "gaps", ...query, now: clock() }) as Promise<GapView[] | null>,
    close: () => thread.close(),
  };
}
