import type { LearnedQuestions } from "./knowledge.ts";
import { knowledgeSource } from "./open-knowledge.ts";
import type { SearchAids } from "./shipped-aids.ts";
import { learnedIn, readSnapshot } from "./snapshot.ts";
import { updateKnowledge } from "./update-knowledge.ts";

export type LearnedUpdate = {
  /** Holds an index already; one writer at a time: the caller holds the lock. */
  folder: string;
  /** All that are approved now: what the index holds besides is forgotten. */
  learned: LearnedQuestions;
  aids: SearchAids;
  /** Pages that may lie beside the main index. */
  most: number;
};

/**
 * Makes the approved questions of the moment live by indexing anew only the pages whose questions changed. False, with
 * nothing changed, where that would leave too many pages beside the main index and a whole build is due. Throws what
 * `updateKnowledge` throws.
 */
export async function updateLearned({ folder, learned, aids, most }: LearnedUpdate): Promise<boolean> {
  const snapshot = readSnapshot(folder);
  const changed = differing(learnedIn(snapshot), learned);
  if (changed.length === 0) return true;

  const knowledge = knowledgeSource(() => folder, { aids: { ...aids, embedder: null } }).current();
  const paths = new Set(changed.flatMap((id) => knowledge.passage(id)?.path ?? []));
  if (new Set([...snapshot.hidden, ...paths]).size > most) return false;

  const pages = [...paths].map((path) => knowledge.page(path));
  await updateKnowledge({ folder, changed: pages, removed: [], learned, embedder: aids.embedder });
  return true;
}

/** Ids of passages whose questions are not the same. */
function differing(before: LearnedQuestions, now: LearnedQuestions): string[] {
  const written = (questions: readonly string[] = []) => JSON.stringify(questions);
  return [...new Set([...before.keys(), ...now.keys()])].filter(
    (id) => written(before.get(id)) !== written(now.get(id)),
  );
}
