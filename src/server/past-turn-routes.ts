import { type ComposedTurn, type ComposeRequest, composeRequestSchema } from "../protocol/prompts.ts";
import {
  type ApprovedTurnHead,
  type PastQuestion,
  type PromptTrial,
  pastQuestionsSchema,
  type TryPrompt,
  tryPromptSchema,
} from "../protocol/replays.ts";
import { missing, read, type StaffRoute } from "./staff-api.ts";

export type PastTurnPorts = {
  questions: (text: string) => Promise<PastQuestion[]>;
  approved: () => Promise<ApprovedTurnHead[]>;
  /** A past turn under a version; null: there is no such turn or version, or the turn needed no passage. */
  compose: (asked: ComposeRequest) => Promise<ComposedTurn | null>;
  attempt: (asked: TryPrompt) => Promise<PromptTrial>;
};

/** What a prompt is edited beside: past questions, approved turns, and how it would answer. See src/protocol/prompts.ts. */
export function pastTurnRoutes({ questions, approved, compose, attempt }: PastTurnPorts): StaffRoute[] {
  return [
    {
      method: "get",
      path: "/past-questions",
      verb: "read-prompts",
      async handle({ query }) {
        const sent = read(pastQuestionsSchema, query);
        return "reply" in sent ? sent.reply : { json: { questions: await questions(sent.payload.text) } };
      },
    },
    {
      method: "get",
      path: "/approved-turns",
      verb: "read-prompts",
      handle: async () => ({ json: { turns: await approved() } }),
    },
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
      method: "post",
      path: "/prompt-trials",
      verb: "manage-prompts",
      async handle({ body }) {
        const sent = read(tryPromptSchema, body);
        if ("reply" in sent) return sent.reply;
        return { json: await attempt(sent.payload) };
      },
    },
  ];
}
