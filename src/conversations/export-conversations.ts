import type { SearchFilter } from "../protocol/staff-http.ts";
import type { ConversationSearch } from "./conversation-search.ts";
import type { ConversationStore, Entry } from "./conversation-store.ts";

export type ExportPorts = {
  search: ConversationSearch;
  store: ConversationStore;
  /** Takes personal data out of the texts of one conversation; null exports them as they are. */
  redact: ((texts: string[]) => string[]) | null;
};

export type ExportFormat = "jsonl" | "csv";
type Turn = { role: "customer" | "bot" | "agent" | "system"; text: string; outcome: string };

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
      yield written(conversationId, await turnsOf(conversationId, ports), format);
    }
    after = page?.next ?? null;
  } while (after !== null && seen.size < CONVERSATION_LIMIT);
}

async function turnsOf(conversationId: string, { store, redact }: ExportPorts): Promise<Turn[]> {
  const { entries } = await store.timeline(conversationId, 0);
  const turns = entries.flatMap((entry) => turnOf(entry) ?? []);
  const texts = turns.map(({ text }) => text);
  const shown = redact ? redact(texts) : texts;
  return turns.map((turn, index) => ({ ...turn, text: shown[index]! }));
}

function turnOf(entry: Entry): Turn | null {
  if (entry.event === "owner") return null;
  const { text } = entry.payload;
  if (entry.event === "answer-end") return { role: "bot", text, outcome: entry.payload.outcome };
  const role = entry.payload.author === "staff" ? "agent" : entry.payload.author;
  return { role, text, outcome: "" };
}

function written(conversationId: string, turns: Turn[], format: ExportFormat): string {
  if (format === "csv")
    return turns.map(({ role, outcome, text }) => csvRow([conversationId, role, outcome, text])).join("");
  const said = turns.filter(({ role }) => role !== "system");
  const lines = said.map(({ outcome, ...turn }) => (outcome ? { ...turn, outcome } : turn));
  return `${JSON.stringify({ conversation_id: conversationId, turns: lines })}\n`;
}

/** Spreadsheets run what begins like a formula, also behind spaces: an apostrophe makes it text (OWASP, CSV injection). */
export function csvRow(cells: string[]): string {
  const safe = cells.map((cell) => (/^\s*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell));
  return `${safe.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\r\n`;
}
