import type { SearchFilter } from "../protocol/staff-http.ts";
import type { ConversationSearch } from "./conversation-search.ts";
import type { ConversationStore, Entry } from "./conversation-store.ts";

export type ExportPorts = {
  search: ConversationSearch;
  store: ConversationStore;
  /** The address that the customer has left, if any. */
  emailOf: (conversationId: string) => Promise<string | null>;
  /** Takes personal data out of the texts of one conversation; null exports them as they are. */
  redact: ((texts: string[]) => string[]) | null;
};

export type ExportFormat = "jsonl" | "csv";
type Turn = { role: "customer" | "bot" | "agent" | "system"; text: string; outcome: string };

type Content = { turns: Turn[]; email: string | null };

/** A file that anybody could read; more is asked for by a narrower filter. */
const CONVERSATION_LIMIT = 10_000;
const PAGE = 500;

/** Every conversation of a view, each whole and once, newest match first; the learning loop imports the JSONL. */
export async function* exportConversations(
  filter: SearchFilter,
  format: ExportFormat,
  ports: ExportPorts,
): AsyncIterable<string> {
  if (format === "csv") yield csvRow(["conversation_id", "role", "outcome", "text"]);
  const seen = new Set<string>();
  let after: string | null = null;

  do {
    const page = await ports.search.find({ filter: { ...filter, order: "newest" }, after, limit: PAGE });
    for (const { conversationId } of page?.items ?? []) {
      if (seen.has(conversationId) || seen.size === CONVERSATION_LIMIT) continue;
      seen.add(conversationId);
      yield written(conversationId, await contentOf(conversationId, ports), format);
    }
    after = page?.next ?? null;
  } while (after !== null && seen.size < CONVERSATION_LIMIT);
}

/** The address is redacted with the texts, so that it has one placeholder wherever it stands. */
async function contentOf(conversationId: string, { store, emailOf, redact }: ExportPorts): Promise<Content> {
  const { entries } = await store.timeline(conversationId, 0);
  const turns = entries.flatMap((entry) => turnOf(entry) ?? []);
  const email = await emailOf(conversationId);
  const texts = [...turns.map(({ text }) => text), ...(email === null ? [] : [email])];
  const shown = redact ? redact(texts) : texts;
  return {
    email: shown[turns.length] ?? null,
    turns: turns.map((turn, index) => ({ ...turn, text: shown[index]! })),
  };
}

function turnOf(entry: Entry): Turn | null {
  if (entry.event === "owner") return null;
  const { text } = entry.payload;
  if (entry.event === "answer-end") return { role: "bot", text, outcome: entry.payload.outcome };
  const role = entry.payload.author === "staff" ? "agent" : entry.payload.author;
  return { role, text, outcome: "" };
}

function written(conversationId: string, { email, turns }: Content, format: ExportFormat): string {
  if (format === "csv") {
    const rows = turns.map(({ role, outcome, text }) => [conversationId, role, outcome, text]);
    return [...rows, ...(email === null ? [] : [[conversationId, "email", "", email]])].map(csvRow).join("");
  }
  const said = turns.filter(({ role }) => role !== "system");
  const lines = said.map(({ outcome, ...turn }) => (outcome ? { ...turn, outcome } : turn));
  return `${JSON.stringify({ conversation_id: conversationId, ...(email !== null && { email }), turns: lines })}\n`;
}

/**
 * Spreadsheets run what begins like a formula, also behind spaces and invisible signs and, in some languages, in wide
 * letters: an apostrophe makes it text (OWASP, CSV injection).
 */
const LIKE_A_FORMULA = /^[\s\p{Cf}]*[=+\-@\t\r＝＋－＠]/u;

export function csvRow(cells: string[]): string {
  const safe = cells.map((cell) => (LIKE_A_FORMULA.test(cell) ? `'${cell}` : cell));
  return `${safe.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\r\n`;
}
