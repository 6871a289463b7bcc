import { isInsideFence } from "../shared/markdown/half-written.ts";

export type Speech = {
  /** Whole sentences, ready to be read out; "" when none is complete yet. */
  spoken: string;
  /** UTF-16 units of the text that are dealt with: where the next call goes on. */
  upTo: number;
};

/**
 * What a screen reader may read out of a growing answer: whole sentences and whole lines only, since tokens read one by
 * one cannot be understood. `finished` releases the rest.
 */
export function nextSpeech(text: string, from: number, finished: boolean): Speech {
  const upTo = finished ? text.length : lastBoundary(text, from);
  return { spoken: plainWords(text.slice(from, upTo)), upTo };
}

/** Behind the last sentence or line that is certainly over: more text has already begun behind it. */
function lastBoundary(text: string, from: number): number {
  // A code block is read as one piece.
  if (isInsideFence(text)) return from;
  const fresh = text.slice(from);
  const line = fresh.lastIndexOf("\n") + 1;
  // "2. " begins an item, it ends no sentence.
  const item = /^ *(?:\d{1,9}[.)]|[-*+>#]+) +/.exec(fresh.slice(line))?.[0].length ?? 0;
  const sentences = [...new Intl.Segmenter(undefined, { granularity: "sentence" }).segment(fresh.slice(line + item))];
  const last = sentences.at(-1)?.index ?? 0;
  return from + line + (last > 0 ? item + last : 0);
}

/** Markdown without its marks: a listener wants the words. */
export function plainWords(markdown: string): string {
  return markdown
    .split("\n")
    .map(wordsOfLine)
    .filter((words) => words !== "")
    .join(" ");
}

function wordsOfLine(line: string): string {
  if (/^ {0,3}(?:```|~~~)/.test(line) || /^[ \t:|-]+$/.test(line)) return "";
  return line
    .trim()
    .replace(/^(?:#{1,6} +|> ?|\|)+/, "")
    .replace(/\|$/, "")
    .replace(/\[([^[\]]*)\]\([^()\s]*\)/g, "$1")
    .replace(/ ?\[\d{1,3}\]/g, "")
    .replace(/(\*\*|__|~~|`)(\S(?:.*?\S)?)\1/g, "$2")
    .replace(/ *\| */g, ", ")
    .trim();
}
