import type { Outcome, Owner, Resolution } from "../protocol/conversation.ts";
import type { SearchHit } from "../protocol/staff-http.ts";

export type SearchRow = {
  /** Where the row stands in its list. */
  key: number | string;
  conversation_id: string;
  subject: string | null;
  email: string | null;
  entry_id: string;
  author: SearchHit["author"];
  at: number;
  text: string | null;
  owner: Owner;
  answer_id: string | null;
  outcome: Outcome | null;
  resolution: Resolution;
};

/**
 * @param words the query of the text index
 * @param doubted answers that quoted what may not answer
 */
export function hitOf(row: SearchRow, words: string | null, doubted: ReadonlySet<string>): SearchHit {
  const { author, at, text, owner, outcome, resolution, email } = row;
  const of = { conversationId: row.conversation_id, messageId: row.entry_id, customer: row.subject, email };
  const inDoubt = row.answer_id !== null && doubted.has(row.answer_id);
  return { ...of, author, at, excerpt: excerptOf(text ?? "", words), owner, outcome, inDoubt, resolution };
}

const EXCERPT = 240;

/** Around the first word that stands there as typed; an accent that was left out shows the beginning. */
function excerptOf(text: string, words: string | null): string {
  const first = words?.split(/["\s]+/).find(Boolean);
  const at = first ? text.toLowerCase().indexOf(first.toLowerCase()) : 0;
  const start = Math.max(0, at - EXCERPT / 4);
  // Half a surrogate pair at a cut is no character.
  return text.slice(start, start + EXCERPT).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");
}
