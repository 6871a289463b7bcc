import { questionSpace } from "../review/likeness.ts";
import type { Embedder } from "../search/embedder.ts";
import { askedAbout } from "./asked-about.ts";

/** Least mean likeness of two groups that are one. The decision page has the figures of this and of the next. */
const ALIKE = 0.35;
/** As far as two questions may be apart in what only one of them says; what goes beyond it is taken from their likeness. */
const APART = 0.6;
/** Wordings that are compared: beyond it the time of a clustering would grow past a second. */
export const MOST_WORDINGS = 400;

/**
 * Groups what asks for the same: average linkage (Sokal & Michener 1958) over likeness of meaning and words. Questions
 * in the same words are one from the start; those that leave no word to compare stay apart from all others. Indexes of
 * the questions, largest group first; in each the most typical question first. Cost: wordings³; those after the 400th are left out.
 */
export async function clusterQuestions(texts: readonly string[], embedder: Embedder): Promise<number[][]> {
  const byWords = new Map<string, number[]>();
  for (const [at, text] of texts.entries()) {
    const words = wordsOf(text) || text;
    const group = byWords.get(words);
    if (group) group.push(at);
    else if (byWords.size < MOST_WORDINGS) byWords.set(words, [at]);
  }
  const wordings = [...byWords.values()];
  const likeness = await likenessOf(
    wordings.map(([first]) => texts[first!]!),
    embedder,
  );
  return merged(
    likeness,
    wordings.map((group) => group.length),
  )
    .map((group) => typicalFirst(group, likeness).flatMap((wording) => wordings[wording]!))
    .sort((one, other) => other.length - one.length);
}

/** Order and punctuation say nothing. */
const wordsOf = (text: string) => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).sort().join(" ");

/** As the sentences are, less what they ask about otherwise. */
async function likenessOf(wordings: readonly string[], embedder: Embedder): Promise<Float64Array[]> {
  const space = questionSpace(wordings);
  const vectors = await embedder.embed(wordings);
  const read = wordings.map((text, at) => space.read(text, vectors[at]!));
  const { apart, isComparable } = await askedAbout(wordings, embedder);
  // Back from the sharpened likeness to the cosine that it was made of.
  const likeness = read.map((one) => space.likenesses(one, read).map((sharp) => 1 + Math.log(sharp) / 3));
  for (const [one, row] of likeness.entries()) {
    for (let other = 0; other < one; other += 1) {
      const compared = row[other]! - Math.max(0, apart(one, other) - APART);
      row[other] = isComparable(one) && isComparable(other) ? compared : 0;
      likeness[other]![one] = row[other]!;
    }
  }
  return likeness;
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
