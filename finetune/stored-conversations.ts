import type { Kysely } from "kysely";
import type { ConversationTables } from "../src/conversations/conversation-tables.ts";
import type { AnswerRecord } from "../src/protocol/answer-record.ts";
import type { Citation } from "../src/protocol/conversation.ts";
import type { LoggedConversation } from "./conversation-log.ts";

type Tables = Kysely<ConversationTables>;
type Turn = LoggedConversation["turns"][number] & { cursor: number; id: string };

/** Newer ones teach what is asked now; more would fill the memory. */
const MOST = 20_000;
/** Conversations read at once: bounds of a statement, and what one step holds in memory. */
const STEP = 200;

/**
 * What the store holds of conversations, as a log: verdicts of staff, ratings, and what staff wrote while they had the
 * turn, beside what the bot would have said. Only reads, so a server may go on meanwhile. In the order of their ids.
 */
export async function storedConversations(db: Tables): Promise<LoggedConversation[]> {
  const heads = await db
    .selectFrom("conversations")
    .select(["id", "locale", "channel", "attributes"])
    .orderBy("created_at", "desc")
    .limit(MOST)
    .execute();
  const ordered = heads.sort((one, other) => (one.id < other.id ? -1 : 1));

  const found: LoggedConversation[] = [];
  for (let from = 0; from < ordered.length; from += STEP) {
    const some = ordered.slice(from, from + STEP);
    const turns = await turnsOf(
      db,
      some.map(({ id }) => id),
    );
    for (const { id, locale, channel, attributes } of some) {
      const language = locale?.split(/[-_]/, 1)[0];
      const { tier = "" } = (attributes === null ? {} : JSON.parse(attributes)) as Record<string, string>;
      const named = { ...(language && { language }), ...(channel && { channel }), ...(tier && { tier }) };
      const own = (turns.get(id) ?? []).sort((one, other) => one.cursor - other.cursor);
      const heard = own.map(({ cursor, id: _, ...turn }) => turn);
      if (heard.some(({ role }) => role === "customer")) found.push({ conversation_id: id, ...named, turns: heard });
    }
  }
  return found;
}

async function turnsOf(db: Tables, ids: readonly string[]): Promise<Map<string, Turn[]>> {
  const turns = new Map<string, Turn[]>(ids.map((id) => [id, []]));
  const intents = await intentsOf(db, ids);
  for (const { conversation, ...turn } of await said(db, ids)) {
    const intent = intents.get(turn.id);
    turns.get(conversation)!.push({ ...turn, ...(intent && { intent }) });
  }
  for (const { conversation, ...turn } of await answered(db, ids)) turns.get(conversation)!.push(turn);
  return turns;
}

async function said(db: Tables, ids: readonly string[]) {
  const rows = await db
    .selectFrom("messages")
    .leftJoin("shadow_drafts", (join) =>
      join.onRef("shadow_drafts.reply_id", "=", "messages.id").on("shadow_drafts.outcome", "=", "answered"),
    )
    .leftJoin("staff", "staff.id", "messages.staff_id")
    .select(["messages.id", "messages.conversation_id as conversation", "messages.cursor", "messages.author"])
    .select(["messages.text", "messages.created_at", "shadow_drafts.text as draft", "staff.name as by"])
    .where("messages.conversation_id", "in", ids)
    .where("messages.author", "in", ["customer", "staff"])
    .execute();
  return rows.map(({ author, created_at, draft, by, ...row }) => ({
    ...row,
    at: new Date(created_at).toISOString(),
    ...(author === "customer"
      ? { role: "customer" as const }
      : { role: "agent" as const, ...written(draft, row.text, by) }),
  }));
}

/** Where the agent sent the draft as it was, there is nothing to prefer. */
const written = (draft: string | null, text: string, by: string | null) => ({
  review: { verdict: "written" as const, ...(by && { by }) },
  ...(draft && draft !== text && { instead_of: draft }),
});

