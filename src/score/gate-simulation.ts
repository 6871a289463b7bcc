import { gate } from "./gate.ts";
import { seededRandom } from "./seeded-random.ts";

export type GateSimulation = {
  /** Candidates drawn. */
  candidates: number;
  /** Questions that each is judged on. */
  rows: number;
  /** Share of right answers of what serves, and by how much the candidates truly differ from it. */
  serving: number;
  difference: number;
  seed: number;
};

/** Share of what a question's own difficulty decides for both sides alike; the rest is chance on each side. */
const SHARED = 0.5;

/** Share of the candidates that the gate promotes. */
export function simulateGate({ candidates, rows, serving, difference, seed }: GateSimulation): number {
  const random = seededRandom(seed);
  let promoted = 0;
  for (let n = 0; n < candidates; n += 1) {
    const verdicts = Array.from({ length: rows }, () => pair(serving, serving + difference, random));
    const { decision } = gate({
      candidate: verdicts.map(([candidate]) => candidate),
      serving: verdicts.map(([, served]) => served),
      cost: { candidate: 1, serving: 1 },
      guards: [],
    });
    if (decision === "promoted") promoted += 1;
  }
  return promoted / candidates;
}

/** One question: with chance SHARED both sides are measured against the same draw, else each against its own. */
function pair(serving: number, candidate: number, random: () => number): [candidate: boolean, serving: boolean] {
  const draw = random();
  const own = random() < SHARED ? draw : random();
  return [own < candidate, draw < serving];
}
