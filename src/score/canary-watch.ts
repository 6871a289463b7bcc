import { counted } from "./counted.ts";
import { wilson } from "./paired.ts";

/** Of `answers` finished answers, in how many the signal was seen. */
export type Seen = { answers: number; seen: number };

/** One thing that tells of harm (no answer, thumbs down, asked for a person), on both sides. */
export type HarmSignal = {
  name: string;
  canary: Seen;
  /** What serves otherwise: the other conversations of these days, with history where there is too little of them. */
  baseline: Seen;
};

export type CanaryVerdict = {
  decision: "roll-back" | "go-on";
  /** In words, with the numbers, for whoever asks why. */
  reason: string;
};

/** Chance that a harmless canary is ever rolled back, over its whole life and all signals together. */
const FALSE_ALARM = 0.05;
/** How many times the baseline's odds a harmful canary may have; between two of them little evidence is lost. */
const RISES = [1.3, 1.7, 2.3, 3.3, 5, 10];

/**
 * May be asked after every answer, as often as one likes: evidence is a ratio of likelihoods, mixed over several rises above
 * the baseline, which under a harmless canary exceeds 1 ÷ α with a chance of α at most, ever (Ville 1939; Robbins 1970,
 * "Statistical methods related to the law of the iterated logarithm"). The baseline counts as high as its 95 % interval
 * allows. Signals share α. Pure; models and prompts are watched alike.
 */
export function watchCanary(signals: readonly HarmSignal[]): CanaryVerdict {
  const needed = Math.log(signals.length / FALSE_ALARM);
  const alarming = signals.find((signal) => logEvidence(signal) >= needed);
  if (alarming) return { decision: "roll-back", reason: `${alarming.name}: ${shares(alarming)}` };
  return { decision: "go-on", reason: signals.map((signal) => `${signal.name}: ${shares(signal)}`).join("; ") };
}

/** ln of the mean, over the rises, of p^seen (1 − p)^rest ÷ p₀^seen (1 − p₀)^rest. */
function logEvidence({ canary, baseline }: HarmSignal): number {
  const least = wilson(baseline.seen, baseline.answers).high;
  const rest = canary.answers - canary.seen;
  const ratios = RISES.map((rise) => {
    // With the odds r times as high, p ÷ p₀ = r ÷ (1 + (r − 1) p₀) and (1 − p) ÷ (1 − p₀) = 1 ÷ (1 + (r − 1) p₀).
    const shrink = Math.log1p((rise - 1) * least);
    return canary.seen * (Math.log(rise) - shrink) - rest * shrink;
  });
  const most = Math.max(...ratios);
  return most + Math.log(ratios.reduce((sum, ratio) => sum + Math.exp(ratio - most), 0) / RISES.length);
}

const shares = ({ canary, baseline }: HarmSignal) =>
  `${canary.seen} of ${counted(canary.answers, "answer")}, before ${baseline.seen} of ${baseline.answers}`;
