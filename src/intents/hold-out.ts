import { seededRandom, shuffle } from "../score/seeded-random.ts";
import { type Impression, impressions, type Reading } from "./intent-model.ts";
import { type LabelledReadings, trainIntentModel } from "./train-intent-model.ts";

/** A text as a model sees it that was trained without it; label and number of intents are that model's. */
export type HeldOut = { impression: Impression; label: number; intents: number };

const FOLDS = 4;
/** Enough to place two weights and a threshold. Every further fold costs half a training. */
const ENOUGH = 1_500;

/**
 * Impressions of texts by models that did not see them. Where no text of "none of these" is given, each of those models
 * also misses a quarter of the intents, whose texts then are strangers to it.
 */
export function holdOut(labelled: LabelledReadings, seed: number): { known: HeldOut[]; strangers: HeldOut[] } {
  const { intents, labels } = labelled;
  const random = seededRandom(seed + 1);
  const foldOf = dealtByClass(labels, random);
  const groups = intents.map((_, place) => place % FOLDS);
  const missable = !labels.includes(intents.length) && intents.length >= FEWEST_TO_MISS;
  if (missable) shuffle(groups, random);

  const known: HeldOut[] = [];
  const strangers: HeldOut[] = [];
  for (let fold = 0; fold < FOLDS && known.length < ENOUGH; fold += 1) {
    const missed = (row: number) => missable && groups[labels[row]!] === fold;
    const split = (wanted: (row: number) => boolean) => only(labelled, [...labels.keys()].filter(wanted));

    const seen = split((row) => foldOf[row] !== fold && !missed(row));
    if (seen.intents.length === 0) continue;
    const look = impressions(trainIntentModel(seen, seed));
    const unseen = split((row) => foldOf[row] === fold && !missed(row));
    known.push(...heldOut(unseen, seen.intents, look).filter(hasClass));
    // As many as are known: more would cost time and move nothing.
    const strange = shuffle([...labels.keys()].filter(missed), random).slice(0, known.length - strangers.length);
    strangers.push(...heldOut(only(labelled, strange), seen.intents, look));
  }
  return { known, strangers };
}

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
function only({ intents, readings, labels }: LabelledReadings, rows: number[]): LabelledReadings {
  const present = new Set(rows.map((row) => labels[row]!));
  const kept = [...intents.keys()].filter((label) => present.has(label));
  const labelOf = new Map(kept.map((label, at) => [label, at]));
  return {
    intents: kept.map((label) => intents[label]!),
    readings: rows.map((row) => readings[row]!),
    labels: Int32Array.from(rows, (row) => labelOf.get(labels[row]!) ?? kept.length),
  };
}

/** What a model of `known` intents thinks of the texts. A text of an intent that it lacks gets no label. */
function heldOut(texts: LabelledReadings, known: string[], look: (reading: Reading) => Impression): HeldOut[] {
  return texts.readings.map((reading, at) => {
    const intent = texts.intents[texts.labels[at]!];
    const label = intent === undefined ? known.length : known.indexOf(intent);
    return { impression: look(reading), label, intents: known.length };
  });
}
