import { type Kysely, sql } from "kysely";
import type { ConversationTables } from "../conversations/conversation-tables.ts";
import { searchQuery } from "../conversations/search-words.ts";
import type { PastQuestion } from "../protocol/replays.ts";
import { eachOnce } from "./replay-questions.ts";

/** As many as a menu can be read. */
const MOST = 30;
/** The same question stands there more than once. */
const READ = 120;
/** Rows that are looked through for a word: the newest questions that hold it, whatever answered them. */
const LOOKED_THROUGH = 2_000;

/** Questions that the documentation was asked, newest first, each wording once; with words, those that hold them all. */
export async function readPastQuestions(db: Kysely<ConversationTables>, text: string): Promise<PastQuestion[]> {
  const words = searchQuery(text);
  if (words === null && text.trim() !== "") return [];
  const holding = sql<string>`SELECT entry_id FROM search_words
    CROSS JOIN search_entries ON search_entries.id = search_words.rowid
    WHERE search_words MATCH ${words} AND author = 'customer' ORDER BY search_words.rowid DESC LIMIT ${LOOKED_THROUGH}`;

  const rows = await db
    .selectFrom("answers")
    .innerJoin("messages", "messages.id", "answers.reply_to")
    .innerJoin("answer_records", "answer_records.answer_id", "answers.id")
    .select(["answers.id as answerId", "messages.text as question", "answers.finished_at as at"])
    .where("answers.route", "=", "documentation")
    .where("answers.finished_at", "is not", null)
    .$if(words !== null, (query) => query.where(sql<boolean>`answers.reply_to IN (${holding})`))
    .orderBy("answers.finished_at", "desc")
    .orderBy("answers.id")
    .limit(READ)
    .execute();

  return eachOnce(rows, ({ question }) => question)
    .slice(0, MOST)
    .map(({ at, ...row }) => ({ ...row, at: at! }));
}
