import { costOf, type ModelPrices } from "../models/model-prices.ts";
import type { CheckName } from "../protocol/prompt-parts.ts";
import type { ReplayResult, ReplaySide, ReplaySummary, SideFigures } from "../protocol/replays.ts";
import { agreementWithPeople } from "../score/judge-verdicts.ts";
import { pairedReport } from "../score/paired-report.ts";

/** For the bootstrap: the same results give the same interval. */
const SEED = 1;

/** Pure. Null while nothing was replayed. */
export function summaryOf(results: readonly ReplayResult[], prices: ModelPrices): ReplaySummary | null {
  if (results.length === 0) return null;
  const [candidate, baseline] = [results.map((one) => one.candidate), results.map((one) => one.baseline)];
  const scores = (sides: readonly ReplaySide[]) => sides.map(({ score }) => score);
  const answered = ({ outcome }: ReplaySide) => outcome === "answered";
  return {
    questions: results.length,
    currency: prices.currency,
    candidate: figuresOf(candidate, prices),
    baseline: figuresOf(baseline, prices),
    checks: pairedReport(scores(candidate), scores(baseline), SEED),
    judge: judgedReport(results),
    agreement: agreementWithPeople(results.flatMap(({ judged }) => judged?.given ?? [])),
    flips: {
      gained: results.filter((one) => answered(one.candidate) && !answered(one.baseline)).length,
      lost: results.filter((one) => !answered(one.candidate) && answered(one.baseline)).length,
    },
  };
}

function figuresOf(sides: readonly ReplaySide[], prices: ModelPrices): SideFigures {
  const times = sides.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
  const failed: Partial<Record<CheckName, number>> = {};
  for (const name of sides.flatMap((side) => Object.keys(side.failed) as CheckName[]))
    failed[name] = (failed[name] ?? 0) + 1;
  return {
    answered: sides.filter(({ outcome }) => outcome === "answered").length / sides.length,
    score: sides.reduce((sum, { score }) => sum + score, 0) / sides.length,
    failed,
    msP50: at(0.5),
    msP95: at(0.95),
    promptTokens: sides.reduce((sum, { tokens }) => sum + (tokens?.prompt ?? 0), 0),
    completionTokens: sides.reduce((sum, { tokens }) => sum + (tokens?.completion ?? 0), 0),
    cost: costOfAll(sides, prices),
  };
}

/** What was quoted costs nothing. */
function costOfAll(sides: readonly ReplaySide[], prices: ModelPrices): number | null {
  let sum = 0;
  for (const { model, tokens } of sides) {
    if (model === null) continue;
    const cost = tokens && costOf(prices, model, tokens);
    if (cost === null) return null;
    sum += cost;
  }
  return sum;
}

function judgedReport(results: readonly ReplayResult[]): ReplaySummary["judge"] {
  const pairs = results.flatMap(({ judged }) => judged?.pair ?? []);
  if (pairs.length === 0) return null;
  const won = (side: "candidate" | "baseline") => pairs.map((pair) => (pair === side ? 1 : pair === "tie" ? 0.5 : 0));
  return pairedReport(won("candidate"), won("baseline"), SEED);
}
