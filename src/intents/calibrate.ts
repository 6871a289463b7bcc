import { belongs, type HeldOut, type HeldOutTexts, holdOut } from "./hold-out.ts";
import { belongingOf, fitBelonging, type Rejection, signsOf, warierOfOtherDomains } from "./rejection.ts";
import { areApart, type Judged, thresholdsOf } from "./rejection-thresholds.ts";
import { blend, fitStack, type Stack } from "./stack.ts";
import type { LabelledReadings } from "./train-intent-model.ts";

export type Calibration = { stack: Stack; rejection: Rejection };

/** Beside what a classifier is made of. */
export type CalibratedOn = {
  /** No text shows what is asked near the intents and is none of them: only their own words tell where they end. */
  alone: boolean;
};

/** How opinions are weighed and what is turned away, from texts that the models did not see. */
export function calibrate(labelled: LabelledReadings, seed: number): Calibration & CalibratedOn {
  return calibrated(holdOut(labelled, seed), labelled.intents);
}

function calibrated({ known, strangers, asMixed }: HeldOutTexts, intents: readonly string[]) {
  const labels = Int32Array.from(known, ({ label }) => label);
  const stack = fitStack(
    known.map(({ impression }) => impression.opinions),
    labels,
  );
  const signs = ({ impression, intents: of }: HeldOut) => signsOf(impression, stack, of.length);
  const right = (text: HeldOut) => belongs(text) && topIntent(text, stack) === text.label;
  const wrong = known.filter((text) => !right(text));
  const against = (others: HeldOut[]) => {
    const fitted = fitBelonging(known.filter(right).map(signs), [...others, ...strangers].map(signs));
    const belonging = asMixed.length > 0 ? fitted : warierOfOtherDomains(fitted);
    const judge = (text: HeldOut): Judged => ({
      intent: text.intents[topIntent(text, stack)]!,
      right: right(text),
      belonging: belongingOf(signs(text), belonging),
      weight: text.weight,
    });
    const strange = strangers.map((text) => ({ ...judge(text), right: false }));
    return { belonging, judged: { known: known.map(judge), strangers: strange, asMixed: asMixed.map(judge) } };
  };

  const all = against(wrong);
  // What lies far away is easily told apart, and would drown what is hard to tell.
  const apart = areApart(all.judged);
  const { belonging, judged } = apart ? against(wrong.filter(belongs)) : all;
  const rejection = { ...belonging, thresholds: thresholdsOf(judged, intents, apart) };
  return { stack, rejection, alone: apart || asMixed.length === 0 };
}

function topIntent({ impression, intents }: HeldOut, stack: Stack): number {
  const scores = blend(impression.opinions, stack).subarray(0, intents.length);
  return scores.indexOf(scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY));
}
