import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { gate } from "../../src/score/gate.ts";
import { simulateGate } from "../../src/score/gate-simulation.ts";
import { countPairs, pairedDifference } from "../../src/score/paired-proportions.ts";

const same = { candidate: 1, serving: 1 };
const verdicts = (right: number, of: number) => Array.from({ length: of }, (_, at) => at < right);

describe("the promotion gate", () => {
  it("[G1] promotes a candidate that is better beyond chance", () => {
    const decision = gate({ candidate: verdicts(45, 50), serving: verdicts(20, 50), cost: same, guards: [] });

    expect(decision).toMatchObject({ decision: "promoted", before: 0.4, after: 0.9 });
    expect(decision.interval.low).toBeGreaterThan(0);
  });

  it("[G2] keeps what serves when the questions do not tell", () => {
    expect(gate({ candidate: verdicts(9, 10), serving: verdicts(8, 10), cost: same, guards: [] }).decision).toBe(
      "kept",
    );
    expect(gate({ candidate: [], serving: [], cost: same, guards: [] })).toMatchObject({
      decision: "kept",
      reason: "there is no question to judge it by",
    });
    const reasonOf = (questions: number) =>
      gate({ candidate: verdicts(1, questions), serving: verdicts(0, questions), cost: same, guards: [] }).reason;
    expect(reasonOf(1)).toBe("1 question does not show that it is better");
    expect(reasonOf(2)).toBe("2 questions do not show that it is better");
  });

  it.each([
    [2, 0, "kept"],
    [4, 0, "kept"],
    [5, 0, "promoted"],
    [6, 1, "kept"],
    [7, 1, "promoted"],
    [9, 3, "kept"],
    [10, 2, "promoted"],
  ])("[G2] of few questions that tell, %i won and %i lost: %s", (won, lost, decision) => {
    const candidate = verdicts(won, won + lost);
    expect(gate({ candidate, serving: candidate.map((right) => !right), cost: same, guards: [] })).toMatchObject({
      decision,
    });
  });

  it("[G2] says of a handful of questions that they may be chance", () => {
    const handful = { candidate: verdicts(2, 2), serving: verdicts(0, 2), cost: same, guards: [] };
    expect(gate(handful).reason).toBe("0 lost and 2 won of 2 questions may be chance");
  });

  it("[G3] promotes an equal candidate only where it is cheaper", () => {
    const equal = { candidate: verdicts(400, 500), serving: verdicts(400, 500), guards: [] };

    expect(gate({ ...equal, cost: { candidate: 1, serving: 2 } }).decision).toBe("promoted");
    expect(gate({ ...equal, cost: same }).decision).toBe("kept");
  });

  it("[G4] keeps what serves when anything else would get worse", () => {
    const better = { candidate: verdicts(50, 50), serving: verdicts(0, 50), cost: same };
    const documentation = (lost: number) => ({
      name: "documentation questions",
      candidate: verdicts(100 - lost, 100),
      serving: verdicts(100, 100),
      allowedLoss: 0.01,
    });

    expect(gate({ ...better, guards: [documentation(1)] }).decision).toBe("promoted");
    expect(gate({ ...better, guards: [documentation(2)] })).toMatchObject({
      decision: "kept",
      reason: "documentation questions would get worse: 2 lost and 0 won of 100",
    });
  });

  it("[G10] bears not one loss where none is allowed", () => {
    const better = { candidate: verdicts(50, 50), serving: verdicts(0, 50), cost: same };
    const secrets = { name: "secrets", candidate: verdicts(99, 100), serving: verdicts(100, 100), allowedLoss: 0 };

    expect(gate({ ...better, guards: [secrets] }).decision).toBe("kept");
  });

  it("[G5] promotes at most one in twenty of 500 candidates that are worse or no better", () => {
    for (const serving of [0.3, 0.6, 0.8, 0.95]) {
      for (const rows of [20, 50, 200]) {
        const [none, worse] = [0, -0.03].map((difference) =>
          simulateGate({ candidates: 500, rows, serving, difference, seed: rows }),
        );

        // Chance alone spreads 500 draws of one in twenty by ± .02.
        expect(none).toBeLessThanOrEqual(0.07);
        expect(worse).toBeLessThanOrEqual(0.05);
      }
    }
  });

  it("[G6] promotes at least four in five of 500 candidates that are better by 10 points on 200 rows", () => {
    for (const serving of [0.3, 0.5, 0.7, 0.85]) {
      const promoted = simulateGate({ candidates: 500, rows: 200, serving, difference: 0.1, seed: 7 });

      expect(promoted).toBeGreaterThanOrEqual(0.8);
    }
  });
});

describe("the interval of a paired difference", () => {
  it("gives Newcombe's published example (1998, table II: 36, 12, 2, 0 at 95 %)", () => {
    const { interval } = pairedDifference({ both: 36, candidateOnly: 12, servingOnly: 2, neither: 0 }, 1.959964);

    expect(interval.low).toBeCloseTo(0.0569, 3);
    expect(interval.high).toBeCloseTo(0.3404, 3);
  });

  it("lies around the difference, within -1..1, and turns round when the sides do", () => {
    const sides = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(sides, (pairs) => {
        const [one, other] = [pairs.map(([first]) => first), pairs.map(([, second]) => second)];
        const { candidate, serving, interval } = pairedDifference(countPairs(one, other), 1.645);
        const turned = pairedDifference(countPairs(other, one), 1.645).interval;

        expect(interval.low).toBeLessThanOrEqual(candidate - serving + 1e-9);
        expect(interval.high).toBeGreaterThanOrEqual(candidate - serving - 1e-9);
        expect(interval.low).toBeGreaterThanOrEqual(-1 - 1e-9);
        expect(turned.low).toBeCloseTo(-interval.high, 9);
      }),
    );
  });
});
