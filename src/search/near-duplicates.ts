export type Comparable = { page: string; terms: Int32Array };

/** Above this share of common distinct words two passages say the same. */
const SAME = 0.8;

/**
 * Marks the passages (given best first) that nearly repeat a better one of another page. Comparing costs about 1 µs a
 * pair, so the caller bounds how many it gives.
 */
export function nearDuplicates(passages: readonly Comparable[]): boolean[] {
  const sets = passages.map(({ terms }) => Int32Array.from(new Set(terms)).sort());
  return passages.map(({ page }, rank) =>
    sets.slice(0, rank).some((better, at) => passages[at]!.page !== page && jaccard(better, sets[rank]!) >= SAME),
  );
}

/** Jaccard index of two rising lists without repetitions. */
function jaccard(one: Int32Array, other: Int32Array): number {
  if (Math.min(one.length, other.length) < SAME * Math.max(one.length, other.length)) return 0;
  let common = 0;
  for (let a = 0, b = 0; a < one.length && b < other.length; ) {
    const order = one[a]! - other[b]!;
    if (order === 0) common++;
    if (order <= 0) a++;
    if (order >= 0) b++;
  }
  const union = one.length + other.length - common;
  return union === 0 ? 0 : common / union;
}
