import type { Hit, Knowledge, Support } from "../search/knowledge.ts";
import type { Understood } from "./understand.ts";

export type Retrieved = {
  hits: Hit[];
  support: Support;
  /** The score below which the question counts as not documented. */
  threshold: number;
  known: boolean;
};

/** Passages asked of the index: enough for the prompt, and for naming the nearest pages. */
const HITS = 12;
/** The setting at which the calibrated threshold applies unchanged. */
export const CALIBRATED_CAUTION = 50;

/** `caution` 0..100 scales the calibrated threshold: 0 always answers, 100 doubles it. */
export async function retrieve(knowledge: Knowledge, understood: Understood, caution: number): Promise<Retrieved> {
  const { hits, support } = await knowledge.search({ text: understood.text, topics: understood.topics, limit: HITS });
  const threshold = (knowledge.supportThreshold * caution) / CALIBRATED_CAUTION;
  return { hits, support, threshold, known: hits.length > 0 && support.score >= threshold };
}
