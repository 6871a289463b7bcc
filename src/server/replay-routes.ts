import type { ReplayDesk } from "../prompts/replay-desk.ts";
import {
  type ComposedTurn,
  type ComposeRequest,
  composeRequestSchema,
  startReplaySchema,
} from "../protocol/prompts.ts";
import { done, missing, read, type StaffRoute } from "./staff-api.ts";

export type ReplayRoutePorts = {
  replays: ReplayDesk;
  /** A past turn under a version; null: there is no such turn or version, or the turn needed no passage. */
  compose: (asked: ComposeRequest) => Promise<ComposedTurn | null>;
};

/** Trying a version on past questions before it is published; see src/protocol/prompts.ts. */
export function replayRoutes({ replays, compose }: ReplayRoutePorts): StaffRoute[] {
  return [
    {
      method: "post",
      path: "/prompt-composer",
      verb: "read-prompts",
      async handle({ body }) {
        const sent = read(composeRequestSchema, body);
        if ("reply" in sent) return sent.reply;
        const composed = await compose(sent.payload);
        return composed ? { json: composed } : missing;
      },
    },
    {
      method: "get",
      path: "/replays",
      verb: "read-prompts",
      handle: async () => ({ json: { replays: await replays.list() } }),
    },
    {
      method: "post",
      path: "/replays",
      verb: "manage-prompts",
      async handle({ body, who }) {
        const sent = read(startReplaySchema, body);
        if ("reply" in sent) return sent.reply;
        const started = await replays.start(sent.payload, who.member.name);
        if (started.kind === "refused") return { refused: "conflict", message: started.reason };
        return { json: { replayId: started.replayId } };
      },
    },
    {
      method: "get",
      path: "/replays/:id",
      verb: "read-prompts",
      async handle({ params }) {
        const replay = await replays.read(params.id ?? "");
        return replay ? { json: replay } : missing;
      },
    },
    {
      method: "post",
      path: "/replays/:id/cancel",
      verb: "manage-prompts",
      handle: async ({ params }) => ((await replays.cancel(params.id ?? "")) ? done : missing),
    },
    {
      method: "post",
      path: "/replays/:id/resume",
      verb: "manage-prompts",
      handle: async ({ params }) => ((await replays.resume(params.id ?? "")) ? done : missing),
    },
  ];
}
