import type { DatasetDesk } from "../learning/dataset-desk.ts";
import type { JobDesk } from "../learning/job-desk.ts";
import { LearningFileError } from "../learning/learning-file.ts";
import type { ModelDesk } from "../learning/model-desk.ts";
import type { ProposalDesk } from "../learning/proposal-desk.ts";
import { RegistryError } from "../models/registry.ts";
import {
  decisionSchema,
  examplesQuerySchema,
  type RunsView,
  rollSchema,
  startJobSchema,
} from "../protocol/learning.ts";
import type { StaffDesk } from "../staff/staff-desk.ts";
import { done, missing, read, type StaffReply, type StaffRoute } from "./staff-api.ts";

export type LearningRoutePorts = {
  models: ModelDesk;
  datasets: DatasetDesk;
  proposals: ProposalDesk;
  jobs: JobDesk;
  runs: () => Omit<RunsView, "jobs">;
  /** False where no such training runs. */
  cancelTraining: (id: string) => boolean;
  /** Of whoever is on the staff; see staff-desk.ts. */
  audit: StaffDesk["audit"];
};

/** The learning loop in the console; see src/protocol/learning.ts. */
export function learningRoutes(ports: LearningRoutePorts): StaffRoute[] {
  return [...modelRoutes(ports), ...runRoutes(ports), ...dataRoutes(ports)];
}

function modelRoutes({ models, audit }: LearningRoutePorts): StaffRoute[] {
  return [
    {
      method: "get",
      path: "/learning/models",
      verb: "read-insights",
      handle: () => told(async () => ({ json: models.view() })),
    },
    {
      method: "post",
      path: "/learning/serving",
      verb: "manage-models",
      handle: ({ body, who }) =>
        told(async () => {
          const sent = read(rollSchema, body);
          if ("reply" in sent) return sent.reply;
          const rolled = models.roll(sent.payload, who.member.name);
          if (rolled.kind === "refused") return { refused: "conflict", message: rolled.reason };
          await audit(who.member.staffId, AUDITED[sent.payload.action], null, rolled.done);
          return done;
        }),
    },
  ];
}

function runRoutes({ jobs, runs, cancelTraining, audit }: LearningRoutePorts): StaffRoute[] {
  const cancelled = async (staffId: string, what: string, was: boolean): Promise<StaffReply> => {
    if (!was) return missing;
    await audit(staffId, "training-cancelled", null, what);
    return done;
  };

  return [
    {
      method: "get",
      path: "/learning/runs",
      verb: "read-insights",
      handle: () => told(async () => ({ json: { jobs: jobs.list(), ...runs() } satisfies RunsView })),
    },
    {
      method: "post",
      path: "/learning/jobs",
      verb: "manage-models",
      async handle({ body, who: { member } }) {
        const sent = read(startJobSchema, body);
        if ("reply" in sent) return sent.reply;
        const started = jobs.start(sent.payload, member.name);
        if (started.kind === "refused") return { refused: "conflict", message: started.reason };
        await audit(member.staffId, "training-started", null, `${sent.payload.verb} ${started.jobId}`);
        return { json: { jobId: started.jobId } };
      },
    },
    {
      method: "post",
      path: "/learning/jobs/:id/cancel",
      verb: "manage-models",
      handle: ({ params: { id = "" }, who }) => cancelled(who.member.staffId, id, jobs.cancel(id)),
    },
    {
      method: "post",
      path: "/learning/trainings/:id/cancel",
      verb: "manage-models",
      handle: ({ params: { id = "" }, who }) => told(async () => cancelled(who.member.staffId, id, cancelTraining(id))),
    },
  ];
}

function dataRoutes({ datasets, proposals, audit }: LearningRoutePorts): StaffRoute[] {
  return [
    {
      method: "get",
      path: "/learning/datasets",
      verb: "manage-datasets",
      handle: () => told(async () => ({ json: datasets.list() })),
    },
    {
      method: "get",
      path: "/learning/datasets/:dataset/rows",
      verb: "manage-datasets",
      handle: ({ params, query }) =>
        told(async () => {
          const sent = read(examplesQuerySchema, query);
          if ("reply" in sent) return sent.reply;
          const page = await datasets.rows(params.dataset ?? "", sent.payload);
          return page ? { json: page } : missing;
        }),
    },
    {
      method: "get",
      path: "/learning/proposals",
      verb: "manage-datasets",
      handle: () => told(async () => ({ json: proposals.view() })),
    },
    {
      method: "get",
      path: "/learning/proposals/:id/questions",
      verb: "manage-datasets",
      handle: ({ params }) =>
        told(async () => {
          const questions = proposals.questions(params.id ?? "");
          return questions ? { json: { questions } } : missing;
        }),
    },
    {
      method: "post",
      path: "/learning/proposals/:id",
      verb: "manage-datasets",
      handle: ({ params, body, who }) =>
        told(async () => {
          const sent = read(decisionSchema, body);
          if ("reply" in sent) return sent.reply;
          const decided = await proposals.decide(params.id ?? "", sent.payload);
          if (decided === null) return missing;
          if (decided.kind === "refused") return { refused: "conflict", message: decided.reason };
          await audit(who.member.staffId, "intent-decided", null, decided.done);
          return done;
        }),
    },
  ];
}

const AUDITED = { promote: "model-promoted", rollback: "model-rolled-back" } as const;

/** A file of the loop that was damaged is named, with what to do: nobody else sees the server's log. */
async function told(answer: () => Promise<StaffReply>): Promise<StaffReply> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof LearningFileError || error instanceof RegistryError)) throw error;
    return { refused: "conflict", message: error.message };
  }
}
