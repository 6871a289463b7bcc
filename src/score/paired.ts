export type Interval = { low: number; high: number };

/** 95 % interval of a share (Wilson 1927): stays within 0..1 and holds for small counts. */
export function wilson(successes: number, trials: number): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const z = 1.959964;
  const share = successes / trials;
  const denominator = 1 + z ** 2 / trials;
  const centre = (share + z ** 2 / (2 * trials)) / denominator;
  const half = (z / denominator) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

export type SignTest = { wins: number; losses: number; ties: number; p: number };

/** Two-sided exact sign test over paired scores; ties are left out (Dixon & Mood 1946). */
export function signTest(candidate: number[], baseline: number[]): SignTest {
  const differences = candidate.map((score, at) => score - baseline[at]!);
  const wins = differences.filter((difference) => difference > 1e-12).length;
  const losses = differences.filter((difference) => difference < -1e-12).length;
  return {
    wins,
    losses,
    ties: differences.length - wins - losses,
    p: binomialTwoSided(Math.min(wins, losses), wins + losses),
  };
}

function binomialTwoSided(fewer: number, trials: number): number {
  let tail = 0;
  let logChoose = 0;
  for (let count = 0; count <= fewer; count += 1) {
    tail += Math.exp(logChoose - trials * Math.LN2);
    logChoose += Math.log((trials - count) / (count + 1));
  }
  return Math.min(1, 2 * tail);
}
