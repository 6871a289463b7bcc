import type { Hit, Knowledge, Support } from "../search/knowledge.ts";
import type { HistoryTurn } from "./answer-question.ts";
import { conversationTopics } from "./conversation-topics.ts";
import { preferVersion } from "./prefer-version.ts";
import type { Understood } from "./understand.ts";

export type RetrieveInput = {
  knowledge: Knowledge;
  understood: Understood;
  history: HistoryTurn[];
  /** 0..100 scales the calibrated threshold: 0 always answers, 100 doubles it. */
  caution: number;
  /** Passages wanted. */
  limit?: number;
};

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

/** Topics count only for a question that leaves something unsaid: one that stands alone may change the subject. */
export async function retrieve(input: RetrieveInput): Promise<Retrieved> {
  const { knowledge, understood, history, caution, limit = HITS } = input;
  const { text, carried } = understood;
  const followUp = carried.size > 0;
  const context = followUp ? { carried, topics: await conversationTopics(history, knowledge) } : {};
  const { hits, support } = await knowledge.search({ text, limit, ...context });
  const threshold = (knowledge.supportThreshold * caution) / CALIBRATED_CAUTION;
  const known = hits.length > 0 && (caution === 0 || support.score >= threshold);
  return { hits: preferVersion(hits, text), support, threshold, known };
}
