import type { TunedReplies, TunedReply, TunedWriter } from "../models/tuned-replies.ts";
import type { KnowledgeSource } from "../search/knowledge.ts";
import { unchangedPassages } from "../search/unchanged-passages.ts";
import type { Question } from "./answer-question.ts";
import type { Draft } from "./generate.ts";
import type { RecordBook } from "./record.ts";

type TunedInput = {
  question: Question;
  tuned: TunedReplies;
  knowledge: KnowledgeSource;
  record: RecordBook;
  signal: AbortSignal;
};

/**
 * What a model says that has earned the intent: a reply, or that it writes once passages are found. Null: the documentation
 * answers, and the record says why where a model had been asked.
 */
export async function tunedReply(input: TunedInput): Promise<Draft | TunedWriter | null> {
  const { question, tuned, knowledge, signal } = input;
  const { entry } = input.record;
  const turn = await tuned.reply(question, signal);
  if (turn === null) return null;
  if (turn.kind === "none") {
    entry.fallbacks.push(`tuned-model-${turn.why}`);
    return null;
  }
  const passages = unchangedPassages(turn.cited, knowledge);
  if (passages === null) {
    // The pages have moved on since staff approved what the model learnt: they are asked instead.
    entry.fallbacks.push("tuned-reply-stale");
    return null;
  }
  if (turn.kind === "writer") return turn;
  recordMeant(turn, entry);
  return { outcome: "answered", route: "tuned", text: turn.text, passages, streamed: false };
}

function recordMeant({ intent, probability, modelId, sent }: TunedReply, entry: RecordBook["entry"]): void {
  entry.modelId = modelId;
  entry.intent = { name: intent, probability };
  if (sent) Object.assign(entry, sent);
}
