/** Variance of a label around the truth: staff file a question under the wrong answer now and then. */
const NOISE = 0.1;

/**
 * Weight of each known point in the prediction at a new one, by Gaussian-process regression (Rasmussen & Williams 2006,
 * algorithm 2.1): w = (K + λI)⁻¹ k. `likeness[i][j]`, j ≤ i: K; `toNew`: k. Costs n³ ÷ 6 multiplications.
 */
export function predictionWeights(likeness: readonly Float64Array[], toNew: Float64Array): Float64Array {
  const factor = choleskyFactor(likeness);
  return backward(factor, forward(factor, toNew));
}

/** Lower triangle L with L·Lᵀ = K + λI, by rows. λ keeps it defined where two points are the same. */
function choleskyFactor(likeness: readonly Float64Array[]): Float64Array[] {
  const factor: Float64Array[] = [];
  for (const [i, given] of likeness.entries()) {
    const row = new Float64Array(i + 1);
    for (let j = 0; j <= i; j += 1) {
      const above = factor[j] ?? row;
      let rest = given[j]! + (i === j ? NOISE : 0);
      for (let k = 0; k < j; k += 1) rest -= row[k]! * above[k]!;
      row[j] = i === j ? Math.sqrt(rest) : rest / above[j]!;
    }
    factor.push(row);
  }
  return factor;
}

/** Solves L·x = right. */
function forward(factor: readonly Float64Array[], right: Float64Array): Float64Array {
  const solution = Float64Array.from(right);
  for (const [i, row] of factor.entries()) {
    for (let k = 0; k < i; k += 1) solution[i]! -= row[k]! * solution[k]!;
    solution[i]! /= row[i]!;
  }
  return solution;
}

/** Solves Lᵀ·x = right. */
function backward(factor: readonly Float64Array[], right: Float64Array): Float64Array {
  const solution = Float64Array.from(right);
  for (let i = factor.length - 1; i >= 0; i -= 1) {
    const row = factor[i]!;
    solution[i]! /= row[i]!;
    for (let k = 0; k < i; k += 1) solution[k]! -= row[k]! * solution[i]!;
  }
  return solution;
}