async function answered(db: Tables, ids: readonly string[]) {
  const rows = await db
    .selectFrom("answers")
    .leftJoin("answer_records", "answer_records.answer_id", "answers.id")
    .leftJoin("learning_rows", "learning_rows.answer_id", "answers.id")
    .leftJoin("verified_answers", "verified_answers.id", "answers.id")
    .leftJoin("ratings", "ratings.answer_id", "answers.id")
    .select(["answers.id", "answers.conversation_id as conversation", "answers.cursor", "answers.text"])
    .select(["answers.citations", "answers.finished_at", "answer_records.record", "ratings.verdict as rating"])
    .select(["learning_rows.verdict", "learning_rows.completion"])
    .select(["verified_answers.text as verified", "verified_answers.cited", "verified_answers.retired_at as retired"])
    .where("answers.conversation_id", "in", ids)
    .where("answers.finished_at", "is not", null)
    .where("answers.text", "is not", null)
    .execute();
  const reviewers = await reviewersOf(db, ids);
  return rows.map(({ id, conversation, cursor, text, citations, finished_at, record, rating, ...verdict }) => {
    const numbered = withNumbers(text!, JSON.parse(citations ?? "[]"), record === null ? null : JSON.parse(record));
    // A verified answer's text has its markers numbered already; one that was retired is no longer what staff say.
    const corrected = verdict.verdict === "corrected" ? (verdict.verified ?? verdict.completion) : null;
    const counts = verdict.verdict !== null && verdict.retired === null;
    const by = reviewers.get(id);
    return {
      id,
      conversation,
      cursor: cursor!,
      role: "bot" as const,
      text: numbered.text,
      at: new Date(finished_at!).toISOString(),
      passages: corrected === null ? numbered.passages : JSON.parse(verdict.cited ?? "[]"),
      ...(rating && { rating }),
      ...(counts && {
        review: { verdict: verdict.verdict!, ...(corrected && { text: corrected }), ...(by && { by }) },
      }),
    };
  });
}

/** By answer, the name of whoever reviewed it last; an owner's word ends a disagreement. */
async function reviewersOf(db: Tables, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom("reviews")
    .innerJoin("answers", "answers.id", "reviews.answer_id")
    .innerJoin("staff", "staff.id", "reviews.staff_id")
    .select(["reviews.answer_id as answer", "staff.name"])
    .where("answers.conversation_id", "in", ids)
    .orderBy("reviews.settles")
    .orderBy("reviews.reviewed_at")
    .execute();
  return new Map(rows.map(({ answer, name }) => [answer, name]));
}

/** Markers counted from 1 in the order in which they stand, so that `[n]` is the n-th passage. */
function withNumbers(text: string, citations: readonly Citation[], record: AnswerRecord | null) {
  const passages: { passageId: string; hash: string }[] = [];
  const numbers = new Map<number, number>();
  const numbered = text.replace(/\[(\d{1,3})\](?!\()/g, (marker, digits: string) => {
    const cited = citations.find((citation) => citation.marker === Number(digits));
    const passage = record?.passages.find(({ path, anchor }) => path === cited?.path && anchor === cited.anchor);
    if (!passage) return marker;
    if (!numbers.has(Number(digits))) {
      passages.push({ passageId: passage.id, hash: passage.hash });
      numbers.set(Number(digits), passages.length);
    }
    return `[${numbers.get(Number(digits))}]`;
  });
  return { text: numbered, passages };
}

/** By question: what staff said that it was about, else what the tuned model that answered took it for. */
async function intentsOf(db: Tables, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom("answers")
    .leftJoin("learning_rows", "learning_rows.answer_id", "answers.id")
    .select(["answers.reply_to as question", "answers.intent as recognised", "learning_rows.intent as named"])
    .select(["learning_rows.verdict"])
    .where("answers.conversation_id", "in", ids)
    .execute();
  return new Map(
    rows.flatMap(({ question, recognised, named, verdict }): [string, string][] => {
      const intent = named ?? (verdict === "approved" ? recognised : null);
      return intent === null ? [] : [[question, intent]];
    }),
  );
}
