import type { Config } from "./config.ts";
import { modelDesk } from "./learning/model-desk.ts";
import { learningRoutes } from "./server/learning-routes.ts";
import type { StaffRoute } from "./server/staff-api.ts";
import type { StaffDesk } from "./staff/staff-desk.ts";

/** The learning loop in the console, over the files that `finetune` writes. */
export function composeLearning({ dataDir }: Config, audit: StaffDesk["audit"]): { routes: StaffRoute[] } {
  return { routes: learningRoutes({ models: modelDesk(dataDir), audit }) };
}
