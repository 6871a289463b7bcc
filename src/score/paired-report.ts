import type { PairedReport } from "../protocol/replays.ts";
import { signTest } from "./paired.ts";
import { seededRandom } from "./seeded-random.ts";

const RESAMPLES = 2_000;
const SIGNIFICANT = 0.05;
/** A difference that could still hide in the interval, and would matter. */
const MATTERS = 0.05;
/** Without any difference in so many questions, one in ten may still differ (the rule of three). */
const FEWEST = 30;

/**
 * Whether the candidate's scores (0..1) are better than the baseline's on the same questions: the exact sign test and the
 * percentile bootstrap of the mean difference (Efron 1979) have to agree. Where neither side wins and a difference of five
 * points could still hide, the questions are too few to tell. The same scores and seed give the same report.
 */
export function pairedReport(candidate: readonly number[], baseline: readonly number[], seed: number): PairedReport {
  const differences = candidate.map((score, at) => score - baseline[at]!);
  const test = signTest([...candidate], [...baseline]);
  const interval = bootstrapInterval(differences, seed);
  return {
    ...test,
    difference: meanOf(differences),
    interval,
    verdict: verdictOf(test.p, interval, differences.length),
  };
}

function verdictOf(p: number, { low, high }: PairedReport["interval"], questions: number): PairedReport["verdict"] {
  if (p < SIGNIFICANT && low > 0) return "better";
  if (p < SIGNIFICANT && high < 0) return "worse";
  return questions >= FEWEST && low > -MATTERS && high < MATTERS ? "alike" : "too-few";
}

function bootstrapInterval(differences: readonly number[], seed: number): PairedReport["interval"] {
  // Below two questions there is nothing to draw from, and anything may be true.
  if (differences.length < 2) return { low: -1, high: 1 };
  const random = seededRandom(seed);
  const means = Array.from({ length: RESAMPLES }, () =>
    meanOf(differences.map(() => differences[Math.floor(random() * differences.length)]!)),
  ).sort((a, b) => a - b);
  return { low: means[Math.floor(RESAMPLES * 0.025)]!, high: means[Math.ceil(RESAMPLES * 0.975) - 1]! };
}

const meanOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
