import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../config.ts";
import { conversationSearch } from "../conversations/conversation-search.ts";
import { openDatabase } from "../conversations/database.ts";
import { inbox } from "../conversations/inbox.ts";
import { threadedConversations } from "../conversations/threaded-conversation-store.ts";
import { type Insights, insights } from "../insights/insights.ts";
import type { InboxList } from "../protocol/staff-http.ts";
import { seededRandom } from "../score/seeded-random.ts";
import { acknowledgements, type Interval } from "./bench-staff-acks.ts";
import { DAY, DAYS, fillDatabase, START, wordOf } from "./bench-staff-data.ts";
import { runCommand, UsageError } from "./command-line.ts";

const help = `
Usage: npm run bench -- staff [--messages N] [--json]

Fills a fresh database with N messages (default: 1000000), half of them the bot's, and measures what staff wait for:
the search newest first and by relevance, the lists of the inbox, the figures of the insights and the lists behind
them; and what a customer waits for an acknowledgement, alone and while one search or list follows the other, by turns.

  --json  print one JSON object: rows of { what, ms50, ms95, ms99 }, ackP99Difference { difference, low, high } in ms
`;

const options = { messages: { type: "string" }, json: { type: "boolean" } } as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

type Measured = { rows: Row[]; ackP99Difference: Interval };
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
    const measured = await measure(file);
    process.stdout.write(json ? `${JSON.stringify(measured)}\n` : tableOf(measured));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(file: string): Promise<Measured> {
  const database = openDatabase(file);
  const [search, lists, store] = [conversationSearch(file, Date.now), inbox(database), threadedConversations(database)];
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
  await searched("newest")();
  await searched("relevance")();
  const rows = [await timed("search, newest first", SEARCHES, searched("newest"))];
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
  let turn = 0;
  const staffWork = [searched("newest"), searched("relevance"), () => lists.list("open", "nobody", null, 50)];
  const acks = await acknowledgements(store, () => staffWork[turn++ % staffWork.length]!(), random);
  rows.push(rowOf("customer's acknowledgement, alone", acks.alone));
  rows.push(rowOf("customer's acknowledgement, during searches", acks.meanwhile));
  await figures.close();
  await search.close();
  await store.close();
  return { rows, ackP99Difference: acks.p99Difference };
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
  return rowOf(what, spent);
}

function rowOf(what: string, spent: readonly number[]): Row {
  const sorted = spent.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor(sorted.length * share)]! * 100) / 100;
  return { what, ms50: at(0.5), ms95: at(0.95), ms99: at(0.99) };
}

function tableOf({ rows, ackP99Difference: { difference, low, high } }: Measured): string {
  const cell = (ms: number) => ms.toFixed(2).padStart(8);
  const lines = rows.map(({ what, ms50, ms95, ms99 }) => `${what.padEnd(45)}${cell(ms50)}${cell(ms95)}${cell(ms99)}`);
  const head = "what".padEnd(45) + ["ms p50", "p95", "p99"].map((name) => name.padStart(8)).join("");
  const [more, least, most] = [difference, low, high].map((ms) => ms.toFixed(1));
  const paired = `The acknowledgement's p99 during searches less that alone: ${more} ms, 95 % interval ${least} to ${most}.`;
  return `${[head, ...lines, "", paired].join("\n")}\n`;
}
