import { seededRandom, shuffle } from "../score/seeded-random.ts";
import { type Impression, impressions, type Reading } from "./intent-model.ts";
import { type LabelledReadings, trainIntentModel } from "./train-intent-model.ts";

/** A text as a model sees it that was trained without it. Label and intents are that model's. */
export type HeldOut = {
  impression: Impression;
  /** Index into `intents`, or their number for "none of these". */
  label: number;
  intents: readonly string[];
  /** How many texts it stands for. */
  weight: number;
};

export type HeldOutTexts = {
  known: HeldOut[];
  /** Texts of intents that the model had never heard of. */
  strangers: HeldOut[];
  /** The part of `known` that models with every intent saw: as mixed as the texts. Empty where none is "none of these". */
  asMixed: HeldOut[];
};

const FOLDS = 4;
/** Texts that belong to an intent: enough to place a few weights and a threshold. Every further fold costs a training. */
const ENOUGH = 1_500;
/** Texts of a fold that are none of its intents: each costs as much time as a question. */
const MOST_OF_NONE = 600;

/**
 * Impressions of texts by models that did not see them. Some models also miss a quarter of the intents, whose texts then
 * are strangers to them: every other one, or all where no text of "none of these" is given.
 */
export function holdOut(labelled: LabelledReadings, seed: number): HeldOutTexts {
  const { intents, labels } = labelled;
  const random = seededRandom(seed + 1);
  const foldOf = dealtByClass(labels, random);
  const groups = intents.map((_, place) => place % FOLDS);
  const missable = intents.length >= FEWEST_TO_MISS;
  if (missable) shuffle(groups, random);
  const noneGiven = labels.includes(intents.length);

  const texts: HeldOutTexts = { known: [], strangers: [], asMixed: [] };
  // Beside "none of these" half of the folds miss intents: with fewer, chance decides which intents are strangers.
  const enough = () => !(noneGiven && missable) && texts.known.filter(belongs).length >= ENOUGH;
  for (let fold = 0; fold < FOLDS && !enough(); fold += 1) {
    const missing = missable && (!noneGiven || fold % 2 === 1);
    const missed = (row: number) => missing && groups[labels[row]!] === fold;
    const split = (wanted: (row: number) => boolean) => only(labelled, [...labels.keys()].filter(wanted));

    const seen = split((row) => foldOf[row] !== fold && !missed(row));
    if (seen.intents.length === 0) continue;
    const look = impressions(trainIntentModel(seen, seed));
    const own = split((row) => foldOf[row] === fold && !missed(row) && labels[row]! < intents.length);
    const none = [...labels.keys()].filter((row) => foldOf[row] === fold && labels[row] === intents.length);
    const some = shuffle(none, random).slice(0, MOST_OF_NONE);
    const known = [
      ...heldOut(own, seen.intents, look, 1),
      ...heldOut(only(labelled, some), seen.intents, look, none.length / some.length),
    ].filter(hasClass);
    texts.known.push(...known);
    if (noneGiven && !missing) texts.asMixed.push(...known);
    const strange = shuffle([...labels.keys()].filter(missed), random).slice(0, MOST_OF_NONE);
    texts.strangers.push(...heldOut(only(labelled, strange), seen.intents, look, 1));
  }
  return texts;
}

export const belongs = ({ label, intents }: HeldOut): boolean => label < intents.length;

/** A class with a single text is unknown to the model that was trained without it. */
const hasClass = ({ label, impression }: HeldOut) => label >= 0 && label < impression.opinions.grams.length;

/** With fewer intents too little would be left to be strange to. */
const FEWEST_TO_MISS = 4;

/** Fold of each row: every class is dealt out evenly. */
function dealtByClass(labels: Int32Array, random: () => number): Int32Array {
  const folds = new Int32Array(labels.length);
  const dealt = new Map<number, number>();
  for (const row of shuffle([...labels.keys()], random)) {
    const turn = dealt.get(labels[row]!) ?? Math.floor(random() * FOLDS);
    folds[row] = turn % FOLDS;
    dealt.set(labels[row]!, turn + 1);
  }
  return folds;
}

/** These rows alone, with the intents that they have. */
function only({ intents, names, readings, labels }: LabelledReadings, rows: number[]): LabelledReadings {
  const present = new Set(rows.map((row) => labels[row]!));
  const kept = [...intents.keys()].filter((label) => present.has(label));
  const labelOf = new Map(kept.map((label, at) => [label, at]));
  return {
    intents: kept.map((label) => intents[label]!),
    names: kept.map((label) => names[label]!),
    readings: rows.map((row) => readings[row]!),
    labels: Int32Array.from(rows, (row) => labelOf.get(labels[row]!) ?? kept.length),
  };
}

/** What a model of `known` intents thinks of the texts. A text of an intent that it lacks gets no label. */
function heldOut(
  texts: LabelledReadings,
  known: string[],
  look: (reading: Reading) => Impression,
  weight: number,
): HeldOut[] {
  return texts.readings.map((reading, at) => {
    const intent = texts.intents[texts.labels[at]!];
    const label = intent === undefined ? known.length : known.indexOf(intent);
    return { impression: look(reading), label, intents: known, weight };
  });
}
