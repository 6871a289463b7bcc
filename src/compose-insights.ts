import type { Config } from "./config.ts";
import { pricesOf } from "./config-lists.ts";
import { type Insights, insights } from "./insights/insights.ts";
import { insightsRoutes } from "./server/insights-routes.ts";
import type { StaffRoute } from "./server/staff-api.ts";

/** Figures and gaps over the database of the conversations. */
export function composeInsights(
  { MODEL_PRICES, PRICE_CURRENCY, root }: Config,
  file: string,
  clock: () => number,
): { thread: Insights; routes: StaffRoute[] } {
  const named = [...(pricesOf(MODEL_PRICES) ?? [])];
  // As a turn names its model: what names no provider is of an OpenAI-compatible server.
  const perMillion = new Map(named.map(([model, price]) => [model.includes(":") ? model : `openai:${model}`, price]));
  const thread = insights({ file, root, prices: { currency: PRICE_CURRENCY, perMillion }, clock });
  return { thread, routes: insightsRoutes(thread) };
}
