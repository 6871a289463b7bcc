/** Part of a message between two marks. */
export type Clause = {
  /** As `plain` gives them. */
  words: string[];
  /** What it ends in, where that is one of these. */
  mark: "?" | "!" | "";
  /** Stands between the ends of sentences: no comma or colon parts it from the rest of one. */
  sentence: boolean;
};

/** Words in order; marks that stand alone, as in French, and line ends stay with the word before them. */
export function wordsOf(text: string): string[] {
  const words = text.match(/\S+(?:[^\S\n]+[!?;:,.…–—-]+(?=\s|$))*(?:[^\S\n]*\n)*/gu) ?? [];
  return words.filter((word) => plain(word) !== "");
}

/** `message`: words with their marks. */
export function clausesOf(message: string[]): Clause[] {
  const clauses: Clause[] = [];
  let words: string[] = [];
  let afterSentence = true;
  for (const [at, word] of message.entries()) {
    words.push(plain(word));
    const [marks] = /[^\p{L}\p{N}]*$/u.exec(word)!;
    const last = at === message.length - 1;
    if (!last && !/[.!?…;,:)\n–—-]/u.test(marks)) continue;
    const ends = last || /[.!?…\n]/u.test(marks);
    clauses.push({ words, mark: markOf(marks), sentence: ends && afterSentence });
    words = [];
    afterSentence = ends;
  }
  return clauses;
}

function markOf(marks: string): Clause["mark"] {
  if (marks.includes("?")) return "?";
  return marks.includes("!") ? "!" : "";
}

/** Lower case, one kind of apostrophe, no punctuation around the word, no pictograms. */
export function plain(word: string): string {
  return word
    .toLowerCase()
    .replace(/[’‘`´]/gu, "'")
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}
