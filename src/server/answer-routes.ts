import type { AnswerRecord } from "../answer/answer-question.ts";
import { explainSearch } from "../answer/explain-search.ts";
import type { CaseFile } from "../conversations/case-file.ts";
import { costOf, type ModelPrices } from "../models/model-prices.ts";
import type { AnswerView } from "../protocol/staff-http.ts";
import type { Knowledge, KnowledgeSource } from "../search/knowledge.ts";
import { missing, type StaffRoute } from "./staff-api.ts";

export type AnswerRoutePorts = { files: CaseFile; knowledge: KnowledgeSource; prices: ModelPrices };

/** "Why this answer": what was recorded, what it cost, and what each passage was found by. */
export function answerRoutes({ files, knowledge, prices }: AnswerRoutePorts): StaffRoute[] {
  return [
    {
      method: "get",
      path: "/answers/:answerId",
      verb: "read-conversations",
      async handle({ params }) {
        const kept = await files.answer(params.answerId ?? "");
        if (!kept) return missing;
        const shares = kept.record && (await sharesOf(kept.record, knowledge.current()));
        const view: AnswerView = { ...kept, cost: kept.record && spent(kept.record, prices), shares };
        return { json: view };
      },
    },
  ];
}

/** The search is asked again, so its reasons are those of then only while the documentation is that of then. */
async function sharesOf(record: AnswerRecord, knowledge: Knowledge): Promise<AnswerView["shares"]> {
  if (record.passages.length === 0 || record.knowledgeVersion !== knowledge.version) return null;
  const { signals } = await explainSearch(record, knowledge);
  return Object.fromEntries(signals.map(({ id, shares }) => [id, shares]));
}

function spent({ modelId, tokens }: AnswerRecord, prices: ModelPrices): AnswerView["cost"] {
  if (!modelId || !tokens) return null;
  return { amount: costOf(prices, modelId, tokens), currency: prices.currency };
}
