import type { ChatMessage } from "../models/chat-model.ts";
import type { Hit } from "../search/knowledge.ts";
import { fencedPassage, fenceKey, placeOf } from "./fence.ts";
import { askAid, type ModelAid } from "./model-aid.ts";
import { renderPrompt } from "./prompt-file.ts";
import type { Retrieved } from "./retrieve.ts";
import { trimToTokens } from "./trim-to-tokens.ts";

/** Passages that the model sorts; those behind them keep their places. */
export const RERANKED = 20;

export type Reranked = {
  found: Retrieved;
  /** For the record: why the order is still that of the search. */
  notes: string[];
};

/**
 * The best hits sorted anew by a model, in one call; whether the documentation knows of it stays as it was decided. The
 * scores keep their places, so the first hit has the best score. The order of the search stands when the
 * model fails, is late or names no passage.
 */
export async function rerank(
  question: string,
  found: Retrieved,
  aid: ModelAid,
  signal: AbortSignal,
): Promise<Reranked> {
  if (!found.known && !found.doubtful) return { found, notes: [] };

  const best = found.hits.slice(0, RERANKED);
  const reply = await askAid(aid, { messages: rankingPrompt(question, best, aid), tag: "ranking", signal });
  if ("failure" in reply) return { found, notes: [`rerank-${reply.failure}`] };

  const order = readRanking(reply.words, best.length);
  if (order.length === 0) return { found, notes: ["rerank-undecided"] };
  return { found: { ...found, hits: reorder(found.hits, order) }, notes: [] };
}

/** Each passage gets the same share of the budget: a long one must not push the others out. */
function rankingPrompt(question: string, hits: Hit[], { model, prompt, productName, promptTokens }: ModelAid) {
  const system = renderPrompt(prompt, { product: productName });
  const key = fenceKey([question, ...hits.flatMap(({ passage }) => [placeOf(passage), passage.text])]);
  const asked = `<question-${key}>\n${question}\n</question-${key}>`;
  const share = (promptTokens - model.countTokens(system + asked)) / hits.length;

  const passages = hits.map(({ passage }, rank) => {
    const room = Math.floor(share - model.countTokens(fencedPassage(passage, "", rank + 1, key)));
    return fencedPassage(passage, trimToTokens(passage.text, room, model.countTokens), rank + 1, key);
  });
  const messages: ChatMessage[] = [
    { role: "system", content: system },
    { role: "user", content: `${passages.join("").trim()}\n\n${asked}` },
  ];
  return messages;
}

/** Ranks from 0 in the order that the model named, each once; numbers of no passage are dropped. */
function readRanking(words: string, count: number): number[] {
  const ranks = (words.match(/\d+/g) ?? []).map((digits) => Number(digits) - 1);
  return [...new Set(ranks)].filter((rank) => rank >= 0 && rank < count);
}

/** Named hits first, the others behind them in their old order. */
function reorder(hits: Hit[], order: number[]): Hit[] {
  const named = new Set(order);
  const ranks = [...order, ...hits.map((_, rank) => rank).filter((rank) => !named.has(rank))];
  return ranks.map((rank, place) => ({ ...hits[rank]!, score: hits[place]!.score }));
}
