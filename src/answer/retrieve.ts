import type { Hit, Knowledge, SearchResult, Support } from "../search/knowledge.ts";
import type { HistoryTurn } from "./answer-question.ts";
import { blendSearches } from "./blend-searches.ts";
import { conversationTopics, type Topics } from "./conversation-topics.ts";
import { preferPrices } from "./prefer-prices.ts";
import { preferVersion } from "./prefer-version.ts";
import { isRecalled, recall } from "./recall.ts";
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
  /** The question only points back, and first comes what an earlier one found. */
  continued: boolean;
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
  const { result, alone, found } = await searched(input, threshold);
  const { support } = result;
  const isFound = (hit: Hit | undefined) => isRecalled(hit, found);
  const hits = preferPrices(preferVersion(result.hits.slice(0, limit), understood.text), understood.text, isFound);
  const continued = isFound(hits[0]);
  const known = hits.length > 0 && (caution === 0 || support.score >= threshold);
  // A question that only points back has too few words to be near anything by itself.
  const near = continued || support.score >= knowledge.doubtThreshold * scale;
  const doubtful = !known && hits.length > 0 && near;
  return { hits, support, threshold, known, doubtful, continued, alone };
}

type Searched = {
  result: SearchResult;
  alone: boolean;
  /** What earlier questions found, where this one points to it. */
  found: Topics["found"];
};

const NOTHING: Topics["found"] = new Map();

async function searched(
  { knowledge, understood, history, limit = HITS, synonyms = new Map() }: RetrieveInput,
  threshold: number,
): Promise<Searched> {
  const { text, carried, standing } = understood;
  const leans = carried.size > 0;
  const byItself = await knowledge.search({ text, limit: leans ? BLENDED_HITS : limit, carried: synonyms });
  if (!leans || (standing >= STANDS && byItself.support.score >= threshold))
    return { result: byItself, alone: true, found: NOTHING };

  const { folders, found } = await conversationTopics(history, knowledge);
  const all = new Map([...synonyms, ...carried]);
  const inContext = await knowledge.search({ text, limit: BLENDED_HITS, carried: all, topics: folders });
  const blended = blendSearches(byItself, inContext, standing);
  if (standing > STANDING.pointer) return { result: blended, alone: false, found: NOTHING };
  return { ...recall(blended, found, 1 - standing, knowledge.passages), alone: false };
}
