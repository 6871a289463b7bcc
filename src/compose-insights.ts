import { pricesFrom } from "./compose-model.ts";
import type { Config } from "./config.ts";
import { type Insights, insights } from "./insights/insights.ts";
import { insightsRoutes } from "./server/insights-routes.ts";
import type { StaffRoute } from "./server/staff-api.ts";

/** Figures and gaps over the database of the conversations. */
export function composeInsights(
  config: Config,
  file: string,
  clock: () => number,
): { thread: Insights; routes: StaffRoute[] } {
  const thread = insights({ file, root: config.root, prices: pricesFrom(config), clock });
  return { thread, routes: insightsRoutes(thread) };
}
