import { createHash } from "node:crypto";
import type { Passage } from "../search/passage.ts";

/**
 * A delimiter that none of the texts contains, so that no text can close its fence. Drawn from the texts, not from
 * chance: the same turn gives the same messages.
 */
export function fenceKey(texts: string[]): string {
  for (let round = 0; ; round++) {
    const key = createHash("sha256")
      .update(JSON.stringify([round, texts]))
      .digest("hex")
      .slice(0, 12);
    if (!texts.some((text) => text.includes(key))) return key;
  }
}

export function fencedPassage(passage: Passage, content: string, n: number, key: string): string {
  return `\n\n<passage-${key} n="${n}">\n${placeOf(passage)}\n\n${content}\n</passage-${key}>`;
}

/** Where the passage stands; dates and versions often stand only there. */
export function placeOf(passage: Passage): string {
  return [passage.title, ...passage.headings].join(" > ").replace(/\s+/g, " ");
}
