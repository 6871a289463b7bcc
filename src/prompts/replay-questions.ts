import type { Kysely } from "kysely";
import type { ConversationTables } from "../conversations/conversation-tables.ts";
import type { AnswerRecord, HistoryTurn } from "../protocol/answer-record.ts";
import type { StartReplay } from "../protocol/replays.ts";

/** A question to be asked again, with what is known of good answers to it. */
export type ReplayQuestion = {
  answerId: string | null;
  text: string;
  history: HistoryTurn[];
  /** What a good answer says: what staff approved or wrote. */
  reference: string | null;
  /** What was said then, and whether staff approved of it. */
  given: { text: string; approved: boolean } | null;
};

/** Read for each question that is wanted: the same one is asked again and again. */
const READ = 4;

/** Newest first, each wording of a question once. */
export async function readReplayQuestions(
  db: Kysely<ConversationTables>,
  asked: StartReplay["questions"],
): Promise<ReplayQuestion[]> {
  if (asked.from === "lines") return asked.lines.map(fromLine);
  const found = asked.from === "last" ? await lastAsked(db, asked.count) : await lastReviewed(db, asked.count);
  return eachOnce(found, ({ text }) => text).slice(0, asked.count);
}

/** The first of each wording. */
export function eachOnce<Item>(items: readonly Item[], wordingOf: (item: Item) => string): Item[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const plain = wordingOf(item).trim().toLowerCase();
    return !seen.has(plain) && seen.add(plain);
  });
}

type Line = Extract<StartReplay["questions"], { from: "lines" }>["lines"][number];

function fromLine({ question, history, answer }: Line): ReplayQuestion {
  const turns = history.map(({ role, text }) => ({ author: role === "agent" ? ("bot" as const) : role, text }));
  return { answerId: null, text: question, history: turns, reference: answer ?? null, given: null };
}

async function lastAsked(db: Kysely<ConversationTables>, count: number): Promise<ReplayQuestion[]> {
  const rows = await answersWithQuestions(db)
    .where("answers.route", "=", "documentation")
    .where("answers.outcome", "in", ["answered", "no-answer", "refused"])
    .orderBy("answers.finished_at", "desc")
    .orderBy("answers.id")
    .limit(count * READ)
    .execute();
  return rows.map(({ id, question, record }) => ({
    answerId: id,
    text: question,
    history: historyOf(record),
    reference: null,
    given: null,
  }));
}

async function lastReviewed(db: Kysely<ConversationTables>, count: number): Promise<ReplayQuestion[]> {
  const rows = await answersWithQuestions(db)
    .innerJoin("learning_rows", "learning_rows.answer_id", "answers.id")
    .select(["learning_rows.completion", "learning_rows.verdict"])
    .orderBy("learning_rows.reviewed_at", "desc")
    .orderBy("answers.id")
    .limit(count * READ)
    .execute();
  return rows.map(({ id, question, record, text, completion, verdict }) => ({
    answerId: id,
    text: question,
    history: historyOf(record),
    reference: completion,
    given: { text: text ?? "", approved: verdict === "approved" },
  }));
}

function answersWithQuestions(db: Kysely<ConversationTables>) {
  return db
    .selectFrom("answers")
    .innerJoin("messages", "messages.id", "answers.reply_to")
    .leftJoin("answer_records", "answer_records.answer_id", "answers.id")
    .select(["answers.id", "answers.text", "messages.text as question", "answer_records.record"]);
}

const historyOf = (record: string | null) => (record === null ? [] : (JSON.parse(record) as AnswerRecord).history);
