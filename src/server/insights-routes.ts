import type { Insights } from "../insights/insights.ts";
import { insightsQuerySchema } from "../protocol/insights.ts";
import { read, type StaffRoute } from "./staff-api.ts";

/** How the conversations of a time went. */
export function insightsRoutes(insights: Pick<Insights, "read">): StaffRoute[] {
  return [
    {
      method: "get",
      path: "/insights",
      verb: "read-insights",
      async handle({ query }) {
        const sent = read(insightsQuerySchema, query);
        if ("reply" in sent) return sent.reply;
        const view = await insights.read(sent.payload);
        return view ? { json: view } : { refused: "busy", message: "Counting takes too long. Choose a shorter time." };
      },
    },
  ];
}
