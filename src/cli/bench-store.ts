import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConversationStore } from "../conversations/conversation-store.ts";
import { libsqlConversationStore } from "../conversations/libsql-conversation-store.ts";
import { runCommand, UsageError } from "./command-line.ts";

const help = `
Usage: npm run bench -- store [--questions N] [--json]

Keeps N questions durably in a fresh database (default: 4000), once for each number of customers who ask at the same
moment: 1 is what a commit of its own for each question costs, more share commits.

  --json  print one JSON object: rows of { customers, perSecond, msP50, msP99 }
`;

const options = { questions: { type: "string" }, json: { type: "boolean" } } as const;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

type Row = { customers: number; perSecond: number; msP50: number; msP99: number };

async function run({ questions = "4000", json }: { questions?: string; json?: boolean }): Promise<void> {
  if (!/^\d{3,6}$/.test(questions)) throw new UsageError("--questions must be a whole number from 100 to 999999.");
  const rows: Row[] = [];
  for (const customers of [1, 8, 64]) rows.push(await measure(customers, Number(questions)));

  process.stdout.write(json ? `${JSON.stringify({ rows })}\n` : tableOf(rows));
}

async function measure(customers: number, questions: number): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), "switchboard-bench-"));
  const store = libsqlConversationStore(join(folder, "chat.db"));
  const times: number[] = [];
  const started = performance.now();
  for (let asked = 0; asked < questions; asked += customers) {
    const together = Array.from({ length: customers }, (_, customer) => keep(store, customer, asked + customer));
    times.push(...(await Promise.all(together)));
  }
  const seconds = (performance.now() - started) / 1_000;
  await store.close();
  rmSync(folder, { recursive: true });

  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.floor(times.length * share)]! * 100) / 100;
  return { customers, perSecond: Math.round(times.length / seconds), msP50: at(0.5), msP99: at(0.99) };
}

/** Milliseconds until the question was durable. */
async function keep(store: ConversationStore, customer: number, number: number): Promise<number> {
  const asked = performance.now();
  await store.keepQuestion({
    conversationId: `customer ${customer}, ${number % 50}`,
    clientMessageId: `${number}`,
    messageId: `question ${number}`,
    answerId: `answer ${number}`,
    text: "How long can I return a parcel that was sent to another country?",
    at: number,
    openLimit: Number.POSITIVE_INFINITY,
  });
  return performance.now() - asked;
}

function tableOf(rows: Row[]): string {
  const lines = rows.map(
    ({ customers, perSecond, msP50, msP99 }) =>
      `${String(customers).padStart(9)}  ${String(perSecond).padStart(11)}  ${msP50.toFixed(2).padStart(6)}  ${msP99.toFixed(2).padStart(6)}`,
  );
  return `${["customers  questions/s  ms p50  ms p99", ...lines].join("\n")}\n`;
}
