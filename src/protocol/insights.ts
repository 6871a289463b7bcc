import { z } from "zod";
import type { Resolution, Route } from "./conversation.ts";
import type { SearchFilter } from "./staff-http.ts";

/**
 * Insights, below `/api` (see staff-http.ts for what all requests share):
 *
 *     GET    /api/insights?edges=&channel=                    → InsightsView          read-insights
 *     GET    /api/documentation-gaps?from=&until=&channel=    → { gaps: GapView[] }
 */

/** More would be narrower than a line of the chart. */
const MOST_SPANS = 400;

export const insightsQuerySchema = z.object({
  /** Where one span of time ends and the next one begins, ascending, e.g. the midnights of the reader. */
  edges: z
    .string()
    .regex(/^\d{1,15}(,\d{1,15})+$/, "must be times in milliseconds, separated by commas")
    .transform((text) => text.split(",").map(Number))
    .refine((edges) => edges.length <= MOST_SPANS + 1, `must be at most ${MOST_SPANS + 1} times`)
    .refine((edges) => edges.every((edge, at) => at === 0 || edge > edges[at - 1]!), "must ascend"),
  channel: z.string().max(300).optional(),
});
export type InsightsQuery = z.infer<typeof insightsQuerySchema>;

const when = z.coerce.number().int().nonnegative().optional();
export const gapsQuerySchema = z.object({ from: when, until: when, channel: z.string().max(300).optional() });
export type GapsQuery = z.infer<typeof gapsQuerySchema>;

/** Questions that ask for the same, which no page answers; named by the most typical one. */
export type GapView = {
  question: string;
  count: number;
  /** Of those: noted in a review. */
  reviewed: number;
  /** Of those: given a quotation that may answer. */
  inDoubt: number;
  /** Newest first, at most 200. */
  examples: { conversationId: string; question: string; at: number; inDoubt: boolean }[];
};

/** The search that lists exactly what was counted. */
export type Drilldown = Pick<SearchFilter, "rows"> & Partial<Omit<SearchFilter, "rows" | "order" | "text">>;
export type Tally = { count: number; filter: Drilldown };

/** Only what occurred: what is missing is zero. */
export type Resolutions = Partial<Record<Resolution, Tally>>;

export type InsightsView = {
  /** Conversations that began in the time asked for. */
  conversations: Tally;
  /** Of those: over. */
  ended: Tally;
  /** Of those: confirmed or assumed, so that no person was needed. */
  deflected: Tally;
  resolutions: Resolutions;
  spans: { from: number; until: number; resolutions: Resolutions }[];
  /** Answers that were given in the time asked for, to whatever conversation. */
  answers: Tally;
  noAnswer: Tally;
  ratings: { up: Tally; down: Tally };
  /** Milliseconds from the kept question to the first words on the screen; null without an answer that has them. */
  firstToken: { median: number | null; p95: number | null };
  /** Milliseconds for which reviewers looked at an answer before their verdict; null without one that was measured. */
  reviews: { median: number | null; answers: Tally };
  cost: CostView;
  /** The most frequent first; null: answers of which no intent is known. */
  intents: IntentView[];
  /** Websites that conversations of this time came from, the busiest first. */
  channels: string[];
};

export type IntentView = {
  intent: string | null;
  conversations: Tally;
  resolutions: Resolutions;
  answers: Tally;
  noAnswer: Tally;
  ratings: { up: Tally; down: Tally };
  routes: Partial<Record<Route, Tally>>;
};

export type CostView = {
  /** In `currency`; null where the price of no model that answered is known. */
  amount: number | null;
  currency: string;
  /** Prices or token counts are missing for some of it. */
  atLeast: boolean;
  models: { model: string; answers: Tally; amount: number | null; atLeast: boolean }[];
};
