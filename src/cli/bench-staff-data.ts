import Libsql from "libsql";
import { seededRandom } from "../score/seeded-random.ts";

const TURNS = 5;
export const DAY = 86_400_000;
/** The conversations are spread over so many days. */
export const DAYS = 90;
const INTENTS = 40;
const WORDS = 20_000;
const WORDS_OF_A_TEXT = 16;

export const START = Date.UTC(2026, 0, 1);

/** Straight into the tables, in one transaction: through the store it would take minutes. */
export function fillDatabase(file: string, messages: number): void {
  const database = new Libsql(file);
  const insert = {
    conversation: database.prepare(`INSERT INTO conversations (id, owner, cursor, created_at, last_at, last_text,
      waiting_since, page, last_answer, last_outcome, last_rating, handed_off, reopened)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    message: database.prepare(`INSERT INTO messages (id, conversation_id, cursor, author, text, created_at)
      VALUES (?, ?, ?, 'customer', ?, ?)`),
    answer:
      database.prepare(`INSERT INTO answers (id, conversation_id, reply_to, attempts, cursor, outcome, route, text,
      citations, opened_at, finished_at, shown, reviewed_at, intent, model_id, first_token_ms, prompt_tokens, completion_tokens)
      VALUES (?, ?, ?, 1, ?, ?, 'documentation', ?, '[]', ?, ?, 1, ?, ?, 'openai:m', ?, 900, 90)`),
    rating: database.prepare("INSERT INTO ratings (answer_id, verdict, rated_at) VALUES (?, ?, ?)"),
    entry: database.prepare(`INSERT INTO search_entries (conversation_id, entry_id, question_id, author, at)
      VALUES (?, ?, ?, ?, ?)`),
    words: database.prepare("INSERT INTO search_words (rowid, text) VALUES (?, ?)"),
  };
  const random = seededRandom(1);
  database.exec("BEGIN");
  for (let conversation = 0, entries = 0; entries < messages; conversation++) {
    const id = `conversation-${conversation}`;
    const at = START + Math.floor((conversation / messages) * 2 * TURNS * DAYS * DAY);
    const owner = conversation % 50 === 0 ? "queued" : conversation % 3 === 0 ? "closed" : "bot";
    const page = `https://shop-${conversation % 3}.example/page`;
    const outcome = random() < 0.1 ? "no-answer" : "answered";
    const rating = random() < 0.1 ? (random() < 0.7 ? "up" : "down") : null;
    const ending = [
      `answer-${conversation}-${TURNS - 1}`,
      outcome,
      rating,
      random() < 0.1 ? 1 : 0,
      random() < 0.02 ? 1 : 0,
    ];
    insert.conversation.run(
      id,
      owner,
      2 * TURNS,
      at,
      at,
      textOf(random),
      owner === "queued" ? at : null,
      page,
      ...ending,
    );
    for (let turn = 0; turn < TURNS; turn++) {
      const [question, answer] = [`question-${conversation}-${turn}`, `answer-${conversation}-${turn}`];
      const [asked, said] = [textOf(random), textOf(random)];
      insert.message.run(question, id, 2 * turn + 1, asked, at);
      const reviewed = random() < 0.5 ? at : null;
      const intent = random() < 0.4 ? `intent-${Math.floor(random() * INTENTS)}` : null;
      const firstToken = 200 + Math.floor(random() * 2_000);
      const ends = turn === TURNS - 1 ? outcome : "answered";
      insert.answer.run(answer, id, question, 2 * turn + 2, ends, said, at, at, reviewed, intent, firstToken);
      if (turn === TURNS - 1 && rating) insert.rating.run(answer, rating, at);
      insert.entry.run(id, question, question, "customer", at);
      insert.words.run(++entries, asked);
      insert.entry.run(id, answer, question, "bot", at);
      insert.words.run(++entries, said);
    }
  }
  database.exec("COMMIT");
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
}

/** Natural text follows Zipf's law: the k-th word is k times rarer than the first. */
export function wordOf(random: () => number): string {
  return `word${Math.floor(WORDS ** random())}`;
}

export function textOf(random: () => number): string {
  return Array.from({ length: WORDS_OF_A_TEXT }, () => wordOf(random)).join(" ");
}
