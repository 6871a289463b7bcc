import type { InsightsView } from "../../../src/protocol/insights.ts";
import { RESOLUTIONS } from "../parts/outcome-words.ts";

/**
 * The chart's columns: places of the bars, then for each resolution the sum of itself and all before it, the highest
 * first, since bars that are drawn later cover those behind them.
 */
export function stackedColumns(spans: InsightsView["spans"]): number[][] {
  const sums = RESOLUTIONS.map((_, last) =>
    spans.map(({ resolutions }) =>
      RESOLUTIONS.slice(0, last + 1).reduce((sum, resolution) => sum + (resolutions[resolution]?.count ?? 0), 0),
    ),
  );
  return [spans.map((_, at) => at), ...sums.reverse()];
}

/** Places of at most `most` names below the axis, evenly apart and from the last one backwards. */
export function namedPlaces(bars: number, most: number): number[] {
  const step = Math.max(1, Math.ceil(bars / most));
  return Array.from({ length: Math.ceil(bars / step) }, (_, name) => bars - 1 - name * step).reverse();
}
