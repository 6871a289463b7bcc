import type { Knowledge, Term } from "./knowledge.ts";

/** Of the idf of a word that no passage holds: five of 30 passages are few, and 120 of 5,000. */
const RARE = 0.4;

/** Whether few passages hold the word, and some do. */
export function isRare({ known, idf }: Term, { passages }: Pick<Knowledge, "passages">): boolean {
  return known && idf >= RARE * Math.log(1 + (passages + 0.5) / 0.5);
}
