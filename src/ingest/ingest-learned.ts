import { existsSync } from "node:fs";
import type { LearnedQuestions } from "../search/knowledge.ts";
import type { SearchAids } from "../search/shipped-aids.ts";
import { currentFile } from "../search/snapshot.ts";
import { updateLearned } from "../search/update-learned.ts";
import { MOST_BESIDE } from "./ingest-changes.ts";
import { lockIndexFolder } from "./ingest-lock.ts";
import { indexFolder } from "./knowledge-folder.ts";

export type LearnedSettings = {
  knowledgeDir: string;
  dataDir: string;
  aids: SearchAids;
  /** Read once nobody else writes the index: an older list must not follow a newer one. */
  learned: () => Promise<LearnedQuestions>;
};

/** Makes the approved questions of the moment live. False: a whole `ingest` is due. Throws IngestRunningError. */
export async function ingestLearned({ knowledgeDir, dataDir, aids, learned }: LearnedSettings): Promise<boolean> {
  const folder = indexFolder(dataDir, knowledgeDir);
  if (!existsSync(currentFile(folder))) return false;

  const unlock = lockIndexFolder(folder, knowledgeDir);
  try {
    return await updateLearned({ folder, learned: await learned(), aids, most: MOST_BESIDE });
  } finally {
    unlock();
  }
}
