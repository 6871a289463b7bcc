import type { Answer, AnswerQuestion } from "../answer/answer-question.ts";
import { languageOf } from "../answer/spoken-language.ts";
import type { PromptSet } from "../protocol/prompts.ts";
import type { ReplaySide } from "../protocol/replays.ts";
import { failedChecks, replyScore } from "../score/reply-checks.ts";
import type { Knowledge } from "../search/knowledge.ts";
import type { ReplayQuestion } from "./replay-questions.ts";

export type SideInput = {
  question: ReplayQuestion;
  answer: AnswerQuestion;
  checks: PromptSet["checks"];
  knowledge: Pick<Knowledge, "page">;
  /** Milliseconds, monotonic. */
  now: () => number;
  signal: AbortSignal;
};

/** Asks one version and checks what it says. Throws what the ports throw. */
export async function replaySide({ question, answer, checks, knowledge, now, signal }: SideInput): Promise<ReplaySide> {
  const { text, history, reference } = question;
  const from = now();
  const given = await answer({ text, history }, { signal, onDelta: () => {}, onRestart: () => {} });
  const ms = Math.round(now() - from);

  const reply = {
    question: text,
    outcome: given.outcome,
    route: given.route,
    text: given.text,
    quotes: given.citations.map((citation) => ({ quote: citation.quote, passage: passageOf(citation, knowledge) })),
    languages: { question: guess(text), answer: guess(given.text) },
    unsourced: given.record.fallbacks.includes("model-unsourced"),
    ...checks,
  };
  const failed = failedChecks(reply);
  return {
    outcome: given.outcome,
    route: given.route,
    text: given.text,
    failed,
    score: replyScore(reply, failed, reference),
    ms,
    model: given.record.modelId,
    tokens: given.record.tokens,
    fallbacks: given.record.fallbacks,
  };
}

function passageOf(
  { path, anchor, quote }: Answer["citations"][number],
  knowledge: Pick<Knowledge, "page">,
): string | null {
  const there = knowledge.page(path).filter((passage) => passage.anchor === anchor);
  const passage = there.find(({ text }) => text.includes(quote)) ?? there[0];
  return passage ? [passage.title, ...passage.headings, passage.text].join("\n") : null;
}

/** A short text, or one full of code, gives no language away. */
const FEWEST_WORDS = 6;

function guess(text: string): string | null {
  const prose = text.replace(/```[\s\S]*?```|`[^`\n]*`/g, " ");
  return (prose.match(/\p{L}+/gu) ?? []).length < FEWEST_WORDS ? null : languageOf(prose);
}
