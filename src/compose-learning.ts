import type { Config } from "./config.ts";
import type { Database } from "./conversations/database.ts";
import { splitProposal } from "./intents/proposals.ts";
import { childVerb } from "./learning/child-verb.ts";
import { datasetDesk } from "./learning/dataset-desk.ts";
import { type JobDesk, jobDesk } from "./learning/job-desk.ts";
import { modelDesk } from "./learning/model-desk.ts";
import { proposalDesk } from "./learning/proposal-desk.ts";
import { headOf, readRunRecords } from "./learning/run-records.ts";
import type { StartVerb } from "./learning/start-verb.ts";
import { cancelTraining, readTrainingRecords } from "./learning/training-records.ts";
import { defaultEmbedder } from "./search/static-embedder.ts";
import { learningRoutes } from "./server/learning-routes.ts";
import type { StaffRoute } from "./server/staff-api.ts";
import type { StaffDesk } from "./staff/staff-desk.ts";

type Workings = {
  database: Pick<Database, "db">;
  audit: StaffDesk["audit"];
  clock: () => number;
  newId: () => string;
  start?: StartVerb;
};

/** The learning loop in the console, over the files that `finetune` writes. */
export function composeLearning(
  { dataDir, root }: Pick<Config, "dataDir" | "root">,
  { database, audit, clock, newId, start = childVerb(root) }: Workings,
): { jobs: JobDesk; routes: StaffRoute[] } {
  const jobs = jobDesk({ dataDir, start, clock, newId });
  const routes = learningRoutes({
    models: modelDesk(dataDir, clock),
    datasets: datasetDesk(dataDir, (ids) => keptConversations(database, ids)),
    proposals: proposalDesk(dataDir, (proposal) => splitProposal(proposal, defaultEmbedder(root))),
    jobs,
    runs: () => ({
      runs: readRunRecords(dataDir).map(headOf).reverse(),
      trainings: readTrainingRecords(dataDir, clock()),
    }),
    cancelTraining: (id) => cancelTraining(dataDir, id),
    audit,
  });
  return { jobs, routes };
}

async function keptConversations({ db }: Pick<Database, "db">, ids: string[]): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom("conversations").select("id").where("id", "in", ids).execute();
  return new Set(rows.map(({ id }) => id));
}
