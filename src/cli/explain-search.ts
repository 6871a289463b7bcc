import type { AnswerRecord } from "../answer/answer-question.ts";
import type { Knowledge } from "../search/knowledge.ts";

export type Explanation = {
  /** The question as the search read it, and the words that it carried over from earlier turns. */
  understood: AnswerRecord["understood"];
  /** Known from `threshold` on; what the score is made of. */
  support: { score: number; threshold: number; parts: Readonly<Record<string, number>> };
  /** Best first; the shares of a passage sum to its score. */
  signals: { path: string; anchor: string; score: number; shares: Readonly<Record<string, number>> }[];
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
    signals: found.hits.map(({ passage: { path, anchor }, score, signals }) => ({
      path,
      anchor,
      score,
      shares: signals,
    })),
  };
}

export function inWords({ understood, support, signals }: Explanation): string {
  const lines = signals.map(({ path, anchor, score, shares }) => {
    return `${score.toFixed(2).padStart(7)}  ${anchor ? `${path}#${anchor}` : path}\n         ${listed(shares)}`;
  });
  const carried = understood.topic === null ? "" : ` (carried over: ${understood.topic})`;
  return `
Understood: ${understood.text}${carried}
Support ${support.score.toFixed(2)}, known from ${support.threshold.toFixed(2)}: ${listed(support.parts)}
${lines.join("\n")}
`;
}

const listed = (shares: Readonly<Record<string, number>>) =>
  Object.entries(shares)
    .sort(([, one], [, other]) => other - one)
    .map(([name, share]) => `${name} ${share.toFixed(2)}`)
    .join(", ");
