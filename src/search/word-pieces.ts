/** Longer words are not looked up, as in BERT's reference tokenizer. */
const LONGEST_WORD = 100;

/** Row numbers of the pieces in a vocabulary file: line i is row i, `##` marks a piece that continues a word. */
export type WordPieces = {
  readonly starts: ReadonlyMap<string, number>;
  readonly continuations: ReadonlyMap<string, number>;
  /** UTF-16 units of the longest piece: no look-up beyond it. */
  readonly longest: number;
};

export function readWordPieces(vocabulary: string): WordPieces {
  const starts = new Map<string, number>();
  const continuations = new Map<string, number>();
  let longest = 0;

  for (const [row, line] of vocabulary.split(/\r?\n/).entries()) {
    if (line === "") continue;
    const continues = line.length > 2 && line.startsWith("##");
    const piece = continues ? line.slice(2) : line;
    (continues ? continuations : starts).set(piece, row);
    longest = Math.max(longest, piece.length);
  }
  return { starts, continuations, longest };
}

/**
 * The words of uncased BERT: lower case, accents stripped, control characters dropped; every punctuation mark and
 * every CJK ideograph is a word of its own.
 */
export function bertWords(text: string): string[] {
  return text
    .replace(CONTROL, "")
    .toLowerCase()
    .normalize("NFD")
    .replace(COMBINING, "")
    .replace(ALONE, " $& ")
    .split(WHITE_SPACE)
    .filter((word) => word !== "");
}

/** Tab and line ends are white space, not control characters. U+FFFD stands for bytes that were no text. */
const CONTROL = /(?![\t\n\r])[\p{C}\uFFFD]/gu;
const COMBINING = /\p{Mn}/gu;
const WHITE_SPACE = /\s+/u;
/** All ASCII symbols count as punctuation here ("$", "+", "~"), beyond them only what Unicode calls so. */
const ALONE =
  /[!-/:-@[-`{-~\p{P}\u4E00-\u9FFF\u3400-\u4DBF\u{20000}-\u{2A6DF}\u{2A700}-\u{2B73F}\u{2B740}-\u{2B81F}\u{2B820}-\u{2CEAF}\uF900-\uFAFF\u{2F800}-\u{2FA1F}]/gu;

/**
 * Greedy longest match from the left. Null when the word is too long or any part of it has no piece: a word is known
 * whole or not at all.
 */
export function piecesOf(word: string, { starts, continuations, longest }: WordPieces): number[] | null {
  if (word.length > LONGEST_WORD) return null;
  const rows: number[] = [];

  for (let start = 0; start < word.length; ) {
    const pieces = start === 0 ? starts : continuations;
    let end = Math.min(word.length, start + longest);
    let row = pieces.get(word.slice(start, end));
    while (row === undefined && end > start + 1) {
      end -= 1;
      row = pieces.get(word.slice(start, end));
    }
    if (row === undefined) return null;

    rows.push(row);
    start = end;
  }
  return rows;
}
