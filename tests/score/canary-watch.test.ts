import { describe, expect, it } from "@jest/globals";
import { simulateCanaries } from "../../src/score/canary-simulation.ts";
import { watchCanary } from "../../src/score/canary-watch.ts";

const usual = { canaries: 500, answers: 300, baselineAnswers: 1_000, baseline: [0.1, 0.05, 0.08], seed: 11 };
const signal = (canary: number, baseline: number) => ({
  name: "no answer",
  canary: { answers: 100, seen: canary },
  baseline: { answers: 1_000, seen: baseline },
});

describe("watching a canary", () => {
  it("[G8] rolls back at least 95 % of 500 canaries that raise no-answers from .10 to .25, within 300 answers", () => {
    expect(simulateCanaries({ ...usual, canary: [0.25, 0.05, 0.08] })).toBeGreaterThanOrEqual(0.95);
  });

  it("[G9] rolls back at most 5 % of 500 harmless ones, although it is asked after every answer", () => {
    expect(simulateCanaries({ ...usual, canary: usual.baseline })).toBeLessThanOrEqual(0.05);
    expect(simulateCanaries({ ...usual, canary: [0.05, 0.02, 0.04] })).toBeLessThanOrEqual(0.01);
  });

  it("[G8] says which signal rose, in numbers", () => {
    expect(watchCanary([signal(40, 100)])).toEqual({
      decision: "roll-back",
      reason: "no answer: 40 of 100 answers, before 100 of 1000",
    });
  });

  it("[G9] goes on where nothing is known of before, and where nothing was answered yet", () => {
    expect(watchCanary([{ ...signal(40, 0), baseline: { answers: 0, seen: 0 } }]).decision).toBe("go-on");
    expect(watchCanary([{ ...signal(0, 100), canary: { answers: 0, seen: 0 } }]).decision).toBe("go-on");
    expect(watchCanary([]).decision).toBe("go-on");
  });

  it("[G9] takes a baseline in which the signal was never seen as seldom, not as impossible", () => {
    expect(watchCanary([signal(1, 0)]).decision).toBe("go-on");
    expect(watchCanary([signal(20, 0)]).decision).toBe("roll-back");
  });
});
