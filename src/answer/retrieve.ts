import type { Hit, Knowledge, SearchResult, Support } from "../search/knowledge.ts";
import type { HistoryTurn } from "./answer-question.ts";
import { blendSearches } from "./blend-searches.ts";
import { conversationTopics } from "./conversation-topics.ts";
import { preferPrices } from "./prefer-prices.ts";
import { preferVersion } from "./prefer-version.ts";
import { STANDING, type Understood } from "./understand.ts";

export type RetrieveInput = {
  knowledge: Knowledge;
  understood: Understood;
  history: HistoryTurn[];
  /** 0..100 scales the calibrated threshold: 0 always answers, 100 doubles it. */
  caution: number;
  /** Passages wanted. */
  limit?: number;
  /** Words to search for beside the question's own, with weights 0..1; none by default. */
  synonyms?: ReadonlyMap<string, number>;
};

export type Retrieved = {
  hits: Hit[];
  support: Support;
  /** The score below which the question counts as not documented. */
  threshold: number;
  known: boolean;
  /** Not known, and yet near enough that what was found may answer. */
  doubtful: boolean;
  /** The conversation added nothing: the question stands alone, or is answered so well alone that it need not lean. */
  alone: boolean;
};

/** Passages asked of the index: enough for the prompt, and for naming the nearest pages. */
const HITS = 12;
/** The setting at which the calibrated threshold applies unchanged. */
export const CALIBRATED_CAUTION = 50;

/** Asked of each search where two are blended: what one ranks low the other may rank high. */
const BLENDED_HITS = 30;

/** A question that is only short, and whose words the documentation covers, is a new topic. */
const STANDS = STANDING.short;

export async function retrieve(input: RetrieveInput): Promise<Retrieved> {
  const { knowledge, understood, caution, limit = HITS } = input;
  const scale = caution / CALIBRATED_CAUTION;
  const threshold = knowledge.supportThreshold * scale;
  const { result, alone } = await searched(input, threshold);
  const { hits, support } = result;
  const known = hits.length > 0 && (caution === 0 || support.score >= threshold);
  const doubtful = !known && hits.length > 0 && support.score >= knowledge.doubtThreshold * scale;
  return {
    hits: preferPrices(preferVersion(hits.slice(0, limit), understood.text), understood.text),
    support,
    threshold,
    known,
    doubtful,
    alone,
  };
}

async function searched(
  { knowledge, understood, history, limit = HITS, synonyms = new Map() }: RetrieveInput,
  threshold: number,
): Promise<{ result: SearchResult; alone: boolean }> {
  const { text, carried, standing } = understood;
  const leans = carried.size > 0;
  const byItself = await knowledge.search({ text, limit: leans ? BLENDED_HITS : limit, carried: synonyms });
  if (!leans || (standing >= STANDS && byItself.support.score >= threshold)) return { result: byItself, alone: true };

  const topics = await conversationTopics(history, knowledge);
  const all = new Map([...synonyms, ...carried]);
  const inContext = await knowledge.search({ text, limit: BLENDED_HITS, carried: all, topics });
  return { result: blendSearches(byItself, inContext, standing), alone: false };
}
