/**
 * Chance that an answerable question scores above an unanswerable one, ties counted half: the area under the ROC curve
 * as Mann–Whitney's U (Hanley & McNeil 1982). Null when either side is empty.
 */
export function auroc(answerable: number[], unanswerable: number[]): number | null {
  if (answerable.length === 0 || unanswerable.length === 0) return null;
  const all = [
    ...answerable.map((score) => ({ score, own: true })),
    ...unanswerable.map((score) => ({ score, own: false })),
  ];
  all.sort((a, b) => a.score - b.score);

  let rankSum = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to]!.score === all[from]!.score) to += 1;
    const sharedRank = (from + 1 + to) / 2;
    rankSum += sharedRank * all.slice(from, to).filter(({ own }) => own).length;
    from = to;
  }
  const smallest = (answerable.length * (answerable.length + 1)) / 2;
  return (rankSum - smallest) / (answerable.length * unanswerable.length);
}

export type Abstention = {
  /** Share of answerable questions that are turned away. */
  falseAbstain: number;
  /** Share of unanswerable questions that are turned away. */
  correctAbstain: number;
};

/** What happens when everything below `threshold` is turned away. */
export function abstention(answerable: number[], unanswerable: number[], threshold: number): Abstention {
  const below = (scores: number[]) =>
    scores.length === 0 ? 0 : scores.filter((score) => score < threshold).length / scores.length;
  return { falseAbstain: below(answerable), correctAbstain: below(unanswerable) };
}

export type Forecast = { probability: number; happened: boolean };

/** Expected calibration error over equal-width bins (Guo et al. 2017). */
export function expectedCalibrationError(forecasts: Forecast[], bins = 10): number {
  const groups = Array.from({ length: bins }, () => [] as Forecast[]);
  for (const forecast of forecasts) groups[Math.min(bins - 1, Math.floor(forecast.probability * bins))]!.push(forecast);

  return groups.reduce((error, group) => {
    if (group.length === 0) return error;
    const claimed = group.reduce((sum, { probability }) => sum + probability, 0) / group.length;
    const share = group.filter(({ happened }) => happened).length / group.length;
    return error + (group.length / forecasts.length) * Math.abs(claimed - share);
  }, 0);
}
