/** A held-out text: what it looks most like, how much it belongs there, and how many texts it stands for. */
export type Judged = { intent: string; right: boolean; belonging: number; weight: number };

export type JudgedTexts = {
  /** Texts that belong to some intent. */
  known: readonly Judged[];
  /** Texts of intents that the model had never heard of. */
  strangers: readonly Judged[];
  /** Texts as mixed as customers' are, "none of these" among them; empty where no such text was given. */
  asMixed: readonly Judged[];
};

/** An intent that nobody has named yet may be taken for another one this often. */
const MOST_STRANGERS = 0.5;

/**
 * One threshold for each intent, from what is known to be none of them. Where those texts lie `apart`, so far from every
 * intent that they do not tell where one ends, the threshold turns away a share of those who belong.
 */
export function thresholdsOf(judged: JudgedTexts, intents: readonly string[], apart: boolean): number[] {
  const { known, strangers, asMixed } = judged;
  if (asMixed.length === 0) return intents.map(() => separating([...known, ...strangers]));
  const common = precise(asMixed);
  const least = apart ? Math.max(common, reserved(asMixed)) : common;
  return intents.map((intent) => Math.max(least, frugal(asMixed, intent)));
}

/** Whether what is given as "none of these" lies too far away to show where an intent ends. */
export function areApart({ strangers, asMixed }: JudgedTexts): boolean {
  if (asMixed.length === 0) return false;
  const common = precise(asMixed);
  const caught = strangers.filter(({ belonging }) => belonging >= common).length;
  return caught > MOST_STRANGERS * strangers.length;
}

/**
 * Of the questions that would get the right reply this share still gets it. How many of customers' other questions are let
 * in then differs far less from one log to the next than where a share of left-out intents' questions is let in: whether
 * some intents of a log lie near each other says little of the unnamed ones (figures in finetune/LOG.md).
 */
const STILL_RIGHT = 0.66;

function reserved(asMixed: readonly Judged[]): number {
  const { right } = totals(asMixed);
  return lowest(asMixed, (above) => above.right <= STILL_RIGHT * right);
}

/** Of the replies that are given, this share is right. */
const RIGHT_SHARE = 0.82;

/** The lowest at which `RIGHT_SHARE` of the texts above are right. Texts that look like no intent move nothing. */
const precise = (asMixed: readonly Judged[]) =>
  lowest(asMixed, ({ right, wrong }) => right >= RIGHT_SHARE * (right + wrong));

/** A customer turned away is asked again or gets documentation; more than one in ten is a nuisance. */
const MOST_LOST = 0.1;

/**
 * Where the shares of right and wrong ones that lie below are farthest apart (Youden's index), as long as no more than
 * `MOST_LOST` of the right ones are turned away.
 */
function separating(judged: readonly Judged[]): number {
  const all = totals(judged);
  let [best, threshold] = [0, 0];
  for (const { right, wrong, above } of fromBelow(judged)) {
    const [lost, gained] = [1 - right / all.right, 1 - wrong / all.wrong];
    if (lost > MOST_LOST) break;
    if (gained - lost <= best) continue;
    best = gained - lost;
    threshold = above;
  }
  return threshold;
}

/** Of all other texts one intent may catch this share; twenty intents together then catch a few in a hundred. */
const MOST_CAUGHT = 0.004;

/** The lowest at which the intent alone catches no more than `MOST_CAUGHT`. */
function frugal(asMixed: readonly Judged[], intent: string): number {
  const { right, wrong } = totals(asMixed);
  const own = asMixed.filter((text) => text.intent === intent);
  return lowest(own, (above) => above.wrong <= MOST_CAUGHT * (right + wrong));
}

type Above = { right: number; wrong: number };

function lowest(judged: readonly Judged[], fits: (above: Above) => boolean): number {
  if (fits(totals(judged))) return 0;
  for (const { above, ...rest } of fromBelow(judged)) if (fits(rest)) return above;
  return 1;
}

/** What remains above a value midway between each text and the next, least belonging first. */
function* fromBelow(judged: readonly Judged[]): Generator<Above & { above: number }> {
  const sorted = [...judged].sort((one, other) => one.belonging - other.belonging);
  const rest = totals(judged);
  for (const [at, { right, belonging, weight }] of sorted.entries()) {
    rest[right ? "right" : "wrong"] -= weight;
    yield { ...rest, above: (belonging + (sorted[at + 1]?.belonging ?? 1)) / 2 };
  }
}

function totals(judged: readonly Judged[]): Above {
  const sums = { right: 0, wrong: 0 };
  for (const { right, weight } of judged) sums[right ? "right" : "wrong"] += weight;
  return sums;
}
