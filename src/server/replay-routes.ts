import type { ReplayDesk } from "../prompts/replay-desk.ts";
import { startReplaySchema } from "../protocol/replays.ts";
import { done, missing, read, type StaffRoute } from "./staff-api.ts";

/** Trying a version on past questions before it is published; see src/protocol/prompts.ts. */
export function replayRoutes(replays: ReplayDesk): StaffRoute[] {
  return [
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
