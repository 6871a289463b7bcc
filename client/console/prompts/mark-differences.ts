export type Piece = { text: string /** Stands on this side alone. */; own: boolean };

/** Answers are short; beyond this a table of all pairs of words would cost the page its pace. */
const MOST_WORDS = 600;

/** Both texts in pieces of words, with those marked that the other does not have at that place. */
export function markDifferences(one: string, other: string): [Piece[], Piece[]] {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  if (a.length > MOST_WORDS || b.length > MOST_WORDS)
    return [[{ text: one, own: false }], [{ text: other, own: false }]];
  const shared = sharedWords(a, b);
  return [pieces(a, new Set(shared.map(([at]) => at))), pieces(b, new Set(shared.map(([, at]) => at)))];
}

/** A word with the blanks behind it. */
const wordsOf = (text: string) => text.match(/\S+\s*/g) ?? [];

/** Places of a longest common subsequence, by words without their blanks. */
function sharedWords(a: readonly string[], b: readonly string[]): [number, number][] {
  const same = (i: number, j: number) => a[i]!.trim() === b[j]!.trim();
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i]![j] = same(i, j) ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }

  const places: [number, number][] = [];
  for (let [i, j] = [0, 0]; i < a.length && j < b.length; ) {
    if (same(i, j)) places.push([i++, j++]);
    else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i += 1;
    else j += 1;
  }
  return places;
}

function pieces(words: readonly string[], shared: ReadonlySet<number>): Piece[] {
  const joined: Piece[] = [];
  for (const [at, text] of words.entries()) {
    const own = !shared.has(at);
    const last = joined.at(-1);
    if (last && last.own === own) last.text += text;
    else joined.push({ text, own });
  }
  return joined;
}
