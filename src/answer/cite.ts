import type { Citation } from "../protocol/conversation.ts";
import type { Passage } from "../search/passage.ts";
import { unitsOf } from "./units.ts";

export type CiteInput = {
  /** Text with `[n]` markers: n is the rank of a passage, from 1. */
  draft: string;
  passages: Passage[];
};

export type CitedAnswer = {
  text: string;
  citations: Citation[];
  /** Markers that named no passage. */
  removed: number;
};

/**
 * Turns the draft's [n] markers into citations. A marker that names no passage is removed: an invented source is worse
 * than no source. Code keeps its brackets.
 */
export function cite({ draft, passages }: CiteInput): CitedAnswer {
  const citations = new Map<number, Citation>();
  let removed = 0;
  let from = 0;

  const text = draft.replace(MARKER_OR_CODE, (written, digits: string | undefined, at: number) => {
    if (digits === undefined) return written;
    const marker = Number(digits);
    const passage = passages[marker - 1];
    if (!passage) {
      removed += 1;
      return "";
    }
    const said = draft.slice(from, at);
    from = at + written.length;
    if (!citations.has(marker)) citations.set(marker, citationOf(marker, passage, said));
    return written;
  });

  return { text, citations: [...citations.values()].sort((a, b) => a.marker - b.marker), removed };
}

const MARKER_OR_CODE = /```[\s\S]*?(?:```|$)|`[^`\n]*`| ?\[(\d{1,3})\](?!\()/g;

export function citationOf(marker: number, passage: Passage, said: string): Citation {
  const { path, anchor, title, headings } = passage;
  const source =
    passage.source || `/docs/${path.split("/").map(encodeURIComponent).join("/")}${anchor ? `#${anchor}` : ""}`;
  return { marker, path, anchor, title, heading: headings.join(" > "), quote: quoteFor(said, passage.text), source };
}

/** The slice of the passage that shares most words with what was said; its first unit when nothing is shared. */
function quoteFor(said: string, text: string): string {
  const words = new Set(wordsOf(said));
  let best = "";
  let most = -1;
  for (const unit of unitsOf(text)) {
    const own = wordsOf(unit.text);
    const shared = own.filter((word) => words.has(word)).length;
    const value = shared / Math.sqrt(own.length + 1);
    if (value > most) [best, most] = [unit.text, value];
  }
  return best || text.trim().slice(0, 300);
}

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
