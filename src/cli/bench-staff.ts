import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../config.ts";
import { conversationSearch } from "../conversations/conversation-search.ts";
import { openDatabase } from "../conversations/database.ts";
import { inbox } from "../conversations/inbox.ts";
import { conversationsIn } from "../conversations/libsql-conversation-store.ts";
import { type Insights, insights } from "../insights/insights.ts";
import type { InboxList } from "../protocol/staff-http.ts";
import { seededRandom } from "../score/seeded-random.ts";
import { DAY, DAYS, fillDatabase, START, textOf, wordOf } from "./bench-staff-data.ts";
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

const SEARCHES = 200;
const LISTS: InboxList[] = ["waiting", "mine", "open", "closed", "unreviewed"];

async function run({ messages = "1000000", json }: { messages?: string; json?: boolean }): Promise<void> {
  if (!/^\d{4,7}$/.test(messages)) throw new UsageError("--messages must be a whole number from 1000 to 9999999.");
  const folder = mkdtempSync(join(tmpdir(), "switchboard-bench-"));
  try {
    const file = join(folder, "chat.db");
    await openDatabase(file).db.destroy();
    const started = performance.now();
    fillDatabase(file, Number(messages));
    process.stderr.write(`${messages} messages in ${Math.round((performance.now() - started) / 1_000)} s.\n`);
    const rows = await measure(file);
    process.stdout.write(json ? `${JSON.stringify({ rows })}\n` : tableOf(rows));
  } finally {
    rmSync(folder, { recursive: true });
  }
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
