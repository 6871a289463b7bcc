import { namedIn } from "../models/by-name.ts";
import type { Registry } from "../models/registry.ts";
import { servedBy, servingModels } from "../models/served-by.ts";
import type { MeantQuestion, TunedQuestion, TunedReplies } from "../models/tuned-replies.ts";
import type { Embedder } from "../search/embedder.ts";
import { embeddedReply } from "./embedded-reply.ts";
import { type ServedPorts, servedReply } from "./served-reply.ts";
import type { TunedModel } from "./tuned-model.ts";
import { unsaidBy } from "./wordings.ts";

export type RepliesInput = ServedPorts & {
  /** Asked at every question, so that a promotion is live at the next one. */
  registry: () => Registry;
  /** Opened once per id by the caller; null where it cannot be. */
  model: (id: string) => TunedModel | null;
  embedder: Embedder;
};

/** The intent that the model's own classifier is sure of. */
export type MeantIntent = { intent: string; probability: number };

export type RegistryReplies = TunedReplies & {
  /** How turns name a model; null where it cannot be opened, and so answers none. */
  nameOf(id: string): string | null;
};

/** Serves each intent by the model that the registry names for it. */
export function registryReplies(input: RepliesInput): RegistryReplies {
  return {
    nameOf(id) {
      const model = input.model(id);
      return model && recordedAs(model);
    },
    async meant(question) {
      const registry = input.registry();
      const served = servingModels(registry);

      if (served.length === 0) return null;

      const learnt = asLearnt(question, input);
      for (const id of served) {
        const opened = input.model(id);
        const meant = opened && (await meantIntent(opened, learnt));
        if (!meant || servedBy(registry, meant.intent, question.conversationId) !== id) continue;
        return meantQuestion(opened!, { ...meant, learnt }, question, input);
      }
      return null;
    },
  };
}

/** How a turn's record names the model. */
export const recordedAs = ({ id, server }: Pick<TunedModel, "id" | "server">): string =>
  server ? `served:${server.name}@${id.slice(0, 8)}` : `embedded:${id}`;

/** Training read "order number [ORDER_1]": the customer's own number would be a word that no model has seen. */
function asLearnt({ history, text }: TunedQuestion, { redact }: Pick<RepliesInput, "redact">): string {
  return redact([...history.map((turn) => turn.text), text]).at(-1)!;
}

async function meantIntent({ classifier }: TunedModel, learnt: string): Promise<MeantIntent | null> {
  const { ranked, rejected } = await classifier.classify(learnt);
  return rejected ? null : ranked[0]!;
}

function meantQuestion(
  model: TunedModel,
  { learnt, ...intent }: MeantIntent & { learnt: string },
  question: TunedQuestion,
  input: RepliesInput,
): MeantQuestion {
  const { server } = model;
  const meant = { ...intent, modelId: recordedAs(model) };
  return {
    unsaid: unsaidBy(namedIn(model.wordings, intent.intent), learnt),
    reply: (signal) =>
      server
        ? servedReply({ ...model, server }, meant, question, input, signal)
        : embeddedReply(model, meant, { ...question, learnt }, input),
  };
}
