import type { Config } from "./config.ts";
import { childVerb } from "./learning/child-verb.ts";
import { type JobDesk, jobDesk } from "./learning/job-desk.ts";
import { modelDesk } from "./learning/model-desk.ts";
import { headOf, readRunRecords } from "./learning/run-records.ts";
import type { StartVerb } from "./learning/start-verb.ts";
import { cancelTraining, readTrainingRecords } from "./learning/training-records.ts";
import { learningRoutes } from "./server/learning-routes.ts";
import type { StaffRoute } from "./server/staff-api.ts";
import type { StaffDesk } from "./staff/staff-desk.ts";

type Workings = {
  audit: StaffDesk["audit"];
  clock: () => number;
  newId: () => string;
  start?: StartVerb;
};

/** The learning loop in the console, over the files that `finetune` writes. */
export function composeLearning(
  { dataDir, root }: Pick<Config, "dataDir" | "root">,
  { audit, clock, newId, start = childVerb(root) }: Workings,
): { jobs: JobDesk; routes: StaffRoute[] } {
  const jobs = jobDesk({ dataDir, start, clock, newId });
  const routes = learningRoutes({
    models: modelDesk(dataDir),
    jobs,
    runs: () => ({ runs: readRunRecords(dataDir).map(headOf).reverse(), trainings: readTrainingRecords(dataDir) }),
    cancelTraining: (id) => cancelTraining(dataDir, id),
    audit,
  });
  return { jobs, routes };
}
