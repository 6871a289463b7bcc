import { ranksOf, recallAt, reciprocalRankAt } from "../score/ranking.ts";
import { knowledgeSource } from "../search/open-knowledge.ts";
import type { Ranking } from "../search/ranking.ts";
import type { SearchAids } from "../search/shipped-aids.ts";
import type { EvaluationQuestion } from "./questions-file.ts";

export type Outcome = { recall: number; mrr: number };

/** One number a question, for comparing rankings: recall@3 + MRR@3. */
export const worth = ({ recall, mrr }: Outcome): number => recall + mrr;

/** The questions under a ranking, over an index as it lies on disk. */
export async function ask(
  folder: string,
  questions: EvaluationQuestion[],
  ranking: Partial<Ranking>,
  aids: SearchAids,
): Promise<Outcome[]> {
  const knowledge = knowledgeSource(() => folder, { aids, ranking }).current();
  const outcomes: Outcome[] = [];
  for (const { question, relevant } of questions) {
    const { hits } = await knowledge.search({ text: question, limit: 30 });
    const ranks = ranksOf(
      hits.map(({ passage }) => passage),
      relevant,
    );
    outcomes.push({ recall: recallAt(ranks, 3), mrr: reciprocalRankAt(ranks, 3) });
  }
  return outcomes;
}

export function summary(outcomes: Outcome[]) {
  const mean = (of: (outcome: Outcome) => number) => outcomes.reduce((sum, one) => sum + of(one), 0) / outcomes.length;
  return { "recall@3": mean(({ recall }) => recall), "mrr@3": mean(({ mrr }) => mrr) };
}
