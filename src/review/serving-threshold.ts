/** A phrasing that the matcher had to place without having seen it. */
export type HeldOut = { lead: number; right: boolean };

/** Share of served replies that should be the right ones; above the promised .97, as the curve flatters its tail by .005. */
const WANTED = 0.98;
/** Fewer held-out phrasings cannot tell 97 from 90 in a hundred. */
const ENOUGH = 100;
/** Lead that is asked for until then: only close re-phrasings reach it. */
export const CAUTIOUS = 0.45;

/**
 * Least lead at which a verified answer serves: where those above it are right `WANTED` times in all, by a logistic
 * curve of being right on the lead (Platt 1999). The curve is smoother than counting: one mislabelled phrasing with a
 * wide lead would move a count, and with it the threshold, by a tenth.
 */
export function servingThreshold(heldOut: readonly HeldOut[]): number {
  if (heldOut.length < ENOUGH) return CAUTIOUS;

  const { bias, slope } = fitLogistic(heldOut);
  const rightAt = (lead: number) => 1 / (1 + Math.exp(-bias - slope * lead));
  const leads = heldOut.map(({ lead }) => lead).sort((one, other) => other - one);
  let [sum, threshold] = [0, Number.POSITIVE_INFINITY];
  for (const [at, lead] of leads.entries()) {
    sum += rightAt(lead);
    if (sum / (at + 1) >= WANTED) threshold = lead;
  }
  return slope > 0 && threshold < Number.POSITIVE_INFINITY ? Math.max(LEAST, threshold) : CAUTIOUS;
}

/** However sure the curve is: a question that is as like to nothing as to the answer is not answered. */
const LEAST = 0.1;

const ROUNDS = 30;
/** Keeps the step defined where every phrasing is placed rightly. */
const RIDGE = 1e-3;

/** Newton's method on the log-likelihood, which has one maximum. */
function fitLogistic(heldOut: readonly HeldOut[]): { bias: number; slope: number } {
  let [bias, slope] = [0, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    let [pushB, pushS, curveBB, curveBS, curveSS] = [-RIDGE * bias, -RIDGE * slope, RIDGE, 0, RIDGE];
    for (const { lead, right } of heldOut) {
      const probability = 1 / (1 + Math.exp(-bias - slope * lead));
      const rest = (right ? 1 : 0) - probability;
      const weight = probability * (1 - probability);
      pushB += rest;
      pushS += rest * lead;
      curveBB += weight;
      curveBS += weight * lead;
      curveSS += weight * lead * lead;
    }
    const determinant = curveBB * curveSS - curveBS * curveBS;
    bias += (curveSS * pushB - curveBS * pushS) / determinant;
    slope += (curveBB * pushS - curveBS * pushB) / determinant;
  }
  return { bias, slope };
}
