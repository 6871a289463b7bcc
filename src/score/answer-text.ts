import { STOP_WORDS } from "./stop-words.ts";

/** Distinct words in lower case, letters and digits only, without stop words. */
export function wordTypes(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => !STOP_WORDS.has(word)));
}

export type TokenOverlap = { recall: number; f1: number };

/**
 * Word types shared by the answer and the reference, both without the question's own words: echoing the question must
 * not score. Null when the reference says nothing that the question did not.
 */
export function tokenOverlap(answer: string, reference: string, question: string): TokenOverlap | null {
  const asked = wordTypes(question);
  const said = without(wordTypes(withoutMarkers(answer)), asked);
  const wanted = without(wordTypes(reference), asked);
  if (wanted.size === 0) return null;

  const shared = [...wanted].filter((word) => said.has(word)).length;
  const recall = shared / wanted.size;
  const precision = said.size === 0 ? 0 : shared / said.size;
  return { recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

function without(words: Set<string>, left: Set<string>): Set<string> {
  return new Set([...words].filter((word) => !left.has(word)));
}

/** Sentences and lines of the answer that stand in none of the cited passages; blanks and emphasis do not matter. */
export function unsupportedSentences(answer: string, passages: string[]): string[] {
  const known = passages.map(flat);
  return sentencesOf(withoutMarkers(answer)).filter((sentence) => !known.some((passage) => passage.includes(sentence)));
}

/** Flat sentences and lines; what holds neither letter nor digit is none. */
export function sentencesOf(text: string): string[] {
  const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });
  return text
    .split("\n")
    .flatMap((line) => [...segmenter.segment(line)].map(({ segment }) => flat(segment)))
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

export const withoutMarkers = (text: string) => text.replace(/ ?\[\d{1,3}\](?!\()/g, "");
const flat = (text: string) => text.replaceAll("**", "").replace(/\s+/gu, " ").trim();

/** Words shown to the customer; markers and list signs are none. */
export function countWords(text: string): number {
  return withoutMarkers(text)
    .split(/\s+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

export type CitationScore = { precision: number; recall: number };

/** Distinct cited against relevant paths; anchors do not matter here. Null when nothing is relevant. */
export function citationScore(cited: string[], relevant: string[]): CitationScore | null {
  const wanted = new Set(relevant.map((key) => key.split("#", 1)[0]!));
  const given = new Set(cited);
  if (wanted.size === 0) return null;
  const right = [...given].filter((path) => wanted.has(path)).length;
  return { precision: given.size === 0 ? 0 : right / given.size, recall: right / wanted.size };
}
