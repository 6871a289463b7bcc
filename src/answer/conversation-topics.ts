import type { Hit, Knowledge } from "../search/knowledge.ts";
import type { HistoryTurn } from "./answer-question.ts";

/** What is left of a folder's weight with each further turn. */
const PER_TURN = 0.9;
/** Older turns cost a search each and change little. */
const TURNS = 3;
const HITS = 10;

/**
 * Which folders of the documentation the conversation is about, with weights 0..1: a follow-up that names no product is
 * looked for where the earlier questions found their answers. One search for each of the last three questions.
 */
export async function conversationTopics(history: HistoryTurn[], knowledge: Knowledge): Promise<Map<string, number>> {
  const asked = history.filter((turn) => turn.author === "customer").slice(-TURNS);
  const topics = new Map<string, number>();
  let weight = 1;
  for (const { text } of asked.reverse()) {
    const { hits } = await knowledge.search({ text, limit: HITS });
    for (const [folder, share] of folderShares(hits)) {
      topics.set(folder, Math.max(topics.get(folder) ?? 0, weight * share));
    }
    weight *= PER_TURN;
  }
  return topics;
}

/** Shares of the squared scores, so that a clear winner counts for more than a crowd of weak hits. */
function folderShares(hits: Hit[]): Map<string, number> {
  const mass = new Map<string, number>();
  let sum = 0;
  for (const { passage, score } of hits) {
    const folder = passage.path.slice(0, passage.path.lastIndexOf("/") + 1);
    mass.set(folder, (mass.get(folder) ?? 0) + score ** 2);
    sum += score ** 2;
  }
  // The root holds everything: being there says nothing.
  mass.delete("");
  return new Map([...mass].map(([folder, own]) => [folder, sum > 0 ? own / sum : 0]));
}
