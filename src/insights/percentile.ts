/**
 * Nearest rank: the least value that at least this share of all does not exceed.
 * @param histogram ascending @param share in 0..1. Null where nothing was counted.
 */
export function percentile(histogram: readonly { ms: number; count: number }[], share: number): number | null {
  const all = histogram.reduce((sum, { count }) => sum + count, 0);
  let left = Math.max(1, Math.ceil(share * all));
  for (const { ms, count } of histogram) {
    left -= count;
    if (left <= 0) return ms;
  }
  return null;
}
