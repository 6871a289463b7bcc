import { LearningFileError } from "../learning/learning-file.ts";
import type { ModelDesk } from "../learning/model-desk.ts";
import { RegistryError } from "../models/registry.ts";
import { rollSchema } from "../protocol/learning.ts";
import type { StaffDesk } from "../staff/staff-desk.ts";
import { done, read, type StaffReply, type StaffRoute } from "./staff-api.ts";

export type LearningRoutePorts = {
  models: ModelDesk;
  /** Of whoever is on the staff; see staff-desk.ts. */
  audit: StaffDesk["audit"];
};

/** The learning loop in the console; see src/protocol/learning.ts. */
export function learningRoutes({ models, audit }: LearningRoutePorts): StaffRoute[] {
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
          const rolled = models.roll(sent.payload);
          if (rolled.kind === "refused") return { refused: "conflict", message: rolled.reason };
          await audit(who.member.staffId, AUDITED[sent.payload.action], null, rolled.done);
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
