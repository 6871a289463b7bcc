import type { Knowledge, KnowledgeSource } from "./knowledge.ts";
import type { Passage } from "./passage.ts";

/** A passage as it was when somebody cited it. */
export type CitedPassage = { passageId: string; hash: string };

/** Null when a passage is not what it was. A text that cites none needs no documentation, not even an ingested one. */
export function unchangedPassages(cited: readonly CitedPassage[], knowledge: KnowledgeSource): Passage[] | null {
  if (cited.length === 0) return [];
  const now = knowledge.current();
  return isStale(cited, now) ? null : cited.map(({ passageId }) => now.passage(passageId)!);
}

export function isStale(cited: readonly CitedPassage[], knowledge: Pick<Knowledge, "passage">): boolean {
  return cited.some(({ passageId, hash }) => knowledge.passage(passageId)?.hash !== hash);
}
