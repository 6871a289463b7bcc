import { questionSpace } from "../review/likeness.ts";

/**
 * Least mean likeness of two groups that are one, as a cosine. Set on banking77's training questions; the decision page
 * has the figures, also for questions that it was not set on.
 */
const ALIKE = 0.5;
/** Wordings that are compared: beyond it the time of a clustering would grow past a second. */
export const MOST_WORDINGS = 400;

/**
 * Groups what asks for the same: average linkage (Sokal & Michener 1958) over likeness of meaning and words. Questions
 * in the same words are one from the start. Indexes of the questions, largest group first; in each the most typical
 * question first. @param vectors of the texts, in the same order. Cost: wordings³; those after the 400th are left out.
 */
export function clusterQuestions(texts: readonly string[], vectors: readonly Float32Array[]): number[][] {
  const byWords = new Map<string, number[]>();
  for (const [at, text] of texts.entries()) {
    const words = wordsOf(text);
    const group = byWords.get(words);
    if (group) group.push(at);
    else if (byWords.size < MOST_WORDINGS) byWords.set(words, [at]);
  }
  const wordings = [...byWords.values()];
  const likeness = likenessOf(wordings.map(([first]) => [texts[first!]!, vectors[first!]!] as const));
  return merged(
    likeness,
    wordings.map((group) => group.length),
  )
    .map((group) => typicalFirst(group, likeness).flatMap((wording) => wordings[wording]!))
    .sort((one, other) => other.length - one.length);
}

/** Order and punctuation say nothing. */
const wordsOf = (text: string) => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).sort().join(" ");

function likenessOf(wordings: readonly (readonly [text: string, vector: Float32Array])[]): Float64Array[] {
  const space = questionSpace(wordings.map(([text]) => text));
  const read = wordings.map(([text, vector]) => space.read(text, vector));
  // Back from the sharpened likeness to the cosine that it was made of.
  return read.map((one) => space.likenesses(one, read).map((sharp) => 1 + Math.log(sharp) / 3));
}

/** Always the two groups that are most alike, until none are alike enough. @param weights questions of each wording */
function merged(likeness: readonly Float64Array[], weights: readonly number[]): number[][] {
  const between = likeness.map((row) => row.slice());
  const size = [...weights];
  const groups = weights.map((_, wording) => [wording]);
  const living = [...groups.keys()];

  for (let pair = nearest(living, between); pair !== null; pair = nearest(living, between)) {
    const [into, from] = pair;
    living.splice(living.indexOf(from), 1);
    groups[into]!.push(...groups[from]!);
    for (const other of living) {
      const mean =
        (size[into]! * between[into]![other]! + size[from]! * between[from]![other]!) / (size[into]! + size[from]!);
      between[into]![other] = between[other]![into] = mean;
    }
    size[into]! += size[from]!;
  }
  return living.map((group) => groups[group]!);
}

function nearest(living: readonly number[], between: readonly Float64Array[]): [into: number, from: number] | null {
  let [most, pair]: [number, [number, number] | null] = [ALIKE, null];
  for (const [place, into] of living.entries()) {
    for (const from of living.slice(place + 1)) {
      if (between[into]![from]! > most) [most, pair] = [between[into]![from]!, [into, from]];
    }
  }
  return pair;
}

/** The one that is most like the others names the group. */
function typicalFirst(group: readonly number[], likeness: readonly Float64Array[]): number[] {
  const nearness = (one: number) => group.reduce((sum, other) => sum + likeness[one]![other]!, 0);
  return [...group].sort((one, other) => nearness(other) - nearness(one));
}
