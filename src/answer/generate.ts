import type { ChatModel } from "../models/chat-model.ts";
import { IN_DOUBT } from "../protocol/answer-record.ts";
import type { AnswerWriter, Outcome, Route } from "../protocol/conversation.ts";
import type { Hit, Knowledge } from "../search/knowledge.ts";
import type { Passage } from "../search/passage.ts";
import type { AnswerOptions, Question } from "./answer-question.ts";
import { type ComposedPrompt, composePrompt, type PickedExamples } from "./compose-prompt.ts";
import { extract } from "./extract.ts";
import { mayHelp, notDocumented, refused } from "./fixed-replies.ts";
import { generateWithModel, type ModelTurn } from "./generate-with-model.ts";
import type { Prompt } from "./prompt-file.ts";
import type { RecordBook } from "./record.ts";
import type { Understood } from "./understand.ts";
import type { Say } from "./wording.ts";

/** A model and what it is asked with. */
export type Writer = {
  model: ChatModel;
  prompt: Prompt;
  /** Of all messages at most. */
  promptTokens: number;
  /** Worked examples for this very question; none by default. */
  picked?: PickedExamples;
};

export type Draft = {
  outcome: Outcome;
  route: Route;
  /** With `[n]` markers; n counts `passages` from 1. */
  text: string;
  passages: Passage[];
  /** Where a model wrote it. */
  writer?: AnswerWriter;
  /** The customer has seen it grow already. */
  streamed: boolean;
};

export type GenerateInput = {
  question: Question;
  understood: Understood;
  /** Best first, not empty. */
  hits: Hit[];
  /** See retrieve.ts. */
  continued: boolean;
  /** Whether the documentation answers is in doubt: a model decides it, and a quotation is offered as such. */
  doubtful: boolean;
  knowledge: Pick<Knowledge, "terms">;
  writer: Writer | null;
  productName: string;
  /** Origins that an answer may link to although no passage does. */
  linkOrigins?: readonly string[];
  /** Words of a quoted answer at most. */
  quotedWords: number;
  say: Say;
  record: RecordBook;
  options: AnswerOptions;
};

/** Words of a quoted answer, where no prompt says otherwise. */
export const QUOTED_WORDS = 80;

/** The model writes when there is one; whatever goes wrong with it, the documentation is quoted instead. */
export async function generate(input: GenerateInput): Promise<Draft> {
  const { writer, record } = input;
  if (!writer) return quoted(input);

  const prompt = promptFor(input, writer);
  if (!prompt) {
    record.entry.fallbacks.push("prompt-budget");
    return quoted(input);
  }
  recordPrompt(input, prompt, writer);
  const turn = await generateWithModel(writer.model, prompt, input.options, input.linkOrigins);
  recordTurn(input, turn);
  return draftOf(turn, prompt, input);
}

function promptFor({ question, hits, productName }: GenerateInput, { model, prompt, promptTokens, picked }: Writer) {
  return composePrompt({
    prompt,
    ...(picked && { picked }),
    question: question.text,
    history: question.history,
    passages: hits.map(({ passage }) => passage),
    productName,
    promptTokens,
    countTokens: (text) => model.countTokens(text),
  });
}

function draftOf(turn: ModelTurn, { passagesUsed }: ComposedPrompt, input: GenerateInput): Draft {
  const writer = "prompted-model";
  const written = { route: "documentation", writer, passages: passagesUsed, streamed: true } as const;
  switch (turn.kind) {
    case "draft":
      return { ...written, outcome: "answered", text: turn.text };
    case "stopped":
      return { ...written, outcome: "stopped", text: turn.text };
    case "no-answer":
      return notDocumented(input.question.text, input.hits, input.say);
    case "refused":
      return refused(input.question.text, input.say);
    case "failed":
    case "repeated-prompt":
    case "unsourced":
      return quoted(input);
  }
}

function quoted(input: GenerateInput): Draft {
  const { question, understood, continued, doubtful, knowledge, quotedWords, say, record } = input;
  // In doubt what it points to is likelier than whatever else says its few words.
  const hits = continued && doubtful ? input.hits.slice(0, 1) : input.hits;
  const extracted = extract({ understood, hits, continued, terms: knowledge.terms, maxWords: quotedWords });
  if (doubtful) record.entry.fallbacks.push(IN_DOUBT);
  if (doubtful && !question.forStaff) return mayHelp(question.text, extracted, say);
  return { outcome: doubtful ? "no-answer" : "answered", route: "documentation", streamed: false, ...extracted };
}

function recordPrompt({ record }: GenerateInput, prompt: ComposedPrompt, { model, picked }: Writer): void {
  record.entry.promptVersion = prompt.promptVersion;
  record.entry.modelId = model.id;
  record.entry.messages = prompt.messages;
  if (picked) record.entry.examples = picked.examples.map(({ answerId }) => answerId);
}

function recordTurn({ record }: GenerateInput, turn: ModelTurn): void {
  if (turn.kind === "failed") record.entry.fallbacks.push(`model-${turn.failure}`);
  if (turn.kind === "unsourced") record.entry.fallbacks.push("model-unsourced");
  if (turn.kind === "repeated-prompt") record.entry.fallbacks.push(turn.kind);
  if (turn.kind === "draft" && turn.linksRemoved > 0) record.entry.fallbacks.push("links-removed");
  if ("usage" in turn && turn.usage) {
    record.entry.tokens = { prompt: turn.usage.promptTokens, completion: turn.usage.completionTokens };
  }
}
