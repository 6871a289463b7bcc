import type { Insights } from "../insights/insights.ts";
import { gapsQuerySchema, insightsQuerySchema } from "../protocol/insights.ts";
import { read, type StaffReply, type StaffRoute } from "./staff-api.ts";

/** How the conversations of a time went, and what they lacked. */
export function insightsRoutes(insights: Pick<Insights, "read" | "gaps">): StaffRoute[] {
  return [
    {
      method: "get",
      path: "/insights",
      verb: "read-insights",
      async handle({ query }) {
        const sent = read(insightsQuerySchema, query);
        if ("reply" in sent) return sent.reply;
        const view = await insights.read(sent.payload);
        return view ? { json: view } : tooLong;
      },
    },
    {
      method: "get",
      path: "/documentation-gaps",
      verb: "read-insights",
      async handle({ query }) {
        const sent = read(gapsQuerySchema, query);
        if ("reply" in sent) return sent.reply;
        const gaps = await insights.gaps(sent.payload);
        return gaps ? { json: { gaps } } : tooLong;
      },
    },
  ];
}

const tooLong: StaffReply = { refused: "busy", message: "Counting takes too long. Choose a shorter time." };
