import type { Hit, Knowledge, SearchResult, Support } from "../search/knowledge.ts";
import type { HistoryTurn } from "./answer-question.ts";
import { blendSearches } from "./blend-searches.ts";
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

/** Asked of each search where two are blended: what one ranks low the other may rank high. */
const BLENDED_HITS = 30;

export async function retrieve(input: RetrieveInput): Promise<Retrieved> {
  const { knowledge, understood, caution, limit = HITS } = input;
  const { hits, support } = understood.carried.size > 0 ? await inConversation(input) : await searchAlone(input, limit);
  const threshold = (knowledge.supportThreshold * caution) / CALIBRATED_CAUTION;
  const known = hits.length > 0 && (caution === 0 || support.score >= threshold);
  return { hits: preferVersion(hits.slice(0, limit), understood.text), support, threshold, known };
}

function searchAlone({ knowledge, understood: { text } }: RetrieveInput, limit: number): Promise<SearchResult> {
  return knowledge.search({ text, limit });
}

async function inConversation(input: RetrieveInput): Promise<SearchResult> {
  const { knowledge, understood, history } = input;
  const { text, carried, standing } = understood;
  const alone = await searchAlone(input, BLENDED_HITS);
  const topics = await conversationTopics(history, knowledge);
  const inContext = await knowledge.search({ text, limit: BLENDED_HITS, carried, topics });
  return blendSearches(alone, inContext, standing);
}
