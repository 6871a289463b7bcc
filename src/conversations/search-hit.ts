import type { Outcome, Owner, Resolution } from "../protocol/conversation.ts";
import type { SearchHit } from "../protocol/staff-http.ts";

export type SearchRow = {
  /** Where the row stands in its list. */
  key: number | string;
  conversation_id: string;
  entry_id: string;
  author: SearchHit["author"];
  at: number;
  text: string | null;
  owner: Owner;
  outcome: Outcome | null;
  resolution: Resolution;
};

/** @param words the query of the text index */
export function hitOf(row: SearchRow, words: string | null): SearchHit {
  const { conversation_id: conversationId, entry_id: messageId, author, at, text, owner, outcome, resolution } = row;
  return { conversationId, messageId, author, at, excerpt: excerptOf(text ?? "", words), owner, outcome, resolution };
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
