import type { MeantQuestion, TunedReplies, TunedReply, TunedWriter } from "../models/tuned-replies.ts";
import type { KnowledgeSource } from "../search/knowledge.ts";
import { isRare } from "../search/rare-term.ts";
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
  const meant = await tuned.meant(question);
  if (meant === null) return null;
  // Before the reply: a server would be asked for it.
  const other = await asksForElse(meant.unsaid, question.text, knowledge);
  if (other) {
    entry.fallbacks.push(`tuned-reply-${other}`);
    return null;
  }
  const turn = await meant.reply(signal);
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

/** Passages whose headings are looked at: those that would be quoted. */
const LOOKED_AT = 3;

/**
 * A classifier knows "invoice" and hears neither the "not" in "I need no invoice" nor that "damaged" is another matter. So
 * the reply gives way where the question denies what no question of the intent denied; where most of its words stand in none
 * of them ("do you sell gift vouchers?" beside questions of a voucher that is refused); where it says a word that none of
 * them holds and lacks one that they all do; and where the documentation has a section that is called by such a new word.
 */
async function asksForElse(
  { words, mostly, lacking, negated }: MeantQuestion["unsaid"],
  question: string,
  knowledge: KnowledgeSource,
): Promise<"negated" | "other-matter" | "documented" | null> {
  if (negated) return "negated";
  if (words.length === 0) return null;
  if (mostly || lacking) return "other-matter";
  const now = knowledge.current();
  const rare = now.terms(words.join(" ")).filter((term) => isRare(term, now));
  if (rare.length === 0) return null;
  const { hits, support } = await now.search({ text: question, limit: LOOKED_AT });
  if (support.score < now.supportThreshold) return null;
  const called = hits.flatMap(({ passage }) => now.terms([passage.title, ...passage.headings].join(" ")));
  const names = new Set(called.map(({ stem }) => stem));
  return rare.some(({ stem }) => names.has(stem)) ? "documented" : null;
}

function recordMeant({ intent, probability, modelId, sent }: TunedReply, entry: RecordBook["entry"]): void {
  entry.modelId = modelId;
  entry.intent = { name: intent, probability };
  if (sent) Object.assign(entry, sent);
}
