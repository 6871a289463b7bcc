import type { Question } from "../answer/answer-question.ts";
import type { PickedExamples } from "../answer/compose-prompt.ts";
import type { Writer } from "../answer/generate.ts";
import type { PromptSource, ServedPrompt } from "../answer/served-prompt.ts";
import { languageOf } from "../answer/spoken-language.ts";
import type { ChatModel } from "../models/chat-model.ts";
import { inShare } from "../models/sticky-share.ts";
import type { PromptSet, PromptVersion, ServingState } from "../protocol/prompts.ts";
import { promptOf } from "./prompt-set.ts";
import { searchSynonyms } from "./search-synonyms.ts";

export type PlanPorts = {
  /** What a content leaves open. */
  settings: { caution: number; promptTokens: number; productName: string };
  /** What the question is about, as far as a trained model can tell. Asked only where an override wants to know. */
  intentOf: (question: string) => Promise<string | null>;
  /** Examples out of approved turns; null: none fits. */
  pick: (picked: PromptSet["picked"], question: string) => Promise<PickedExamples | null>;
};

export type ServePorts = PlanPorts & {
  serving: () => Promise<ServingState>;
  read: (version: string) => Promise<PromptVersion | null>;
  shipped: PromptVersion;
  /** The configured model, or the one that a content names; null where none is configured. */
  openModel: (choice: PromptSet["model"]) => Promise<ChatModel | null>;
};

export type ServedPrompts = PromptSource & {
  /** Always this version, as a replay or a draft wants it. */
  under(version: Pick<PromptVersion, "version" | "content">): PromptSource;
};

/** Which version serves a question, and what that means for its answer. */
export function servedPrompts(ports: ServePorts): ServedPrompts {
  const sources = new Map<string, PromptSource>();
  const under = ({ version, content }: Pick<PromptVersion, "version" | "content">): PromptSource => {
    const opened = { content, synonyms: searchSynonyms(content.retrieval.synonyms) };
    return { serve: (question) => servedBy(version, opened, question, ports) };
  };
  const published = (version: PromptVersion): PromptSource => {
    const source = sources.get(version.version) ?? under(version);
    sources.set(version.version, source);
    return source;
  };

  return {
    under,
    async serve(question) {
      const version = versionFor(question, await ports.serving());
      // What a later release no longer knows leaves what it ships.
      return published((await ports.read(version)) ?? ports.shipped).serve(question);
    },
  };
}

type Opened = { content: PromptSet; synonyms: ServedPrompt["synonyms"] };

function versionFor({ conversationId }: Question, { live, canary }: ServingState): string {
  return canary && inShare(canary.share, canary.version, conversationId) ? canary.version : live;
}

async function servedBy(
  version: string,
  { content, synonyms }: Opened,
  question: Question,
  ports: ServePorts,
): Promise<ServedPrompt> {
  const { retrieval, quoting, smallTalk } = content;
  const { caution, productName } = ports.settings;
  const model = await ports.openModel(content.model);
  return {
    version,
    writer: model && { model, ...(await planFor({ version, content }, question.text, ports)) },
    caution: retrieval.caution ?? caution,
    passages: retrieval.passages,
    quotedWords: quoting.words,
    synonyms,
    ownWords: (sentence, language) =>
      smallTalk[language]?.[sentence]?.replaceAll("{{product}}", () => productName) ?? null,
  };
}

/** What a model is asked with for this question: the sections that fit it, its budget, its examples. */
export async function planFor(
  { version, content }: Pick<PromptVersion, "version" | "content">,
  question: string,
  { intentOf, pick, settings }: PlanPorts,
): Promise<Omit<Writer, "model">> {
  const asksIntent = content.overrides.some(({ intent }) => intent !== null);
  const meant = { intent: asksIntent ? await intentOf(question) : null, language: languageOf(question) };
  const picked = content.picked.by === "none" ? null : await pick(content.picked, question);
  return {
    prompt: promptOf(version, content, meant),
    promptTokens: content.retrieval.promptTokens ?? settings.promptTokens,
    ...(picked && { picked }),
  };
}
