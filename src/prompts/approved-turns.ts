import type { Kysely } from "kysely";
import type { ConversationTables } from "../conversations/conversation-tables.ts";
import type { AnswerRecord, HistoryTurn } from "../protocol/answer-record.ts";
import type { Citation } from "../protocol/conversation.ts";
import type { ApprovedTurnHead } from "../protocol/replays.ts";
import { citedPassages } from "../review/cited-passages.ts";
import type { Knowledge } from "../search/knowledge.ts";
import type { CitedPassage } from "../search/unchanged-passages.ts";

/** A turn whose answer staff approved or wrote, newest verdict first. */
export type ApprovedTurn = {
  answerId: string;
  question: string;
  history: HistoryTurn[];
  intent: string | null;
  /** `[n]` cites `cited[n - 1]`. */
  text: string;
  cited: CitedPassage[];
  /** A cited passage is not what it was when the answer was given. */
  stale: boolean;
};

/** More are not looked at: the newest say best how it is done today. */
const MOST = 2_000;

export async function readApprovedTurns(
  db: Kysely<ConversationTables>,
  knowledge: Pick<Knowledge, "page" | "passage">,
): Promise<ApprovedTurn[]> {
  const rows = await db
    .selectFrom("learning_rows")
    .innerJoin("answers", "answers.id", "learning_rows.answer_id")
    .innerJoin("messages", "messages.id", "answers.reply_to")
    .leftJoin("answer_records", "answer_records.answer_id", "answers.id")
    .leftJoin("verified_answers", "verified_answers.id", "answers.id")
    .select([
      "answers.id",
      "messages.text as question",
      "learning_rows.completion",
      "learning_rows.intent",
      "answers.citations",
      "answer_records.record",
      "verified_answers.text as corrected",
      "verified_answers.cited",
    ])
    .where("learning_rows.completion", "is not", null)
    .where("verified_answers.retired_at", "is", null)
    .orderBy("learning_rows.reviewed_at", "desc")
    .orderBy("answers.id")
    .limit(MOST)
    .execute();

  return rows.map(({ id, question, completion, intent, citations, record, corrected, cited }) => {
    const recorded = record === null ? null : (JSON.parse(record) as AnswerRecord);
    const source =
      corrected !== null && cited !== null
        ? asVerified(corrected, JSON.parse(cited) as CitedPassage[], knowledge)
        : asGiven(completion ?? "", JSON.parse(citations ?? "[]") as Citation[], recorded, knowledge);
    return { answerId: id, question, history: recorded?.history ?? [], intent, ...source };
  });
}

/** As it is listed to be picked. */
export function approvedHead({ answerId, question, text, intent, stale }: ApprovedTurn): ApprovedTurnHead {
  return { answerId, question, answer: text, intent, stale };
}

type Source = Pick<ApprovedTurn, "text" | "cited" | "stale">;

function asVerified(text: string, cited: CitedPassage[], knowledge: Pick<Knowledge, "passage">): Source {
  return { text, cited, stale: cited.some(({ passageId, hash }) => knowledge.passage(passageId)?.hash !== hash) };
}

/** Numbered anew by the passages that its quotations stand in; the record says how those were then. */
function asGiven(
  given: string,
  citations: readonly Citation[],
  record: AnswerRecord | null,
  knowledge: Pick<Knowledge, "page">,
): Source {
  const { text, cited } = citedPassages(given, citations, knowledge);
  const then = new Map(record?.passages.map(({ id, hash }) => [id, hash]));
  const lost = markersIn(given) > markersIn(text);
  return { text, cited, stale: lost || cited.some(({ passageId, hash }) => (then.get(passageId) ?? hash) !== hash) };
}

const markersIn = (text: string) => text.match(/\[\d{1,3}\](?!\()/g)?.length ?? 0;
