import type { Hit, Knowledge } from "../search/knowledge.ts";
import type { HistoryTurn } from "./answer-question.ts";
import { understand } from "./understand.ts";

/** What is left of a folder's weight with each further turn. */
const PER_TURN = 0.9;
/** The same of a passage's: a subject lasts longer than one of its sections. */
const FOUND_PER_TURN = 0.6;
/** Older turns cost a search each and change little. */
const TURNS = 3;
const HITS = 10;

/** Where earlier questions found their answers, the older the weaker. */
export type Topics = {
  /** Weights 0..1 of the folders. */
  folders: ReadonlyMap<string, number>;
  /** Weights 0..1 of the passages, by id. */
  found: ReadonlyMap<string, Found>;
};

export type Found = { hit: Hit; weight: number };

/**
 * What the conversation is about: a follow-up that names no product is looked for where the earlier questions found
 * their answers. One search for each of the last three questions.
 */
export async function conversationTopics(history: HistoryTurn[], knowledge: Knowledge): Promise<Topics> {
  const asked = history.filter((turn) => turn.author === "customer").slice(-TURNS);
  const folders = new Map<string, number>();
  const found = new Map<string, Found>();
  for (const [age, turn] of [...asked].reverse().entries()) {
    const before = asked.slice(0, asked.length - 1 - age);
    const { carried } = understand(turn.text, before, knowledge);
    const { hits } = await knowledge.search({ text: turn.text, limit: HITS, carried });
    for (const [folder, share] of folderShares(hits)) {
      folders.set(folder, Math.max(folders.get(folder) ?? 0, PER_TURN ** age * share));
    }
    for (const hit of hits) {
      const weight = FOUND_PER_TURN ** age * (hit.score / hits[0]!.score) ** 2;
      if (weight > (found.get(hit.passage.id)?.weight ?? 0)) found.set(hit.passage.id, { hit, weight });
    }
  }
  return { folders, found };
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
