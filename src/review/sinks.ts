import { sql, type Transaction } from "kysely";
import type { ConversationTables } from "../conversations/conversation-tables.ts";
import type { Citation } from "../protocol/conversation.ts";
import type { Reviewed } from "../protocol/review.ts";
import type { Knowledge } from "../search/knowledge.ts";
import { keptQuestion } from "./asked-words.ts";
import { citedPassages } from "./cited-passages.ts";
import { isDocumentationGap } from "./documentation-gap.ts";
import { isVerified, opinionsOn, type Turn } from "./libsql-reviews.ts";
import { judgementOf, type Opinion } from "./verdict.ts";

type Tables = Transaction<ConversationTables>;
export type SinkKnowledge = Pick<Knowledge, "page" | "passage">;
export type SinkPorts = {
  knowledge: SinkKnowledge;
  /** Takes personal data out of what a customer wrote. */
  anonymous: (text: string) => string;
};

/**
 * Makes again what follows from the verdicts on a turn: a verified answer, a documentation gap and a row to learn from.
 * Made whole from the verdicts each time, so that repeating, changing and taking back one need no path of their own.
 */
export async function applyVerdicts(
  tables: Tables,
  turn: Turn,
  { knowledge, anonymous }: SinkPorts,
): Promise<Reviewed> {
  const { answerId } = turn;
  const opinions = await opinionsOn(tables, answerId);
  const judgement = judgementOf(opinions);
  const opinion = judgement.state === "agreed" ? judgement.opinion : null;

  await clear(tables, answerId);
  await markReviewed(tables, answerId, opinions);
  if (judgement.state === "disputed") await suspendAnswer(tables, turn.answerId, judgement.since);
  else if (judgement.state === "open" && opinions[0]) await suspendAnswer(tables, turn.answerId, opinions[0].at);
  else if (opinion?.verdict !== "corrected") await dropAnswer(tables, turn.answerId);
  if (opinion && opinion.verdict !== "approved") await exclude(tables, turn);
  return {
    ok: true,
    state: judgement.state,
    verifiedAnswer: opinion !== null && (await verifyAnswer(tables, turn, opinion, { knowledge, anonymous })),
    documentationGap: opinion !== null && (await reportGap(tables, turn, opinion, knowledge)),
    learningRow: opinion !== null && (await learnFrom(tables, turn, opinion)),
  };
}

async function clear(tables: Tables, answerId: string): Promise<void> {
  await tables.deleteFrom("documentation_gaps").where("answer_id", "=", answerId).execute();
  await tables.deleteFrom("verified_exclusions").where("id", "=", answerId).execute();
  await tables.deleteFrom("learning_rows").where("answer_id", "=", answerId).execute();
}

/** Not deleted, because the phrasings that staff added would go with it: the owner's word may bring it back. */
async function suspendAnswer(tables: Tables, answerId: string, at: number): Promise<void> {
  await tables.updateTable("verified_answers").set({ retired_at: at }).where("id", "=", answerId).execute();
}

async function dropAnswer(tables: Tables, answerId: string): Promise<void> {
  await tables.deleteFrom("verified_answers").where("id", "=", answerId).execute();
}

/** The verified answer that was given is not meant for this question, nor for what is nearest to it. */
async function exclude(tables: Tables, { answerId, verifiedId }: Turn): Promise<void> {
  if (verifiedId === null || !(await isVerified(tables, verifiedId))) return;
  await tables.insertInto("verified_exclusions").values({ id: answerId, answer_id: verifiedId }).execute();
}

/** The intent that a person named counts before the recognised one; the newest word, an owner's before all. */
async function markReviewed(tables: Tables, answerId: string, opinions: readonly Opinion[]): Promise<void> {
  const first = opinions.length === 0 ? null : Math.min(...opinions.map(({ at }) => at));
  const named = [...opinions]
    .sort((one, other) => Number(other.settles) - Number(one.settles) || other.at - one.at)
    .find(({ intent }) => intent !== null)?.intent;
  const recognised = sql<string | null>`(SELECT json_extract(record, '$.intent.name') FROM answer_records
    WHERE answer_id = ${answerId})`;
  await tables
    .updateTable("answers")
    .set({ reviewed_at: first, intent: named ?? recognised })
    .where("id", "=", answerId)
    .execute();
}

async function verifyAnswer(
  tables: Tables,
  turn: Turn,
  { verdict, text, citations, at }: Opinion,
  { knowledge, anonymous }: SinkPorts,
): Promise<boolean> {
  if (verdict !== "corrected" || text === null) return false;
  const { text: served, cited } = citedPassages(text, sourcesOf(turn, citations), knowledge);
  const question = keptQuestion(turn.question, anonymous);
  const written = { question, text: served, cited: JSON.stringify(cited), verified_at: at, retired_at: null };
  await tables
    .insertInto("verified_answers")
    .values({ id: turn.answerId, ...written })
    // In place: its further phrasings go with the row.
    .onConflict((conflict) => conflict.column("id").doUpdateSet(written))
    .execute();
  return true;
}

/** Those of the answer where a correction names none of its own. */
const sourcesOf = (turn: Turn, citations: string | null): Citation[] =>
  citations === null ? turn.citations : (JSON.parse(citations) as Citation[]);

async function reportGap(tables: Tables, turn: Turn, opinion: Opinion, knowledge: SinkKnowledge): Promise<boolean> {
  const { verdict, text, citations, reason, at } = opinion;
  const written = verdict === "corrected" && text !== null ? text : null;
  const correction = written === null ? null : citedPassages(written, sourcesOf(turn, citations), knowledge);
  const textsOf = (ids: readonly string[]) => ids.flatMap((id) => knowledge.passage(id)?.text ?? []);
  const isGap = isDocumentationGap({
    correction: correction?.text ?? null,
    reason,
    cited: textsOf(correction?.cited.map(({ passageId }) => passageId) ?? []),
    passages: textsOf(turn.passageIds),
  });
  if (verdict === "approved" || !isGap) return false;
  await tables
    .insertInto("documentation_gaps")
    .values({ answer_id: turn.answerId, question: turn.question, found_at: at })
    .execute();
  return true;
}

/** What nobody should answer teaches no reply. */
async function learnFrom(tables: Tables, turn: Turn, opinion: Opinion): Promise<boolean> {
  const { verdict, text, reason, intent, at } = opinion;
  if (reason === "nobody-should-answer") return false;
  await tables
    .insertInto("learning_rows")
    .values({
      answer_id: turn.answerId,
      conversation_id: turn.conversationId,
      question_id: turn.questionId,
      messages: JSON.stringify(asMessages(turn)),
      completion: { approved: turn.text, corrected: text, rejected: null }[verdict],
      rejected: verdict === "approved" ? null : turn.text,
      intent,
      verdict,
      reviewed_at: at,
    })
    .execute();
  return true;
}

function asMessages({ history, question }: Turn): { role: "user" | "assistant"; content: string }[] {
  const earlier = history.map(({ author, text }) => ({
    role: author === "customer" ? ("user" as const) : ("assistant" as const),
    content: text,
  }));
  return [...earlier, { role: "user", content: question }];
}
