import { liveKnowledge } from "../compose-answers.ts";
import { composeSearchAids } from "../compose-search.ts";
import type { Config } from "../config.ts";
import { type IngestReport, ingest } from "../ingest/ingest.ts";
import { indexFolder } from "../ingest/knowledge-folder.ts";
import type { KnowledgeSource } from "../search/knowledge.ts";
import { knowledgeSource } from "../search/open-knowledge.ts";

export type OpenedKnowledge = {
  source: KnowledgeSource;
  /** Null for the live index, which is used as it is. */
  report: IngestReport | null;
};

/** `--knowledge DIR` has its own cached index, brought up to date first; without it the live index serves. */
export async function openKnowledge(config: Config, knowledgeDir: string | undefined): Promise<OpenedKnowledge> {
  if (!knowledgeDir) return { source: await liveKnowledge(config), report: null };

  const aids = await composeSearchAids(config);
  const { dataDir } = config;
  const report = await ingest({ knowledgeDir, dataDir, serve: false, aids, onProgress: showProgress });
  return { source: knowledgeSource(() => indexFolder(dataDir, knowledgeDir), { aids }), report };
}

function showProgress({ stage, done, total }: { stage: string; done: number; total: number }): void {
  if (done === total || done % 1_000 === 0) process.stderr.write(`${stage} ${done}/${total}\n`);
}
