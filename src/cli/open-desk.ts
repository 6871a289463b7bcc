import { type AnswerQuestion, answerDesk } from "../answer/answer-question.ts";
import type { Config } from "../config.ts";
import { type IngestReport, ingest } from "../ingest/ingest.ts";
import { indexFolder, servingFolder } from "../ingest/knowledge-folder.ts";
import type { KnowledgeSource } from "../search/knowledge.ts";
import { knowledgeSource } from "../search/open-knowledge.ts";

export type OpenedKnowledge = {
  source: KnowledgeSource;
  /** Null for the live index, which is used as it is. */
  report: IngestReport | null;
};

/** `--knowledge DIR` has its own cached index, brought up to date first; without it the live index serves. */
export async function openKnowledge(config: Config, knowledgeDir: string | undefined): Promise<OpenedKnowledge> {
  const report = knowledgeDir
    ? await ingest({ knowledgeDir, dataDir: config.dataDir, serve: false, onProgress: showProgress })
    : null;
  const folder = indexFolder(config.dataDir, knowledgeDir ?? servingFolder(config));
  return { source: knowledgeSource(() => folder), report };
}

/** Records no conversation; answers at once instead of at reading pace. */
export function openDesk(config: Config, source: KnowledgeSource): AnswerQuestion {
  return answerDesk({
    knowledge: source,
    model: null,
    productName: config.PRODUCT_NAME,
    contactText: config.CONTACT_TEXT,
    caution: config.ANSWER_CAUTION,
    now: () => performance.now(),
    pace: () => Promise.resolve(),
  });
}

function showProgress({ stage, done, total }: { stage: string; done: number; total: number }): void {
  if (done === total || done % 1_000 === 0) process.stderr.write(`${stage} ${done}/${total}\n`);
}
