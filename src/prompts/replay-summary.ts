import type { CheckName } from "../protocol/prompt-parts.ts";
import type { ReplayResult, ReplaySide, ReplaySummary, SideFigures } from "../protocol/prompts.ts";
import { agreementWithPeople } from "../score/judge-verdicts.ts";
import { pairedReport } from "../score/paired-report.ts";

/** For the bootstrap: the same results give the same interval. */
const SEED = 1;

/** Pure. Null while nothing was replayed. */
export function summaryOf(results: readonly ReplayResult[]): ReplaySummary | null {
  if (results.length === 0) return null;
  const [candidate, baseline] = [results.map((one) => one.candidate), results.map((one) => one.baseline)];
  const scores = (sides: readonly ReplaySide[]) => sides.map(({ score }) => score);
  const answered = ({ outcome }: ReplaySide) => outcome === "answered";
  return {
    questions: results.length,
    candidate: figuresOf(candidate),
    baseline: figuresOf(baseline),
    checks: pairedReport(scores(candidate), scores(baseline), SEED),
    judge: judgedReport(results),
    agreement: agreementWithPeople(results.flatMap(({ judged }) => judged?.given ?? [])),
    flips: {
      gained: results.filter((one) => answered(one.candidate) && !answered(one.baseline)).length,
      lost: results.filter((one) => !answered(one.candidate) && answered(one.baseline)).length,
    },
  };
}

function figuresOf(sides: readonly ReplaySide[]): SideFigures {
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
  };
}

function judgedReport(results: readonly ReplayResult[]): ReplaySummary["judge"] {
  const pairs = results.flatMap(({ judged }) => judged?.pair ?? []);
  if (pairs.length === 0) return null;
  const won = (side: "candidate" | "baseline") => pairs.map((pair) => (pair === side ? 1 : pair === "tie" ? 0.5 : 0));
  return pairedReport(won("candidate"), won("baseline"), SEED);
}
