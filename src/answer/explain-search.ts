import type { Knowledge } from "../search/knowledge.ts";
import type { AnswerRecord } from "./answer-question.ts";

export type Explanation = {
  /** The question as the search read it, and the words that it carried over from earlier turns. */
  understood: AnswerRecord["understood"];
  /** Known from `threshold` on; what the score is made of. */
  support: { score: number; threshold: number; parts: Readonly<Record<string, number>> };
  /** Best first; the shares of a passage sum to its score. */
  signals: { id: string; path: string; anchor: string; score: number; shares: Readonly<Record<string, number>> }[];
};

/** Asks the search once more, for its reasons. They cost time, so that no answer waits for them. */
export async function explainSearch(
  { understood, support, passages }: AnswerRecord,
  knowledge: Knowledge,
): Promise<Explanation> {
  const found = await knowledge.search({ text: understood.text, limit: Math.max(1, passages.length), explain: true });
  return {
    understood,
    support: { ...support, parts: found.support.parts },
    signals: found.hits.map(({ passage: { id, path, anchor }, score, signals }) => ({
      id,
      path,
      anchor,
      score,
      shares: signals,
    })),
  };
}
