import type { TunedWriter } from "../models/tuned-replies.ts";
import type { Hit } from "../search/knowledge.ts";
import type { AnswerOptions, Question } from "./answer-question.ts";
import { cite } from "./cite.ts";
import { type ComposedPrompt, composePrompt } from "./compose-prompt.ts";
import type { Draft } from "./generate.ts";
import { generateWithModel, type ModelTurn } from "./generate-with-model.ts";
import { parsePrompt } from "./prompt-file.ts";
import type { RecordBook } from "./record.ts";
import { keepLinksOf } from "./safe-links.ts";

export type CombinedInput = {
  writer: TunedWriter;
  question: Question;
  /** Best first, not empty. */
  hits: readonly Hit[];
  productName: string;
  linkOrigins?: readonly string[];
  record: RecordBook;
  options: AnswerOptions;
};

/**
 * A tuned model writes with the retrieved passages in sight. Null: the documentation answers, and the record says why.
 * Nothing is streamed before all of it was looked at: what it learnt may be another customer's.
 */
export async function combinedReply(input: CombinedInput): Promise<Draft | null> {
  const { writer, options, record, linkOrigins = [] } = input;
  const prompt = promptFor(input);
  if (!prompt) return given("prompt-budget", record);

  const quiet = { signal: options.signal, onDelta: () => {}, onRestart: () => {} };
  const turn = await generateWithModel(writer.model, prompt, quiet, linkOrigins);
  record.lap("tuned-model");
  if (turn.kind === "stopped") return { outcome: "stopped", route: "combined", text: "", passages: [], streamed: true };
  if (turn.kind !== "draft") return given(turn.kind === "failed" ? turn.failure : turn.kind, record);

  const { passagesUsed } = prompt;
  const { citations } = cite({ draft: turn.text, passages: passagesUsed });
  // What only asks back is a draft for a prompted model; this one was trained to answer.
  if (citations.length === 0) return given("unsourced", record);
  const cited = citations.map(({ marker }) => passagesUsed[marker - 1]!);
  const admitted = writer.admit(
    keepLinksOf(turn.text, cited, linkOrigins),
    passagesUsed.map(({ text }) => text),
  );
  if ("refused" in admitted) return given(admitted.refused, record);
  recordWriter(writer, prompt, turn, record);
  const written = { route: "combined", writer: "tuned-model", passages: passagesUsed, streamed: false } as const;
  return { ...written, outcome: "answered", text: admitted.text };
}

function promptFor({ writer, question, hits, productName }: CombinedInput): ComposedPrompt | null {
  return composePrompt({
    prompt: parsePrompt("combined", writer.prompt),
    question: writer.said.at(-1)!,
    history: question.history.map(({ author }, at) => ({ author, text: writer.said[at]! })),
    passages: hits.map(({ passage }) => passage),
    productName,
    promptTokens: writer.promptTokens,
    countTokens: (text) => writer.model.countTokens(text),
  });
}

function given(why: string, { entry }: RecordBook): null {
  entry.fallbacks.push(`tuned-model-${why}`);
  return null;
}

function recordWriter(
  { intent, probability, modelId }: TunedWriter,
  { messages, promptVersion }: ComposedPrompt,
  { usage, linksRemoved }: ModelTurn & { kind: "draft" },
  { entry }: RecordBook,
): void {
  Object.assign(entry, { modelId, messages, promptVersion, intent: { name: intent, probability } });
  if (linksRemoved > 0) entry.fallbacks.push("links-removed");
  if (usage) entry.tokens = { prompt: usage.promptTokens, completion: usage.completionTokens };
}
