import type { Advice } from "../protocol/advice.ts";
import type { StaffRoute } from "./staff-api.ts";

/** Prompt or fine-tune; see src/protocol/advice.ts. */
export function adviceRoutes(latest: () => Advice | null): StaffRoute[] {
  return [
    { method: "get", path: "/advice", verb: "read-insights", handle: async () => ({ json: { advice: latest() } }) },
  ];
}
