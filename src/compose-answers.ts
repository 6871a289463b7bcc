import { type AnswerQuestion, answerDesk } from "./answer/answer-question.ts";
import type { PromptSource } from "./answer/served-prompt.ts";
import type { VerifiedAnswers } from "./answer/verified-reply.ts";
import { type ComposedModel, composeModel } from "./compose-model.ts";
import { productNameOf } from "./compose-product.ts";
import { keptPrompts } from "./compose-prompts.ts";
import { keptVerifiedAnswers } from "./compose-review.ts";
import { servingAids } from "./compose-search.ts";
import { intentOf, tunedReplies } from "./compose-tuned.ts";
import type { Config } from "./config.ts";
import { originsOf } from "./config-lists.ts";
import { indexFolder, servingFolder } from "./ingest/knowledge-folder.ts";
import { servingRegistry } from "./models/serving-registry.ts";
import type { TunedReplies } from "./models/tuned-replies.ts";
import type { KnowledgeSource } from "./search/knowledge.ts";
import { knowledgeSource } from "./search/open-knowledge.ts";
import { toStandardError } from "./search/passage-vectors.ts";
import { normalOrigins } from "./server/allowed-origin.ts";

/** The index of whichever folder serves at the moment of the question. */
export async function liveKnowledge(
  config: Config,
  announce: (line: string) => void = toStandardError,
): Promise<KnowledgeSource> {
  return knowledgeSource(() => servingIndex(config), { aids: await servingAids(config, announce), announce });
}

export const servingIndex = (config: Config) => indexFolder(config.dataDir, servingFolder(config));

/** What is not given is what the settings and the data folder say. */
export type AnswerParts = {
  knowledge: KnowledgeSource;
  /** Between the words of a quotation; none when not given. */
  pace?: () => Promise<void>;
  model?: ComposedModel;
  tuned?: TunedReplies;
  verified?: VerifiedAnswers;
  prompts?: PromptSource;
};

/** What answers: the configured model over this knowledge, or the embedded generator where no model is configured. */
export async function composeAnswers(config: Config, parts: AnswerParts): Promise<AnswerQuestion> {
  const { knowledge, pace = () => Promise.resolve() } = parts;
  const model = parts.model ?? (await composeModel(config));

  return answerDesk({
    knowledge,
    writer: model.writer,
    aids: model.aids,
    prompts: parts.prompts ?? keptPrompts(config, { knowledge, model, intentOf: intentOf(config) }),
    verified: parts.verified ?? keptVerifiedAnswers(config, knowledge),
    tuned: parts.tuned ?? tunedReplies(config, servingRegistry(config.dataDir, toStandardError)),
    productName: productNameOf(config),
    linkOrigins: normalOrigins(originsOf(config.ANSWER_LINKS)),
    contactText: config.CONTACT_TEXT,
    caution: config.ANSWER_CAUTION,
    now: () => performance.now(),
    pace,
  });
}
