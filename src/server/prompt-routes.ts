import { diffPrompts } from "../prompts/diff-prompts.ts";
import type { Author, PromptDesk } from "../prompts/prompt-desk.ts";
import { type PromptsView, rolloutSchema, savePromptSchema } from "../protocol/prompts.ts";
import type { SignedIn } from "../staff/staff-desk.ts";
import { done, missing, read, type StaffRoute } from "./staff-api.ts";

/** What the view shows beside the desk is as the settings say. */
export type PromptRoutePorts = { desk: PromptDesk } & Pick<PromptsView, "model" | "words">;

/** Versions of the prompt and what serves; see src/protocol/prompts.ts. */
export function promptRoutes({ desk, model, words }: PromptRoutePorts): StaffRoute[] {
  return [
    {
      method: "get",
      path: "/prompts",
      verb: "read-prompts",
      handle: async () => ({ json: { ...(await desk.view()), model, words } }),
    },
    {
      method: "get",
      path: "/prompts/:version",
      verb: "read-prompts",
      async handle({ params }) {
        const version = await desk.read(params.version ?? "");
        return version ? { json: version } : missing;
      },
    },
    {
      method: "get",
      path: "/prompts/:version/changes/:other",
      verb: "read-prompts",
      async handle({ params }) {
        const [before, after] = [await desk.read(params.version ?? ""), await desk.read(params.other ?? "")];
        return before && after ? { json: { diff: diffPrompts(before.content, after.content) } } : missing;
      },
    },
    {
      method: "post",
      path: "/prompts",
      verb: "manage-prompts",
      async handle({ body, who }) {
        const sent = read(savePromptSchema, body);
        if ("reply" in sent) return sent.reply;
        const kept = await desk.save(sent.payload, authorOf(who));
        if (kept.kind === "refused") return { refused: "invalid", message: kept.reason };
        return { json: { version: kept.version, saved: kept.saved } };
      },
    },
    {
      method: "post",
      path: "/prompts/serving",
      verb: "manage-prompts",
      async handle({ body, who }) {
        const sent = read(rolloutSchema, body);
        if ("reply" in sent) return sent.reply;
        const rolled = await desk.roll(sent.payload, authorOf(who));
        return rolled.kind === "refused" ? { refused: "conflict", message: rolled.reason } : done;
      },
    },
  ];
}

const authorOf = ({ member }: SignedIn): Author => ({ name: member.name, staffId: member.staffId });
