import { type HarmSignal, type Seen, watchCanary } from "./canary-watch.ts";
import { seededRandom } from "./seeded-random.ts";

export type CanarySimulation = {
  canaries: number;
  /** Answers that a canary gives at most, and that what serves otherwise gave. */
  answers: number;
  baselineAnswers: number;
  /** Share of answers with each signal, by what serves and by the canary. */
  baseline: readonly number[];
  canary: readonly number[];
  seed: number;
};

/** Share of the canaries that are rolled back at some moment. Each is asked about after every answer. */
export function simulateCanaries(simulation: CanarySimulation): number {
  const random = seededRandom(simulation.seed);
  let back = 0;
  for (let n = 0; n < simulation.canaries; n += 1) if (rolledBack(simulation, random)) back += 1;
  return back / simulation.canaries;
}

function rolledBack({ answers, baselineAnswers, baseline, canary }: CanarySimulation, random: () => number): boolean {
  const signals = baseline.map((share, at): HarmSignal => {
    const seen = Array.from({ length: baselineAnswers }, () => random() < share).filter(Boolean).length;
    return { name: `signal ${at}`, canary: { answers: 0, seen: 0 }, baseline: { answers: baselineAnswers, seen } };
  });

  for (let answer = 0; answer < answers; answer += 1) {
    for (const [at, signal] of signals.entries()) signal.canary = after(signal.canary, random() < canary[at]!);
    if (watchCanary(signals).decision === "roll-back") return true;
  }
  return false;
}

const after = ({ answers, seen }: Seen, again: boolean): Seen => ({
  answers: answers + 1,
  seen: seen + (again ? 1 : 0),
});
