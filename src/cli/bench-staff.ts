import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Libsql from "libsql";
import { projectRoot } from "../config.ts";
import { conversationSearch } from "../conversations/conversation-search.ts";
import { openDatabase } from "../conversations/database.ts";
import { inbox } from "../conversations/inbox.ts";
import { conversationsIn } from "../conversations/libsql-conversation-store.ts";
import { type Insights, insights } from "../insights/insights.ts";
import type { InboxList } from "../protocol/staff-http.ts";
import { seededRandom } from "../score/seeded-random.ts";
import { runCommand, UsageError } from "./command-line.ts";

const help = `
Usage: npm run bench -- staff [--messages N] [--json]

Fills a fresh database with N messages (default: 1000000), half of them the bot's, and measures what staff wait for:
the search newest first and by relevance, the lists of the inbox, the figures of the insights and the lists behind
them; and what a customer waits for an acknowledgement, alone and while staff search or look at figures.

  --json  print one JSON object: rows of { what, ms50, ms95, ms99 }
`;

const options = { messages: { type: "string" }, json: { type: "boolean" } } as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

type Row = { what: string; ms50: number; ms95: number; ms99: number };

const TURNS = 5;
const DAY = 86_400_000;
/** The conversations are spread over so many days. */
const DAYS = 90;
const INTENTS = 40;
const WORDS = 20_000;
const WORDS_OF_A_TEXT = 16;
const SEARCHES = 200;
const LISTS: InboxList[] = ["waiting", "mine", "open", "closed", "unreviewed"];

async function run({ messages = "1000000", json }: { messages?: string; json?: boolean }): Promise<void> {
  if (!/^\d{4,7}$/.test(messages)) throw new UsageError("--messages must be a whole number from 1000 to 9999999.");
  const folder = mkdtempSync(join(tmpdir(), "switchboard-bench-"));
  try {
    const file = join(folder, "chat.db");
    await openDatabase(file).db.destroy();
    const started = performance.now();
    fill(file, Number(messages));
    process.stderr.write(`${messages} messages in ${Math.round((performance.now() - started) / 1_000)} s.\n`);
    const rows = await measure(file);
    process.stdout.write(json ? `${JSON.stringify({ rows })}\n` : tableOf(rows));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const START = Date.UTC(2026, 0, 1);

/** Straight into the tables, in one transaction: through the store it would take minutes. */
function fill(file: string, messages: number): void {
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
function wordOf(random: () => number): string {
  return `word${Math.floor(WORDS ** random())}`;
}

function textOf(random: () => number): string {
  return Array.from({ length: WORDS_OF_A_TEXT }, () => wordOf(random)).join(" ");
}

async function measure(file: string): Promise<Row[]> {
  const database = openDatabase(file);
  const [search, lists, store] = [conversationSearch(file, Date.now), inbox(database), conversationsIn(database)];
  const figures = insights({
    file,
    root: projectRoot(),
    prices: { currency: "USD", perMillion: new Map() },
    clock: Date.now,
  });
  const random = seededRandom(2);
  const searched = (order: "newest" | "relevance") => async () => {
    const text = Array.from({ length: 1 + Math.floor(random() * 3) }, () => wordOf(random)).join(" ");
    const page = await search.find({ filter: { rows: "messages", text, order }, after: null, limit: 50 });
    if (!page) throw new Error(`The search for ${text} was given up.`);
  };
  let asked = 0;
  const ask = async () => {
    const name = `${++asked}`;
    const question = {
      conversationId: `asker ${asked % 100}`,
      clientMessageId: name,
      messageId: `q${name}`,
      answerId: `a${name}`,
    };
    await store.keepQuestion({
      ...question,
      text: textOf(random),
      at: Date.now(),
      openLimit: Number.POSITIVE_INFINITY,
    });
  };

  await searched("newest")();
  await searched("relevance")();
  const rows = [await timed("customer's acknowledgement, alone", 1_000, ask)];
  rows.push(await timed("search, newest first", SEARCHES, searched("newest")));
  rows.push(await timed("search, by relevance", SEARCHES, searched("relevance")));
  let list = 0;
  rows.push(await timed("inbox list", 100, () => lists.list(LISTS[list++ % LISTS.length]!, "nobody", null, 50)));
  rows.push(await timed("inbox counts", 20, () => lists.counts("nobody")));
  rows.push(await timed("insights, 90 days", 10, figuresOf(figures, DAYS)));
  rows.push(await timed("insights, 90 days of one website", 10, figuresOf(figures, DAYS, "shop-1.example")));
  rows.push(await timed("insights, 7 days", 10, figuresOf(figures, 7)));
  const gaps = () => figures.gaps({ from: START, until: START + DAYS * DAY });
  rows.push(await timed("documentation gaps, 90 days", 5, gaps));
  for (const [what, filter] of Object.entries(DRILLDOWNS)) {
    const all = { order: "newest", from: START, until: START + DAYS * DAY, ...filter } as const;
    rows.push(
      await timed(`rows behind a figure: ${what}`, 10, () => search.find({ filter: all, after: null, limit: 50 })),
    );
    rows.push(await timed(`their number: ${what}`, 10, () => search.count(all)));
  }
  const [meanwhile] = await Promise.all([
    timed("customer's acknowledgement, during searches and figures", 1_000, ask),
    timed("", 40, searched("newest")),
    timed("", 10, searched("relevance")),
    timed("", 5, figuresOf(figures, DAYS)),
  ]);
  rows.push(meanwhile);
  await figures.close();
  await search.close();
  await store.close();
  return rows;
}

const DRILLDOWNS = {
  "conversations handed off": { rows: "conversations", resolution: "handed-off" },
  "conversations of an intent": { rows: "conversations", intent: "intent-7" },
  "answers rated down": { rows: "answers", rating: "down" },
  "answers that found nothing": { rows: "answers", outcome: "no-answer" },
} as const;

function figuresOf(figures: Insights, days: number, channel?: string) {
  const edges = Array.from({ length: days + 1 }, (_, day) => START + (DAYS - days + day) * DAY);
  return async () => {
    if (!(await figures.read({ edges, channel }))) throw new Error("The figures were given up.");
  };
}

async function timed(what: string, times: number, work: () => Promise<unknown>): Promise<Row> {
  const spent: number[] = [];
  for (let time = 0; time < times; time++) {
    const started = performance.now();
    await work();
    spent.push(performance.now() - started);
  }
  spent.sort((a, b) => a - b);
  const at = (share: number) => Math.round(spent[Math.floor(spent.length * share)]! * 100) / 100;
  return { what, ms50: at(0.5), ms95: at(0.95), ms99: at(0.99) };
}

function tableOf(rows: Row[]): string {
  const cell = (ms: number) => ms.toFixed(2).padStart(8);
  const lines = rows.map(({ what, ms50, ms95, ms99 }) => `${what.padEnd(45)}${cell(ms50)}${cell(ms95)}${cell(ms99)}`);
  return `${["what".padEnd(45) + ["ms p50", "p95", "p99"].map((head) => head.padStart(8)).join(""), ...lines].join("\n")}\n`;
}
