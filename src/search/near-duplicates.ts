/** `words`: of a passage, as `distinctWords` gives them. */
export type Comparable = { page: string; words: Int32Array };

/** Above this share of common distinct words two passages say the same. */
const SAME = 0.8;

/**
 * Marks the passages (given best first) that nearly repeat a better one of another page. Every pair is compared,
 * so the caller bounds how many it gives.
 */
export function nearDuplicates(passages: readonly Comparable[]): boolean[] {
  return passages.map(({ page, words }, rank) =>
    passages.slice(0, rank).some((better) => better.page !== page && same(better.words, words)),
  );
}

/** The terms of a passage, rising, each once. */
export function distinctWords(terms: Int32Array): Int32Array {
  const sorted = terms.slice().sort();
  let count = 0;
  for (const term of sorted) if (count === 0 || term !== sorted[count - 1]) sorted[count++] = term;
  return sorted.slice(0, count);
}

/** Whether the Jaccard index of two rising lists without repetitions is that high. Most pairs are told apart early. */
function same(one: Int32Array, other: Int32Array): boolean {
  const all = one.length + other.length;
  // What the lists have alone, where common ÷ (all − common) is SAME; one more than that is too much, rounding or not.
  const most = 1 + (all * (1 - SAME)) / (1 + SAME);
  if (Math.abs(one.length - other.length) >= most) return false;
  let common = 0;
  for (let a = 0, b = 0; a < one.length && b < other.length; ) {
    const order = one[a]! - other[b]!;
    if (order === 0) common++;
    if (order <= 0) a++;
    if (order >= 0) b++;
    if (a + b - 2 * common >= most) return false;
  }
  return common > 0 && common / (all - common) >= SAME;
}
